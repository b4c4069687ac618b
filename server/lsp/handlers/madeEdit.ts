import type { WorkspaceEdit } from 'vscode-languageserver';
import type { PlannedEditDto } from '../../protocol/changes';
import type { PassedOutcome } from '../convert/changes';
import { toPlannedEdit, toWorkspaceEdit } from '../convert/changes';
import { changeTargetFor } from './editing';
import type { Session } from '../session/session';

/** The edit of a code action, or why there is none. */
export type MadeEdit =
  | {
      readonly title: string;
      readonly edit: WorkspaceEdit;
      readonly planned: PlannedEditDto;
      /** The URI of the first file that it makes. */
      readonly created: string | undefined;
    }
  | { readonly title: string; readonly edit: undefined; readonly reason: string };

/** A change that has passed the gate as an edit that the client can apply; `title` is that of a change which has none of its own. */
export function toMadeEdit(session: Session, title: string, outcome: PassedOutcome): MadeEdit {
  if (!outcome.ok) return { title, edit: undefined, reason: outcome.reason };
  const { change } = outcome;
  const target = changeTargetFor(session);
  const edit = toWorkspaceEdit(change, target, session.client.workspaceEdits);
  if (!edit)
    return {
      title: outcome.title,
      edit: undefined,
      reason: 'This editor can not create or rename files for it.',
    };
  const [created] = change.creates;
  const planned = toPlannedEdit(change, target);
  return { title: outcome.title, edit, planned, created: created && target.uriOf(created.file) };
}
