import type { AlembicError, Outcome } from './alembicError';
import { succeed } from './alembicError';
import { pythonText } from '../../text/pythonText';

/** A value that Alembic carries on an exception and formats later: a string, a tuple of strings, or None. */
export type PythonArgument = string | readonly string[] | undefined;

interface RaisedDetails {
  /** `MultipleHeads.argument` and `ResolutionError.argument`. */
  readonly argument?: string;
  /** `RangeNotAncestorError.lower` and `.upper`. */
  readonly lower?: PythonArgument;
  readonly upper?: PythonArgument;
  readonly cause?: { readonly type: string; readonly message: string };
  readonly files?: readonly string[];
}

/** An exception that Alembic would raise. Internal to revision/: `attempt` converts it to an Outcome. */
export class AlembicException extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly details: RaisedDetails = {},
  ) {
    super(message);
  }
}

/** The type of the error given where the real library would never return. */
export const hangType = 'Hang';

const revisionErrors = new Set([
  'RevisionError',
  'RangeNotAncestorError',
  'MultipleHeads',
  'ResolutionError',
  'CycleDetected',
  'DependencyCycleDetected',
  'LoopDetected',
  'DependencyLoopDetected',
]);

export function revisionError(message: string): AlembicException {
  return new AlembicException('RevisionError', message);
}

export function resolutionError(message: string, argument: string): AlembicException {
  return new AlembicException('ResolutionError', message, { argument });
}

export function multipleHeads(heads: readonly string[], argument: string): AlembicException {
  return new AlembicException(
    'MultipleHeads',
    `Multiple heads are present for given argument '${argument}'; ${heads.join(', ')}`,
    { argument },
  );
}

export function rangeNotAncestor(lower: PythonArgument, upper: PythonArgument): AlembicException {
  const shown = (value: PythonArgument): string => (value && value.length > 0 ? pythonText(value) : 'base');
  return new AlembicException(
    'RangeNotAncestorError',
    `Revision ${shown(lower)} is not an ancestor of revision ${shown(upper)}`,
    {
      lower,
      upper,
    },
  );
}

export function commandError(message: string, files?: readonly string[]): AlembicException {
  return new AlembicException('CommandError', message, files ? { files } : {});
}

function assertionError(message = ''): AlembicException {
  return new AlembicException('AssertionError', message);
}

/** Fails as Python's `assert` does. */
export function assertTrue(condition: boolean, message = ''): asserts condition {
  if (!condition) throw assertionError(message);
}

/** The texts with which a command replaces those of the inner errors. */
export interface UserTexts {
  /** For a range whose ends do not lie on one line; `%(end)s` stands for the target. */
  readonly ancestor?: string;
  readonly multipleHeads?: string;
  readonly start?: PythonArgument;
  readonly end?: PythonArgument;
}

/**
 * Runs a part of a command as `ScriptDirectory` does: errors about revisions come out as a `CommandError`
 * with a text for people.
 */
export function forUser<T>(texts: UserTexts, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof AlembicException && revisionErrors.has(error.type)) throw wrapped(error, texts);
    throw error;
  }
}

/** The load error as every command but `heads` shows it. */
export function errorForUser(error: AlembicError): AlembicError {
  if (!revisionErrors.has(error.type)) return error;
  return {
    type: 'CommandError',
    message: error.message,
    cause: { type: error.type, message: error.message },
    ...(error.files ? { files: error.files } : {}),
  };
}

/** Runs a query and converts an exception of Alembic to a failed outcome. */
export function attempt<T>(run: (warnings: string[]) => T): Outcome<T> {
  const warnings: string[] = [];
  try {
    return succeed(run(warnings), warnings);
  } catch (error) {
    if (!(error instanceof AlembicException)) throw error;
    const failure = { ok: false as const, error: asError(error) };
    return warnings.length > 0 ? { ...failure, warnings } : failure;
  }
}

export function asError(error: AlembicException): AlembicError {
  const { cause, files } = error.details;
  return {
    type: error.type,
    message: error.message,
    ...(cause ? { cause } : {}),
    ...(files ? { files } : {}),
  };
}

function wrapped(error: AlembicException, texts: UserTexts): AlembicException {
  return new AlembicException('CommandError', userText(error, texts), {
    cause: { type: error.type, message: error.message },
    ...(error.details.files ? { files: error.details.files } : {}),
  });
}

function userText(error: AlembicException, texts: UserTexts): string {
  const { details } = error;
  if (error.type === 'RangeNotAncestorError') {
    const start = pythonText(texts.start ?? details.lower);
    const end = pythonText(texts.end ?? details.upper);
    if (texts.ancestor) return texts.ancestor.replace('%(end)s', () => end);
    return `Requested range ${start}:${end} does not refer to ancestor/descendant revisions along the same branch`;
  }
  if (error.type === 'MultipleHeads') {
    if (texts.multipleHeads) return texts.multipleHeads;
    const end = texts.end && texts.end.length > 0 ? texts.end : details.argument;
    const argument = pythonText(end);
    return (
      `Multiple head revisions are present for given argument '${argument}'; please specify a specific target revision, ` +
      `'<branchname>@${argument}' to narrow to a specific head, or 'heads' for all heads`
    );
  }
  if (error.type === 'ResolutionError')
    return `Can't locate revision identified by '${details.argument ?? ''}'`;
  return error.message;
}
