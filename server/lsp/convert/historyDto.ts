import type { Finding } from '../../core/findings/finding';
import { historyView } from '../../core/history/historyView';
import type { RevisionView } from '../../core/history/revisionView';
import { firstStatement } from '../../core/python/firstStatement';
import { losesData } from '../../core/operations/losesData';
import { whyUnreadable } from '../../core/history/whyUnreadable';
import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import { groupBy } from '../../core/text/groupBy';
import { LineIndex } from '../../core/text/lineIndex';
import type { HistoryDto, ProblemDto, RevisionDto } from '../../protocol/environments';
import type { RangeDto } from '../../protocol/range';
import type { ClientUris } from './clientUris';
import { toRange } from './ranges';

/** What a history is made of besides the snapshot. */
export interface HistorySources {
  readonly findings: readonly Finding[];
  readonly uris: ClientUris;
  factsOf(file: RevisionFile): RevisionFileFacts | undefined;
}

/** What a history says of a file and only its text tells. */
export interface RevisionFileFacts {
  /** Where one reads on: the first statement of `upgrade`, else the id. */
  readonly opensAt: RangeDto;
  /** `upgrade` loses data. */
  readonly destructive: boolean;
}

/** Works out a file's facts from its text; undefined where the file is gone by now. */
export function readFileFacts(file: RevisionFile): RevisionFileFacts | undefined {
  const { reading } = file;
  const text = file.readText();
  if (text === undefined) return undefined;
  const { upgrade, header } = reading;
  const at = upgrade ? firstStatement(text, upgrade) : (header.revision?.valueRange.start ?? 0);
  return {
    opensAt: toRange(new LineIndex(text.slice(0, at)), { start: at, end: at }),
    destructive: losesData({ text, reading }, 'upgrade'),
  };
}

/**
 * The history of a snapshot for the client. It yields after every revision, since thousands of files may have
 * to be looked into.
 */
export function* toHistoryDto(
  snapshot: EnvironmentSnapshot,
  sources: HistorySources,
): Generator<void, HistoryDto> {
  const { map, environment, generation } = snapshot;
  const findings = groupBy(sources.findings, ({ file }) => file);
  const { revisions: views, missing, unreadable, rows } = historyView(snapshot);
  const revisions: RevisionDto[] = [];
  for (const view of views) {
    revisions.push(toRevisionDto(view, sources, findings.get(view.path) ?? []));
    yield;
  }
  return {
    environment: environment.key,
    generation,
    revisions,
    heads: map.heads,
    realHeads: map.realHeads,
    bases: map.bases,
    branchLabels: [...map.labels.keys()],
    missing,
    unreadable: unreadable.map((file) => {
      const text = file.readText();
      const { message, range } = whyUnreadable(file, findings.get(file.path) ?? []);
      return {
        uri: sources.uris.of(file.path),
        message,
        range: text === undefined ? startOfFile : toRange(new LineIndex(text), range),
      };
    }),
    rows,
  };
}

function toRevisionDto(
  view: RevisionView,
  sources: HistorySources,
  findings: readonly Finding[],
): RevisionDto {
  const { id, script, file, isHead, isBase, isBranchPoint, isMergePoint } = view;
  const facts = (file && sources.factsOf(file)) ?? { opensAt: startOfFile, destructive: false };
  return {
    id,
    downRevisions: view.downRevisions,
    nextRevisions: view.nextRevisions,
    dependsOn: script.dependsOn,
    branchLabels: script.branchLabels,
    message: view.title,
    createDate: view.createDate ?? null,
    uri: sources.uris.of(view.path),
    opensAt: facts.opensAt,
    isHead,
    isBase,
    isBranchPoint,
    isMergePoint,
    dynamic: view.dynamic,
    problems: findings.map(toProblemDto),
    destructive: facts.destructive,
  };
}

const startOfFile: RangeDto = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function toProblemDto({ code, severity, message }: Finding): ProblemDto {
  return { code, severity, message };
}
