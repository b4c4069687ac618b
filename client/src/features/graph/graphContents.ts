import type { EnvironmentDto, HistoryDto, RevisionDto } from '../../../../server/protocol/environments';
import type { GraphBoxDto, GraphDto } from '../../../../server/protocol/graph';
import { databaseName } from '../../infrastructure/alembic/databases/databaseName';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { shownText } from '../../infrastructure/vscode/shownText';
import type { GraphContents, GraphRow } from './messages';
import { summarise } from './summarise';
import type { SummarySources } from './summarise';

/** What a graph is made of, all of one generation. */
export interface GraphSources extends SummarySources {
  readonly environments: readonly EnvironmentDto[];
  readonly graph: GraphDto;
  readonly history: HistoryDto;
}

/** What the page shows of an environment. */
export function graphContents(sources: GraphSources): GraphContents {
  const { environment, environments, graph, history, known } = sources;
  const revisions = new Map(history.revisions.map((revision) => [revision.uri, revision]));
  const names = (known?.databases ?? []).map((database) => shownText(databaseName(database)));
  const rows = graph.boxes.map((box) => {
    const revision = box.uri === null ? undefined : revisions.get(box.uri);
    return rowOf(box, revision, known, names);
  });
  return {
    environment: { key: environment.key, label: shownText(environment.label) },
    environments: environments.map(({ key, label }) => ({ key, label: shownText(label) })),
    generation: graph.generation,
    rows,
    lines: graph.lines,
    laneCount: graph.laneCount,
    summary: summarise(sources, rows),
  };
}

function rowOf(
  box: GraphBoxDto,
  revision: RevisionDto | undefined,
  known: KnownDatabases | undefined,
  names: readonly string[],
): GraphRow {
  const { id, kind, uri, lane, isHead } = box;
  return {
    id,
    kind,
    title: shownText(box.message || (kind === 'missing' ? `missing revision ${id}` : id)),
    uri,
    lane,
    marks: marksOf(box),
    labels: box.branchLabels.map(shownText),
    isHead,
    state: known && kind !== 'missing' && kind !== 'unreadable' ? stateOf(id, known) : undefined,
    ranIn: (known?.appliedToEach ?? []).flatMap((each, at) => (each.has(id) ? [names[at] ?? ''] : [])),
    isNew: box.isNew ?? undefined,
    current: known
      ? known.databases.flatMap(({ heads }, at) => (heads.includes(id) ? [names[at] ?? ''] : []))
      : [],
    date: revision?.createDate ?? null,
    problems: (revision?.problems ?? []).map(({ severity, code, message }) => ({
      severity,
      code,
      message: shownText(message),
    })),
    losesData: revision?.destructive ?? false,
  };
}

const kindWords: Partial<Record<GraphBoxDto['kind'], string>> = {
  missing: 'missing',
  unreadable: 'unreadable',
  duplicate: 'duplicate id',
  cycle: 'in a cycle',
  dynamic: 'computed parent',
  merge: 'merge',
  branch: 'branch point',
};

function marksOf({ kind, isHead, isBase }: GraphBoxDto): readonly string[] {
  const words = [isHead ? 'head' : '', kindWords[kind] ?? '', isBase ? 'base' : ''];
  return words.filter((word) => word !== '');
}

function stateOf(id: string, { applied, appliedToEach, isWhole }: KnownDatabases): GraphRow['state'] {
  if (applied.has(id)) return 'applied';
  if (appliedToEach.some((each) => each.has(id))) return 'some';
  return isWhole ? 'pending' : undefined;
}
