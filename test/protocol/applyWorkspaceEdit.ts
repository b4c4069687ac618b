import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { WorkspaceEdit } from 'vscode-languageserver-protocol/node';

/**
 * Applies a workspace edit to files on disk in its order, as an editor does; nothing may be overwritten.
 * Gives the URIs that it touched.
 */
export function applyWorkspaceEdit(edit: WorkspaceEdit): readonly string[] {
  const touched: string[] = [];
  for (const change of edit.documentChanges ?? []) {
    if ('kind' in change) {
      if (change.kind === 'create') {
        const path = fileURLToPath(change.uri);
        assert.ok(!existsSync(path), `${path} exists already`);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, '');
        touched.push(change.uri);
      } else if (change.kind === 'rename') {
        assert.ok(!existsSync(fileURLToPath(change.newUri)), `${change.newUri} exists already`);
        renameSync(fileURLToPath(change.oldUri), fileURLToPath(change.newUri));
        touched.push(change.oldUri, change.newUri);
      }
      continue;
    }
    const path = fileURLToPath(change.textDocument.uri);
    const document = TextDocument.create(change.textDocument.uri, 'python', 0, readFileSync(path, 'utf8'));
    const edits = change.edits.map((one) => {
      assert.ok('newText' in one);
      return one;
    });
    writeFileSync(path, TextDocument.applyEdits(document, edits));
    touched.push(change.textDocument.uri);
  }
  return [...new Set(touched)];
}
