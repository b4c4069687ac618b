import * as vscode from 'vscode';
import { languageModelTools, mcpProviderId } from '../../../../server/protocol/identifiers';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import type { AgentServer } from './askTool';
import { askTool } from './askTool';

/** The tools for agents: each by itself for the chat of VS Code, and all of them as a server. */
export function activateAgents(
  { active }: Pick<WorkbenchServices, 'active'>,
  program: string,
  version: string,
): vscode.Disposable {
  const serverOf = (folder: vscode.WorkspaceFolder): AgentServer => ({
    program: process.execPath,
    args: [program, '--cwd', folder.uri.fsPath],
    // The extension host of a desktop VS Code is no plain Node.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const tools = Object.entries(languageModelTools).map(([id, name]) =>
    vscode.lm.registerTool<object>(id, {
      invoke: async ({ input }, token) => {
        const folder = folderOf(active.current?.scriptDirectoryUri);
        if (!folder) throw new Error('No folder is open: open the project first.');
        const text = await askTool(serverOf(folder), name, input, token);
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      },
    }),
  );
  const changed = new vscode.EventEmitter<void>();
  const following = vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire());
  const provider = vscode.lm.registerMcpServerDefinitionProvider(mcpProviderId, {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions: () =>
      localFolders().map((folder) => {
        const { program: command, args, env } = serverOf(folder);
        const label = `Alembic: ${folder.name}`;
        return new vscode.McpStdioServerDefinition(label, command, [...args], { ...env }, version);
      }),
  });
  return vscode.Disposable.from(...tools, provider, following, changed);
}

function localFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

/** The folder of the environment that is meant, else the first one. */
function folderOf(uri: string | undefined): vscode.WorkspaceFolder | undefined {
  const own = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri));
  return own ?? localFolders()[0];
}
