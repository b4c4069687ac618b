import type { HistoryDto, ProblemDto, RevisionDto } from '../../protocol/environments';
import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import type { Revision } from '../../core/revision/revisionMap';
import type { Finding } from '../../core/rules/finding';
import type { ClientUris } from './clientUris';
import { LineIndexes, toRange } from './ranges';

/** What a history is made of besides the snapshot. */
export interface HistorySources {
  readonly findings: readonly Finding[];
  /** Ids in Alembic's `history` order. */
  readonly order: readonly string[];
  readonly uris: ClientUris;
  losesDataUpward(file: RevisionFile): boolean;
}

/** The history of a snapshot for the client. */
export function toHistoryDto(snapshot: EnvironmentSnapshot, sources: HistorySources): HistoryDto {
  const { map, environment, generation } = snapshot;
  const lines = new LineIndexes((path) => snapshot.filesByPath.get(path)?.text);
  const findingsByFile = groupByFile(sources.findings);
  return {
    environment: environment.key,
    generation,
    revisions: sources.order.flatMap((id) => {
      const revision = map.revisions.get(id);
      return revision ? [toRevisionDto(revision, snapshot, sources, findingsByFile, lines)] : [];
    }),
    heads: map.heads,
    realHeads: map.realHeads,
    bases: map.bases,
    branchLabels: [...map.labels.keys()],
    missing: missingRevisions(snapshot),
    unreadable: snapshot.files
      .filter((file) => !file.script)
      .map((file) => {
        const { message, range } = whyUnreadable(file, findingsByFile.get(file.path) ?? []);
        return { uri: sources.uris.of(file.path), message, range: toRange(lines.of(file.path), range) };
      }),
  };
}

function toRevisionDto(
  revision: Revision,
  snapshot: EnvironmentSnapshot,
  sources: HistorySources,
  findings: ReadonlyMap<string, readonly Finding[]>,
  lines: LineIndexes,
): RevisionDto {
  const { id, script } = revision;
  const file = snapshot.filesByPath.get(script.file);
  const idRange = file?.reading.header.revision?.valueRange ?? { start: 0, end: 0 };
  return {
    id,
    downRevisions: script.downRevisions,
    dependsOn: script.dependsOn,
    branchLabels: script.branchLabels,
    message: script.message.split('\n', 1)[0] ?? '',
    createDate: file?.reading.docstringFields.createDate?.value ?? null,
    uri: sources.uris.of(script.file),
    range: toRange(lines.of(script.file), idRange),
    isHead: revision.nextRevisions.length === 0,
    isBase: revision.downRevisions.length === 0,
    isBranchPoint: revision.nextRevisions.length > 1,
    isMergePoint: revision.downRevisions.length > 1,
    dynamic: file?.dynamic ?? [],
    problems: (findings.get(script.file) ?? []).map(toProblemDto),
    destructive: file !== undefined && sources.losesDataUpward(file),
  };
}

function groupByFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = byFile.get(finding.file);
    if (known) known.push(finding);
    else byFile.set(finding.file, [finding]);
  }
  return byFile;
}

function toProblemDto({ code, severity, message }: Finding): ProblemDto {
  return { code, severity, message };
}

function whyUnreadable(file: RevisionFile, findings: readonly Finding[]): Pick<Finding, 'message' | 'range'> {
  const problem =
    findings.find(({ severity }) => severity === 'error') ?? findings[0] ?? file.reading.problems[0];
  return problem ?? { message: 'No revision id can be read from this file.', range: { start: 0, end: 0 } };
}

/** Ids that are named as parent or dependency and that no file has, with the revisions that name them. */
function missingRevisions({ map }: EnvironmentSnapshot): HistoryDto['missing'] {
  const namedBy = new Map<string, string[]>();
  for (const { id, downRevisions, dependsOn } of map.scripts) {
    const missing = [
      ...downRevisions.filter((name) => !map.revisions.has(name)),
      ...dependsOn.filter((name) => !map.revisions.has(name) && !map.labels.has(name)),
    ];
    for (const name of new Set(missing)) namedBy.set(name, [...(namedBy.get(name) ?? []), id]);
  }
  return [...namedBy].map(([id, names]) => ({ id, namedBy: names }));
}
