import * as vscode from 'vscode';
import type { ChangeDto } from '../../../../server/protocol/changes';
import type { PlanChecker } from './planGate';

type Change = Extract<ChangeDto, { kind: 'change' }>;

/** What there was of a change's files before it, and the way back to that. */
export interface StateBefore {
  /** Reverts the part of the change that was made; a document that can't be reverted stays as it is. */
  restore(): Promise<void>;
}

/**
 * Remembers the files of a change. VS Code applies an edit over several files step by step, and stops in the
 * middle where one fails.
 */
export async function rememberBefore(
  check: PlanChecker,
  { edits, creates, renames, planned }: Change,
): Promise<StateBefore> {
  const texts = await Promise.all(
    edits.map(async ({ uri }) => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      return { uri: document.uri, text: document.getText(), isDirty: document.isDirty };
    }),
  );
  const newFiles = await absentOf([...creates.map(({ uri }) => uri), ...renames.map(({ to }) => to)]);
  return {
    restore: async () => {
      const edit = new vscode.WorkspaceEdit();
      // A folder that is a link by now is not followed to take files away.
      if ((await check({ ...planned, files: [] })) !== null) return;
      for (const { from, to } of renames.toReversed()) {
        const [source, target] = [vscode.Uri.parse(from), vscode.Uri.parse(to)];
        if (newFiles.has(to) && (await exists(target)) && !(await exists(source)))
          edit.renameFile(target, source, { overwrite: false });
      }
      for (const { uri } of creates)
        if (newFiles.has(uri)) edit.deleteFile(vscode.Uri.parse(uri), { ignoreIfNotExists: true });
      await vscode.workspace.applyEdit(edit);
      for (const { uri, text, isDirty } of texts) await putBack(uri, text, isDirty);
    },
  };
}

async function putBack(uri: vscode.Uri, text: string, isDirty: boolean): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() !== text) {
    const edit = new vscode.WorkspaceEdit();
    const end = document.lineAt(document.lineCount - 1).range.end;
    edit.replace(uri, new vscode.Range(new vscode.Position(0, 0), end), text);
    await vscode.workspace.applyEdit(edit);
  }
  if (!isDirty && document.isDirty) await document.save();
}

async function absentOf(uris: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await Promise.all(uris.map((uri) => exists(vscode.Uri.parse(uri))));
  return new Set(uris.filter((_, index) => found[index] === false));
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
