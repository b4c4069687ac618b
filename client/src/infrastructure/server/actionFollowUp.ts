import * as vscode from 'vscode';

/**
 * The command of every action whose edit is made when it is chosen; it is no one's to call, so the manifest
 * does not have it.
 */
export const followActionUp = '_alembicWorkbench.followActionUp';

const command: vscode.Command = { title: 'Alembic', command: followActionUp };

/**
 * What follows the edit of an action of the lightbulb. The editor forgets the command that comes with the
 * edit, and the arguments of any, where its list of actions is replaced meanwhile, which each new diagnostic
 * may do. A command without arguments that was in the list from the start it keeps.
 */
export class ActionFollowUp {
  private next: vscode.Command | undefined;

  /** Gives the command to the actions of a list that are still without edit and command. */
  offer(actions: readonly (vscode.Command | vscode.CodeAction)[]): void {
    for (const action of actions)
      if (action instanceof vscode.CodeAction && !action.disabled && !action.edit) action.command ??= command;
  }

  /**
   * Remembers the command of an action that was chosen, and puts the one in its place that the editor keeps.
   */
  remember(action: vscode.CodeAction): void {
    this.next = action.command?.command === followActionUp ? undefined : action.command;
    action.command = command;
  }

  /** Runs what was remembered last, once. */
  async run(): Promise<void> {
    const { next } = this;
    this.next = undefined;
    if (next)
      await vscode.commands.executeCommand(next.command, ...((next.arguments ?? []) as readonly unknown[]));
  }
}
