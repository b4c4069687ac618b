import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';

/** Where the server says what went wrong, for the log that the client shows. */
export interface Log {
  error(message: string): void;
  info(message: string): void;
}

/**
 * Wraps a handler so that one failure never costs more than one answer: a cancelled request is answered as cancelled, an exception is
 * logged with its stack and answered with `fallback`, or, where no answer would be true, as an error. A ResponseError is passed on, since it
 * is meant for the client.
 */
export function runSafe<Params, Result>(
  name: string,
  fallback: Result | ResponseError<void>,
  log: Log,
  handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result> {
  return async (params, token) => {
    if (token.isCancellationRequested) throw cancelled();
    try {
      const result = await handler(params, token);
      if (!token.isCancellationRequested) return result;
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      if (!token.isCancellationRequested) {
        log.error(`${name} failed: ${describeError(error)}`);
        if (fallback instanceof ResponseError) throw fallback;
        return fallback;
      }
    }
    throw cancelled();
  };
}

/** The answer to a request that failed for a reason that only the log can tell. */
export function failed(name: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InternalError, `${name} failed; see the log of Alembic Workbench.`);
}

/** An unknown error as text for the log, with its stack where there is one. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
