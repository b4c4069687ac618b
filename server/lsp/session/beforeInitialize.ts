import { ErrorCodes, Message, ResponseError } from 'vscode-languageserver';
import type { Connection, MessageStrategy } from 'vscode-languageserver';

/** The request as which those that come too early are handled. */
const tooEarly = 'alembicWorkbench/tooEarly';

/**
 * Keeps from the handlers what comes before `initialize`: a request is answered by `rejectEarlyRequests`, a
 * notification is dropped unless it is `exit`.
 */
export function waitForInitialize(): MessageStrategy {
  let isInitialized = false;
  return {
    handleMessage: (message, next) => {
      if (Message.isRequest(message)) {
        isInitialized ||= message.method === 'initialize';
        return next(isInitialized ? message : { ...message, method: tooEarly });
      }
      if (!isInitialized && Message.isNotification(message) && message.method !== 'exit') return undefined;
      return next(message);
    },
  };
}

/** Answers requests that come before `initialize` as the protocol has it. */
export function rejectEarlyRequests(connection: Connection): void {
  connection.onRequest(tooEarly, () => {
    throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The first request has to be initialize.');
  });
}
