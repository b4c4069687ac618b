import * as vscode from 'vscode';
import { UserError } from './userError';

/**
 * Throws a UserError unless processes may be started in this workspace. Called before anything that starts
 * one.
 */
export function requireTrust(what: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    `${what} starts the project's Python, which Restricted Mode does not allow; trust this workspace to go on.`,
    [{ title: 'Manage Workspace Trust', command: 'workbench.trust.manage' }],
    'warning',
  );
}
