import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import { pathFromUri } from '../convert/paths';
import type { InitializationOptions } from '../../protocol/initialization';
import type { WorkspaceEditSupport } from '../convert/changes';

/** A workspace folder as the client names it. */
export interface ClientFolder {
  readonly path: string;
  readonly uri: string;
  /** What the client calls it; empty where it has no name for it. */
  readonly name: string;
}

/** What the server needs to know about the client that it talks to. */
export interface ClientFacts {
  /** Processes such as Git may be started. Not so unless the client says it. */
  readonly isWorkspaceTrusted: boolean;
  readonly folders: readonly ClientFolder[];
  /**
   * Watchers can be registered; else changes on disk are looked for whenever a document is opened, saved or
   * closed.
   */
  readonly watchesFiles: boolean;
  readonly supportsRelativePatterns: boolean;
  readonly pullsConfiguration: boolean;
  readonly announcesConfiguration: boolean;
  readonly changesFolders: boolean;
  readonly showsProgress: boolean;
  readonly resolvesCodeActionEdits: boolean;
  readonly showsDisabledCodeActions: boolean;
  readonly preparesRename: boolean;
  /** Has the command that writes a rule's level into its settings. */
  readonly disablesRules: boolean;
  /** It has the command that shows a revision beside its merged version. */
  readonly comparesWithMerged: boolean;
  /** It has the command that opens a revision file by its URI. */
  readonly opensRevisions: boolean;
  /** It checks what an edit was planned for before the edit is applied. */
  readonly checksPlans: boolean;
  /** It has the command that initialises Alembic. */
  readonly initialises: boolean;
  /** It has the command that writes what `downgrade` lacks. */
  readonly generatesDowngrades: boolean;
  /** It asks for code lenses again when it is told to. */
  readonly refreshesCodeLenses: boolean;
  readonly workspaceEdits: WorkspaceEditSupport;
}

/** Reads what a client says of itself when it starts the server. */
export function readClientFacts(params: InitializeParams): ClientFacts {
  const { workspace, textDocument, window }: ClientCapabilities = params.capabilities;
  const operations = workspace?.workspaceEdit?.resourceOperations ?? [];
  // Operations on files stand in document changes; Neovim names the first alone.
  const documentChanges = workspace?.workspaceEdit?.documentChanges === true || operations.length > 0;
  const options = params.initializationOptions as Partial<InitializationOptions> | null | undefined;
  return {
    isWorkspaceTrusted: options?.isWorkspaceTrusted === true,
    folders: readFolders(params),
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    supportsRelativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    pullsConfiguration: workspace?.configuration === true,
    announcesConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true,
    showsProgress: window?.workDoneProgress === true,
    resolvesCodeActionEdits:
      textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true &&
      textDocument.codeAction.dataSupport === true,
    showsDisabledCodeActions: textDocument?.codeAction?.disabledSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    disablesRules: options?.disablesRules === true,
    comparesWithMerged: options?.comparesWithMerged === true,
    opensRevisions: options?.opensRevisions === true,
    checksPlans: options?.checksPlans === true,
    initialises: options?.initialises === true,
    generatesDowngrades: options?.generatesDowngrades === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    workspaceEdits: {
      documentChanges,
      create: documentChanges && operations.includes('create'),
      rename: documentChanges && operations.includes('rename'),
    },
  };
}

/** Folders as the server keeps them; those that are not on disk are left out. */
export function toClientFolders(
  folders: readonly { readonly uri: string; readonly name: string }[],
): readonly ClientFolder[] {
  return folders.flatMap(({ uri, name }) => {
    const path = pathFromUri(uri);
    return path === undefined ? [] : [{ path, uri, name }];
  });
}

/** The kind of the action that editors run on save, where a person has set it so. */
export const fixAllKind = 'source.fixAll.alembicWorkbench';

function readFolders(params: InitializeParams): readonly ClientFolder[] {
  if (params.workspaceFolders) return toClientFolders(params.workspaceFolders);
  return toClientFolders(params.rootUri ? [{ uri: params.rootUri, name: '' }] : []);
}
