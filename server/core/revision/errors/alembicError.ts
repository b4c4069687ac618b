/** An error as Alembic would raise it: the Python class name and the text of `str(exception)`. */
export interface AlembicError {
  /**
   * `CommandError`, `KeyError`, `AssertionError` …; `CommandError` is what the command line prints as
   * `FAILED: …`.
   */
  readonly type: string;
  readonly message: string;
  readonly cause?: { readonly type: string; readonly message: string };
  /** Keys of the files to blame, most telling first, where that can be said. */
  readonly files?: readonly string[];
}

/** Either a value or the error that Alembic would raise in its place. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly warnings?: readonly string[] }
  | { readonly ok: false; readonly error: AlembicError; readonly warnings?: readonly string[] };

export function succeed<T>(value: T, warnings?: readonly string[]): Outcome<T> {
  return warnings && warnings.length > 0 ? { ok: true, value, warnings } : { ok: true, value };
}

export function fail(error: AlembicError): Outcome<never> {
  return { ok: false, error };
}
