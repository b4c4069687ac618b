import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';

/** Where the server says what went wrong, for the log that the client shows. */
export interface Log {
  error(message: string): void;
  info(message: string): void;
}

/**
 * Wraps a handler so that one failure never costs more than one answer: a cancelled request is answered as
 * cancelled, an exception is logged with its stack and answered with `fallback`, or, where no answer would be
 * true, as an error. A ResponseError is passed on, since it is meant for the client.
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
      return await untilCancelled(token, handler(params, token));
    } catch (error) {
      if (token.isCancellationRequested) throw cancelled();
      if (error instanceof ResponseError) throw error;
      log.error(`${name} failed: ${describeError(error)}`);
      if (fallback instanceof ResponseError) throw fallback;
      return fallback;
    }
  };
}

/**
 * A result, or the rejection as soon as the request is cancelled: it does not wait for the step that is under
 * way.
 */
async function untilCancelled<Result>(
  token: CancellationToken,
  result: Result | Promise<Result>,
): Promise<Result> {
  if (!(result instanceof Promise)) return result;
  return await new Promise<Result>((resolve, reject) => {
    const listening = token.onCancellationRequested(() => reject(cancelled()));
    void result.then(resolve, reject).finally(() => listening.dispose());
  });
}

/** The answer to a request that failed for a reason that only the log can tell. */
export function failed(name: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InternalError, `${name} failed; see the log of Alembic Workbench.`);
}

/** An unknown error as text for the log, with its stack where there is one. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The answer to a cancelled request. */
export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
