import { historyGraph } from '../../core/graphLayout/historyGraph';
import type { HistoryGraph } from '../../core/graphLayout/historyGraph';
import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import { graphDot } from '../../core/render/graph/graphDot';
import { graphMermaid } from '../../core/render/graph/graphMermaid';
import { graphSvg } from '../../core/render/graph/graphSvg';
import { releasedRevisions } from '../../core/rules/engine/releasedRevisions';
import type { GitFacts } from '../../core/rules/engine/gitFacts';
import { readFileAuthors } from '../../disk/git/fileAuthors';
import {
  mostFilesAsked,
  readAuthors,
  readGraph,
  readOperationWords,
  renderGraph,
} from '../../protocol/graph';
import type { GraphDto, GraphFormat, RevisionWordsDto } from '../../protocol/graph';
import { toGraphDto, toRevisionWords } from '../convert/graphDto';
import type { Capabilities } from '../session/describeServer';
import type { Session } from '../session/session';
import { answer, slicedWork } from '../session/session';

/** Answers what a drawing of the history needs: places, and what revisions do. */
export function registerGraphRequests(session: Session): Capabilities {
  const words = new WeakMap<RevisionFile, RevisionWordsDto>();
  const drawn = new WeakMap<EnvironmentSnapshot, { readonly git?: GitFacts; readonly graph: GraphDto }>();
  const snapshotOf = async (environment: string): Promise<EnvironmentSnapshot | undefined> =>
    (await session.index.complete()).environments.get(environment)?.snapshot;

  answer(session, readGraph, async ({ environment }) => {
    const indexed = (await session.index.complete()).environments.get(environment);
    if (!indexed) return null;
    const { snapshot, facts } = indexed;
    const known = drawn.get(snapshot);
    if (known && known.git === facts.git) return known.graph;
    const graph = toGraphDto(snapshot, session.uris(), releasedRevisions(facts.git));
    drawn.set(snapshot, { ...(facts.git ? { git: facts.git } : {}), graph });
    return graph;
  });

  answer(session, readAuthors, async ({ environment }) => {
    const snapshot = await snapshotOf(environment);
    if (!snapshot || !session.git) return [];
    const names = session.uris();
    const authors = await readFileAuthors(session.git.reader, snapshot);
    return authors.map(({ path, ...author }) => ({ uri: names.of(path), ...author }));
  });

  answer(session, renderGraph, async ({ environment, format }) => {
    const snapshot = await snapshotOf(environment);
    if (!snapshot || !Object.hasOwn(renderers, format)) return null;
    return renderers[format](historyGraph(snapshot));
  });

  answer(session, readOperationWords, async ({ environment, uris }, token) => {
    const snapshot = await snapshotOf(environment);
    if (!snapshot) return [];
    const names = session.uris();
    const { dialect } = session.schemas.dialectOf(snapshot);
    const wanted = uris.slice(0, mostFilesAsked);
    const files = new Map(snapshot.files.map((file) => [names.of(file.path), file]));
    function* read(): Generator<void, readonly (RevisionWordsDto | null)[]> {
      const answers: (RevisionWordsDto | null)[] = [];
      for (const uri of wanted) {
        const file = files.get(uri);
        const known = file && (words.get(file) ?? toRevisionWords(file, dialect));
        if (file && known) words.set(file, known);
        answers.push(known ?? null);
        yield;
      }
      return answers;
    }
    return await slicedWork(session, token, read());
  });
  return {};
}

const renderers: Readonly<Record<GraphFormat, (graph: HistoryGraph) => string>> = {
  svg: graphSvg,
  mermaid: graphMermaid,
  dot: graphDot,
};
