import type { FileOperationRegistrationOptions, InitializeResult } from 'vscode-languageserver';
import { TextDocumentSyncKind } from 'vscode-languageserver';
import type { ClientFacts } from './clientFacts';
import { codeActionKinds } from './clientFacts';
import { completionTriggers } from '../handlers/completion';

/** All files and folders: a folder may hold revisions whatever it is called. */
const everything: FileOperationRegistrationOptions = {
  filters: [{ scheme: 'file', pattern: { glob: '**/*' } }],
};

/** What the server tells a client that it can do. */
export function describeServer(client: ClientFacts): InitializeResult {
  return {
    serverInfo: { name: 'alembic-language-server' },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      codeActionProvider: {
        codeActionKinds: [...codeActionKinds],
        resolveProvider: client.resolvesCodeActionEdits,
      },
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      workspaceSymbolProvider: true,
      renameProvider: client.preparesRename ? { prepareProvider: true } : true,
      completionProvider: { triggerCharacters: [...completionTriggers] },
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        fileOperations: { didCreate: everything, didRename: everything, didDelete: everything },
      },
    },
  };
}
