import type {
  PrepareRenameParams,
  Range,
  RenameParams,
  TextDocumentPositionParams,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { carryOutFix } from '../../core/edits/carryOutFix';
import type { RevisionName } from '../../core/features/revisionNameAt';
import { revisionNameAt, revisionNamed } from '../../core/features/revisionNameAt';
import type { Revision } from '../../core/revision/revisionMap';
import { LineIndex } from '../../core/text/lineIndex';
import { toWorkspaceEdit } from '../convert/changes';
import { toRange } from '../convert/ranges';
import { changeTargetFor, editContextFor } from '../editing';
import { runSafe } from '../runSafe';
import type { Session } from '../session';
import type { FileOfEnvironment } from './revisionFiles';
import { filesOfUri } from './revisionFiles';

interface RenameTarget {
  readonly range: Range;
  readonly placeholder: string;
}

/** Renames a revision's id wherever it is written, from any of these places. Labels are not renamed. */
export function registerRename(session: Session): void {
  const { connection, log } = session;
  connection.onPrepareRename(
    runSafe<PrepareRenameParams, RenameTarget | null>('prepareRename', null, log, async (params) => {
      const found = await idAt(session, params);
      if (!found) return null;
      return {
        range: toRange(new LineIndex(found.file.text), found.name.range),
        placeholder: found.revision.id,
      };
    }),
  );
  connection.onRenameRequest(
    runSafe<RenameParams, WorkspaceEdit | null>('rename', null, log, async (params) => {
      const found = await idAt(session, params);
      if (!found) return null;
      const { snapshot, revision } = found;
      const fix = { kind: 'change-revision-id', file: revision.script.file, to: params.newName } as const;
      const outcome = carryOutFix(snapshot, fix, editContextFor(session, snapshot));
      if (!outcome.ok) throw new ResponseError(LSPErrorCodes.RequestFailed, outcome.reason);
      const target = changeTargetFor(session, snapshot);
      return toWorkspaceEdit(outcome.change, target, session.client.workspaceEdits) ?? null;
    }),
  );
}

interface FoundId extends FileOfEnvironment {
  readonly name: RevisionName;
  readonly revision: Revision;
}

async function idAt(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): Promise<FoundId | undefined> {
  const [found] = await filesOfUri(session, textDocument.uri);
  if (!found) return undefined;
  const name = revisionNameAt(found.file, new LineIndex(found.file.text).offset(position));
  const revision = name && revisionNamed(found.snapshot, name);
  return name && revision?.id === name.name ? { ...found, name, revision } : undefined;
}
