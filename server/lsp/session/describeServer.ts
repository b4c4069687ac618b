import type {
  FileOperationRegistrationOptions,
  InitializeResult,
  ServerCapabilities,
} from 'vscode-languageserver';
import { PositionEncodingKind, TextDocumentSyncKind } from 'vscode-languageserver';
import { version } from '../../package.json';

/** Capabilities that one feature adds to those of the server; no two features add the same. */
export type Capabilities = Partial<Omit<ServerCapabilities, keyof typeof common>>;

/** All files and folders: a folder may hold revisions whatever it is called. */
const everything: FileOperationRegistrationOptions = {
  filters: [{ scheme: 'file', pattern: { glob: '**/*' } }],
};

/** Capabilities that every feature needs: documents, folders and files. */
const common = {
  // Every client has it, whatever else it offers.
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  workspace: {
    workspaceFolders: { supported: true, changeNotifications: true },
    fileOperations: { didCreate: everything, didRename: everything, didDelete: everything },
  },
} satisfies ServerCapabilities;

/** The server's introduction: what its features can do. */
export function describeServer(features: readonly Capabilities[]): InitializeResult {
  return {
    serverInfo: { name: 'alembic-language-server', version },
    capabilities: Object.assign({}, common, ...features) as ServerCapabilities,
  };
}
