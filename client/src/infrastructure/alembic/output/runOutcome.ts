import { fileURLToPath } from 'node:url';
import type { RunTarget } from '../command/runTarget';
import type { ChildEnd } from '../process/childRun';
import type { Elsewhere, FinishedRun } from '../process/finishedRun';
import { cutLine } from './cutLine';
import { errorOfGroup } from './errorGroup';
import { failurePlace } from './failurePlace';
import type { FailurePlace } from './failurePlace';
import { failureReason } from './failureReason';
import { knownFailure } from './knownFailure';
import type { KnownFailure } from './knownFailure';

/** A migration that Alembic says it is running, as its log puts it. */
export interface RunningStep {
  readonly direction: 'upgrade' | 'downgrade';
  /** The revision that is applied or taken back; empty where a log handler has wrapped the line before it. */
  readonly revision: string;
  /** Absent where the log has none, or has it on another line. */
  readonly message?: string;
}

/** A step as a person knows it: by its message, with the beginning of its id. */
export function stepName({ revision, message }: RunningStep): string {
  return message === undefined ? revision : `"${message}" (${revision.slice(0, 8)})`;
}

/** What a run of Alembic came to, for a person. */
export type RunOutcome = { readonly kind: 'success' } | { readonly kind: 'interrupted' } | RunFailure;

/** Why a run failed, and where in the project. */
export interface RunFailure {
  readonly kind: 'failure';
  readonly message: string;
  readonly place: FailurePlace | null;
  /** What it is, where a person can be told what to do. */
  readonly known?: KnownFailure;
}

/**
 * Reads a log line `Running upgrade a, b -> c, message`. Used for progress alone, because an env.py that
 * configures no logging writes none.
 */
export function parseRunningStep(line: string): RunningStep | undefined {
  const match = /Running (upgrade|downgrade) (.{0,400}?) ->([^,]{0,400})(?:, (.{0,400}))?/.exec(
    cutLine(line),
  );
  if (!match) return undefined;
  const [, direction, from = '', to = '', told = ''] = match;
  // Where a merge is downgraded, several parents stand before the message, with commas too.
  const message = direction === 'downgrade' && told.includes(', ') ? '' : beforeColumn(told);
  return {
    direction: direction === 'upgrade' ? 'upgrade' : 'downgrade',
    revision: beforeColumn(direction === 'upgrade' ? to : from),
    ...(message === '' ? {} : { message }),
  };
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
  const message = failureReason(lines) ?? bareEnd(end);
  const known = knownFailure(lines, message);
  return { kind: 'failure', message, place, ...(known ? { known } : {}) };
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
