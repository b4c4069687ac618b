import { NotificationType, RequestType } from 'vscode-languageserver';
import type { NotificationMethod, RequestMethod } from '../../protocol/requestMethod';

/** A request of the contract in the form that this server's library takes. */
export function toRequestType<Params, Result>(
  method: RequestMethod<Params, Result>,
): RequestType<Params, Result, void> {
  return new RequestType<Params, Result, void>(method.method);
}

/** A notification of the contract in the form that this server's library takes. */
export function toNotificationType<Params>(method: NotificationMethod<Params>): NotificationType<Params> {
  return new NotificationType<Params>(method.method);
}
