import * as vscode from 'vscode';
import { askModally } from '../../vscode/messages';
import { shownText } from '../../vscode/shownText';
import { UserError } from '../../vscode/userError';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';

/** How long an automatic save may be in the way. */
const patienceMilliseconds = 5000;

/**
 * Offers to save what Alembic would read from disk: changed files of the environment. Throws a cancellation
 * where the person stops.
 */
export async function saveDirtyRevisions(environment: EnvironmentDto): Promise<void> {
  const folders = [environment.scriptDirectoryUri, ...environment.versionLocationUris];
  const dirty = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) =>
      isDirty &&
      (uri.toString() === environment.configUri ||
        folders.some((folder) => uri.toString().startsWith(`${folder.replace(/\/$/, '')}/`))),
  );
  if (dirty.length === 0) return;
  const save = 'Save and Continue';
  const without = 'Continue without Saving';
  const names = dirty.map(fileName);
  const pressed = await askModally(
    {
      message:
        dirty.length === 1
          ? `${names[0]} has unsaved changes.`
          : `${dirty.length} migration files have unsaved changes.`,
      detail: `Alembic reads the files on disk.\n\n${names.map(shownText).join('\n')}`,
    },
    save,
    without,
  );
  if (pressed === undefined) throw new vscode.CancellationError();
  if (pressed !== save) return;
  for (const document of dirty) {
    if (!(await saved(document))) {
      throw new UserError(
        `${fileName(document)} could not be saved, so nothing was run; save it and try again.`,
      );
    }
  }
}

/**
 * `document.save()` is false too where an automatic save is under way or was quicker, so what counts is
 * whether the document becomes clean.
 */
async function saved(document: vscode.TextDocument): Promise<boolean> {
  const deadline = Date.now() + patienceMilliseconds;
  while (!(await document.save()) && document.isDirty) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}

function fileName({ uri }: vscode.TextDocument): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
