import * as vscode from 'vscode';
import type { PlannedEditDto } from '../../../../server/protocol/changes';
import { UserError } from './userError';

/** Tells why an edit may not be applied any more; null where it may. */
export type PlanChecker = (planned: PlannedEditDto) => Promise<string | null>;

/**
 * Refuses an edit whose files are not as they were when it was planned, or lead elsewhere by now. They are
 * all open afterwards, so that VS Code itself notices what is typed in them from here on.
 */
export async function requirePlan(check: PlanChecker, planned: PlannedEditDto): Promise<void> {
  requireWorkspaceFolder([...planned.files.map(({ uri }) => uri), ...planned.newFiles]);
  const documents = await Promise.all(
    planned.files.map(({ uri }) =>
      vscode.workspace.openTextDocument(vscode.Uri.parse(uri)).then(
        (document) => document,
        () => undefined,
      ),
    ),
  );
  const versions = documents.map((document) => document?.version);
  const reason = await check(planned);
  if (reason !== null) throw new UserError(reason);
  if (documents.some((document, index) => document?.version !== versions[index]))
    throw new UserError('A file changed meanwhile, so nothing was written; try again.');
}

/**
 * What an edit of ours is planned for that makes files in folders of an environment, or takes away what was
 * made there.
 */
export function planOfFiles(files: readonly vscode.Uri[], folders: readonly string[]): PlannedEditDto {
  return {
    bounds: { folders, realFolders: [], onlyWithin: null },
    files: [],
    newFiles: files.map((uri) => uri.toString()),
  };
}

/** In Restricted Mode the workspace folders are all that is written to, whoever asks. */
function requireWorkspaceFolder(uris: readonly string[]): void {
  if (vscode.workspace.isTrusted) return;
  const outside = uris.find((uri) => !vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri)));
  if (outside !== undefined)
    throw new UserError(
      `${vscode.Uri.parse(outside).fsPath} lies outside of the workspace folder, where nothing is written in Restricted Mode; trust this workspace to go on.`,
      [{ title: 'Manage Workspace Trust', command: 'workbench.trust.manage' }],
      'warning',
    );
}
