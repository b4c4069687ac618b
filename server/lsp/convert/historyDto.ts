import { revisionTitle } from '../../core/features/revisionTitle';
import { losesData } from '../../core/operations/losesData';
import { LineIndex } from '../../core/text/lineIndex';
import type { RangeDto } from '../../protocol/range';
import type { HistoryDto, ProblemDto, RevisionDto } from '../../protocol/environments';
import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import type { Revision } from '../../core/revision/graph/revisionMap';
import type { RevisionScript } from '../../core/revision/graph/revisionScript';
import type { Finding } from '../../core/findings/finding';
import type { ClientUris } from './clientUris';
import { toRange } from './ranges';

/** What a history is made of besides the snapshot. */
export interface HistorySources {
  readonly findings: readonly Finding[];
  /** Ids in Alembic's `history` order. */
  readonly order: readonly string[];
  readonly uris: ClientUris;
  factsOf(file: RevisionFile): RevisionFileFacts;
}

/** What a history says of a file and only its text tells. */
export interface RevisionFileFacts {
  /** The id's literal. */
  readonly idRange: RangeDto;
  /** `upgrade` loses data. */
  readonly destructive: boolean;
}

/** Works out a file's facts from its text. */
export function readFileFacts(file: RevisionFile): RevisionFileFacts {
  const { text, reading } = file;
  const range = reading.header.revision?.valueRange ?? { start: 0, end: 0 };
  return {
    idRange: toRange(new LineIndex(text.slice(0, range.end)), range),
    destructive: losesData({ text, reading }, 'upgrade'),
  };
}

/** The history of a snapshot for the client. It yields after every revision, since thousands of files may have to be looked into. */
export function* toHistoryDto(
  snapshot: EnvironmentSnapshot,
  sources: HistorySources,
): Generator<void, HistoryDto> {
  const { map, environment, generation } = snapshot;
  const findingsByFile = groupByFile(sources.findings);
  const replaced = replacedScripts(snapshot);
  const revisions: RevisionDto[] = [];
  for (const id of sources.order) {
    const revision = map.revisions.get(id);
    if (!revision) continue;
    for (const script of [revision.script, ...(replaced.get(id) ?? [])]) {
      revisions.push(toRevisionDto(revision, script, snapshot, sources, findingsByFile));
      yield;
    }
  }
  return {
    environment: environment.key,
    generation,
    revisions,
    heads: map.heads,
    realHeads: map.realHeads,
    bases: map.bases,
    branchLabels: [...map.labels.keys()],
    missing: missingRevisions(snapshot),
    unreadable: snapshot.files
      .filter((file) => !file.script)
      .map((file) => {
        const { message, range } = whyUnreadable(file, findingsByFile.get(file.path) ?? []);
        const uri = sources.uris.of(file.path);
        return { uri, message, range: toRange(new LineIndex(file.text), range) };
      }),
  };
}

function toRevisionDto(
  revision: Revision,
  script: RevisionScript,
  snapshot: EnvironmentSnapshot,
  sources: HistorySources,
  findings: ReadonlyMap<string, readonly Finding[]>,
): RevisionDto {
  const { id } = revision;
  const file = snapshot.filesByPath.get(script.file);
  const facts = file ? sources.factsOf(file) : { idRange: startOfFile, destructive: false };
  return {
    id,
    downRevisions: script.downRevisions,
    dependsOn: script.dependsOn,
    branchLabels: script.branchLabels,
    message: revisionTitle(script.message),
    createDate: file?.reading.docstringFields.createDate?.value ?? null,
    uri: sources.uris.of(script.file),
    range: facts.idRange,
    isHead: revision.nextRevisions.length === 0,
    isBase: script.downRevisions.length === 0 && !script.hasUnknownDownRevision,
    isBranchPoint: revision.nextRevisions.length > 1,
    isMergePoint: script.downRevisions.length > 1,
    dynamic: file?.dynamic ?? [],
    problems: (findings.get(script.file) ?? []).map(toProblemDto),
    destructive: facts.destructive,
  };
}

/** By id the files that Alembic replaces by a later one with the same id, latest first. */
function replacedScripts({ map }: EnvironmentSnapshot): ReadonlyMap<string, readonly RevisionScript[]> {
  const replaced = new Map<string, RevisionScript[]>();
  for (const script of map.scripts.toReversed()) {
    if (map.revisions.get(script.id)?.script === script) continue;
    const known = replaced.get(script.id);
    if (known) known.push(script);
    else replaced.set(script.id, [script]);
  }
  return replaced;
}

const startOfFile: RangeDto = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

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
