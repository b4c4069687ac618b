import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver';
import { describeFix } from '../../../core/edits/fixes/fixes';
import type { FixSpecification } from '../../../core/findings/fixSpecification';
import { commandIds } from '../../../protocol/identifiers';
import type { PlannedEditDto } from '../../../protocol/changes';
import type { PassedOutcome } from '../../convert/changes';
import { toPlannedEdit, toWorkspaceEdit } from '../../convert/changes';
import type { IndexedEnvironment } from '../../workspace/indexState';
import { changeTargetFor, fixOutcome } from '../editing';
import type { Session } from '../../session/session';

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

/**
 * A change that has passed the gate as an edit that the client can apply; `title` is that of a change which
 * has none of its own.
 */
export function toMadeEdit(session: Session, title: string, outcome: PassedOutcome): MadeEdit {
  if (!outcome.ok) return { title, edit: undefined, reason: outcome.reason };
  const { change } = outcome;
  const target = changeTargetFor(session);
  const edit = toWorkspaceEdit(change, target, session.client.workspaceEdits);
  if (!edit)
    return {
      title: outcome.title,
      edit: undefined,
      reason:
        "This editor can't create or rename the files that this needs: apply the fix with alembic-ls fix.",
    };
  const [created] = change.creates;
  const planned = toPlannedEdit(change, target);
  return { title: outcome.title, edit, planned, created: created && target.uriOf(created.file) };
}

/** The edit of a fix, as the files are at this moment. */
export async function makeEdit(
  session: Session,
  indexed: IndexedEnvironment,
  fix: FixSpecification,
): Promise<MadeEdit> {
  return toMadeEdit(session, describeFix(fix), await fixOutcome(session, indexed, fix));
}

/**
 * Opens the file that an edit makes, in clients that can: it is why the action was chosen, and where it can
 * be undone.
 */
export function openCreated({ client }: Session, made: MadeEdit): Pick<CodeAction, 'command'> {
  if (!client.opensRevisions || made.edit === undefined || made.created === undefined) return {};
  const title = 'Open Revision';
  return { command: { title, command: commandIds.openRevision, arguments: [{ uri: made.created }] } };
}
