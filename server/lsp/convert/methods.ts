import { NotificationType } from 'vscode-languageserver';
import type { NotificationMethod } from '../../protocol/requestMethod';

/** A notification of the contract in the form that this server's library takes. */
export function toNotificationType<Params>(method: NotificationMethod<Params>): NotificationType<Params> {
  return new NotificationType<Params>(method.method);
}
