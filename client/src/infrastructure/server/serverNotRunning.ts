import { ConnectionError, ErrorCodes, ResponseError } from 'vscode-languageclient/node';
import { commandIds } from '../../../../server/protocol/identifiers';
import { UserError } from '../vscode/userError';

/** Why a request of the contract has no answer: no server runs, and none is on its way. */
export class ServerNotRunning extends UserError {
  constructor() {
    super('The language server is not running; restart it.', [
      { title: 'Restart Server', command: commandIds.restartServer },
    ]);
    this.name = 'ServerNotRunning';
  }
}

/**
 * What is to be shown unasked: nothing where no server runs, because the next one that does is asked again.
 * Every other error stays one.
 */
export function nothingWithoutServer(error: unknown): undefined {
  if (error instanceof ServerNotRunning) return undefined;
  throw error;
}

/** Whether a request failed because the connection went, so that nobody has answered it. */
export function isLostConnection(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  const lost: readonly number[] = [ErrorCodes.PendingResponseRejected, ErrorCodes.ConnectionInactive];
  return error instanceof ResponseError && lost.includes(error.code);
}
