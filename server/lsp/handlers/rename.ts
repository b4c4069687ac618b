import type {
  PrepareRenameParams,
  Range,
  RenameParams,
  TextDocumentPositionParams,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { applyFix } from '../../core/edits/fixes/fixes';
import type { RenameTarget } from '../../core/features/renameTarget';
import { renameTargetAt } from '../../core/features/renameTarget';
import { LineIndex } from '../../core/text/lineIndex';
import type { PlannedEditDto } from '../../protocol/changes';
import { toPlannedEdit, toWorkspaceEdit } from '../convert/changes';
import { toRange } from '../convert/ranges';
import { messageText } from '../convert/shownText';
import { changeTargetFor, editContextFor, passOutcome } from './editing';
import type { Capabilities } from '../session/describeServer';
import { runSafe } from '../session/runSafe';
import type { Session } from '../session/session';
import type { FileOfEnvironment } from './revisionFiles';
import { filesOfUri } from './revisionFiles';

/** The edit of a rename, with what it was planned for, for clients that check that. */
type PlannedRename = WorkspaceEdit & { readonly planned: PlannedEditDto };

interface PreparedRename {
  readonly range: Range;
  readonly placeholder: string;
}

/** Renames a revision's id wherever it is written, from any of these places. Labels are not renamed. */
export function registerRename(session: Session): Capabilities {
  const { connection, log, client } = session;
  connection.onPrepareRename(
    runSafe<PrepareRenameParams, PreparedRename | null>('prepareRename', null, log, async (params) => {
      const found = await idAt(session, params);
      if (!found) return null;
      if (!found.target.ok) throw refused(found.target.reason);
      const { range, id } = found.target;
      return { range: toRange(new LineIndex(found.file.text), range), placeholder: id };
    }),
  );
  connection.onRenameRequest(
    runSafe<RenameParams, WorkspaceEdit | null>('rename', null, log, async (params) => {
      const found = await idAt(session, params);
      if (!found) return null;
      const { snapshot, target, indexed } = found;
      if (!target.ok) throw refused(target.reason);
      const fix = { kind: 'change-revision-id', file: target.file, to: params.newName } as const;
      const made = applyFix(snapshot, fix, editContextFor(session, snapshot));
      const outcome = passOutcome(session, indexed, made);
      if (!outcome.ok) throw refused(outcome.reason);
      const changeTarget = changeTargetFor(session);
      const edit = toWorkspaceEdit(outcome.change, changeTarget, client.workspaceEdits);
      if (!edit) throw refused("This editor can't rename the files that this needs: use alembic-ls rename.");
      if (!client.checksPlans) return edit;
      const planned: PlannedRename = { ...edit, planned: toPlannedEdit(outcome.change, changeTarget) };
      return planned;
    }),
  );
  return { renameProvider: client.preparesRename ? { prepareProvider: true } : true };
}

function refused(reason: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, messageText(reason));
}

interface FoundId extends FileOfEnvironment {
  readonly target: RenameTarget;
}

async function idAt(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): Promise<FoundId | undefined> {
  const [found] = await filesOfUri(session, textDocument.uri);
  if (!found) return undefined;
  const offset = new LineIndex(found.file.text).offset(position);
  const target = renameTargetAt(found.snapshot, found.file, offset);
  return target && { ...found, target };
}
