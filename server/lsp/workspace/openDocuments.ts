import type { Connection } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { pathFromUri } from '../convert/paths';
import type { WorkspaceFiles } from './workspaceFiles';

/**
 * Keeps the texts of open documents in `files`, and says which path was opened, has a new text or was saved.
 * Everything in here is synchronous: a request that follows an edit is to see the edit.
 */
export function followOpenDocuments(
  connection: Connection,
  files: WorkspaceFiles,
  onChange: (path: string, change: 'opened' | 'text' | 'saved') => void,
): void {
  const documents = new TextDocuments(TextDocument);

  documents.onDidOpen(({ document }) => {
    const path = pathFromUri(document.uri);
    if (path !== undefined) onChange(path, 'opened');
  });
  documents.onDidChangeContent(({ document }) => {
    const path = pathFromUri(document.uri);
    if (path === undefined) return;
    const { uri, version } = document;
    if (files.setOpen({ path, uri, version, text: () => document.getText() })) onChange(path, 'text');
  });
  documents.onDidSave(({ document }) => {
    const path = pathFromUri(document.uri);
    if (path !== undefined) onChange(path, 'saved');
  });
  documents.onDidClose(({ document }) => {
    const path = pathFromUri(document.uri);
    if (path !== undefined && files.setClosed(path)) onChange(path, 'text');
  });
  documents.listen(connection);
}
