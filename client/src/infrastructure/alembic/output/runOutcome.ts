import { fileURLToPath } from 'node:url';
import type { RunTarget } from '../command/runTarget';
import type { ChildEnd } from '../process/childRun';
import type { Elsewhere, FinishedRun } from '../process/finishedRun';
import { cutLine } from './cutLine';
import { errorOfGroup } from './errorGroup';
import { failurePlace } from './failurePlace';
import type { FailurePlace } from './failurePlace';
import { failureReason } from './failureReason';

/** A migration that Alembic says it is running, as its log puts it. */
export interface RunningStep {
  readonly direction: 'upgrade' | 'downgrade';
  /** The revision that is applied or taken back; empty where a log handler has wrapped the line before it. */
  readonly revision: string;
}

/** What a run of Alembic came to, for a person. */
export type RunOutcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failure'; readonly message: string; readonly place: FailurePlace | null };

/**
 * Reads a log line `Running upgrade a, b -> c, message`. Used for progress alone, because an env.py that
 * configures no logging writes none.
 */
export function parseRunningStep(line: string): RunningStep | undefined {
  const match = /Running (upgrade|downgrade) (.{0,400}?) ->([^,]{0,400})/.exec(cutLine(line));
  if (!match) return undefined;
  const [, direction, from = '', to = ''] = match;
  return direction === 'upgrade'
    ? { direction: 'upgrade', revision: beforeColumn(to) }
    : { direction: 'downgrade', revision: beforeColumn(from) };
}

/** Without what a log handler such as Rich's puts at the right edge, after blanks: the source line. */
function beforeColumn(text: string): string {
  const column = text.search(/\s\s/);
  return (column < 0 ? text : text.slice(0, column)).trim();
}

/** Says how a run ended. `isProjectFile` picks the frames of a traceback that are worth opening. */
export function readOutcome(
  end: ChildEnd,
  interruptAsked: boolean,
  isProjectFile: (file: string) => boolean,
): RunOutcome {
  if (end.error) return { kind: 'failure', message: notStarted(end.error), place: null };
  if (end.exitCode === 0) return { kind: 'success' };
  if (interruptAsked) return { kind: 'interrupted' };
  const lines = end.output.map((line) => cutLine(line.text));
  const one = errorOfGroup(lines);
  const place = (one && failurePlace(one.lines, isProjectFile)) ?? failurePlace(lines, isProjectFile);
  return { kind: 'failure', message: failureReason(lines) ?? bareEnd(end), place };
}

/**
 * How a run of the target's Alembic ended, with the place in the project's own files that a traceback names.
 * Of a run in another checkout that is the place in the workspace's file, where that is the same.
 */
export function outcomeOf(
  { environment }: Pick<RunTarget, 'environment'>,
  { end, interruptAsked }: FinishedRun,
  elsewhere?: Elsewhere,
): RunOutcome {
  if (elsewhere) {
    const outcome = readOutcome(end, interruptAsked, elsewhere.isFileThere);
    if (outcome.kind !== 'failure' || !outcome.place) return outcome;
    const file = elsewhere.fileHere(outcome.place.file);
    return { ...outcome, place: file === undefined ? null : { ...outcome.place, file } };
  }
  const folders = [...environment.versionLocationUris, environment.scriptDirectoryUri].map((uri) =>
    fileURLToPath(uri).toLowerCase(),
  );
  return readOutcome(end, interruptAsked, (file) =>
    folders.some((folder) => file.toLowerCase().startsWith(folder)),
  );
}

function bareEnd(end: ChildEnd): string {
  return end.signal
    ? `Alembic was ended by ${end.signal}.`
    : `Alembic ended with code ${end.exitCode ?? '?'}.`;
}

function notStarted(error: Error): string {
  return `Python could not be started: ${error.message}`;
}
