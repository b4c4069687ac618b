import * as vscode from 'vscode';
import type { commandIds } from '../../../../server/protocol/identifiers';
import { runFunction, tryAgain, UserError, withAgain } from './userError';
import { showLog, showMessage } from './messages';

/** An id of a command that the manifest contributes. */
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/**
 * Registers commands so that none fails silently: a UserError is shown with its actions, a defect is logged
 * and shown.
 */
export class CommandRegistry implements vscode.Disposable {
  private readonly registrations: vscode.Disposable[] = [];

  constructor(private readonly log: vscode.LogOutputChannel) {
    this.registerInternal(runFunction, (run) => (run as () => unknown)());
  }

  /** Registers a command for the registry's lifetime. */
  register(id: CommandId, run: (...args: unknown[]) => unknown): void {
    this.registerInternal(id, run);
  }

  /**
   * Registers a command that only this extension itself calls; its id begins with an underscore, and the
   * manifest does not have it.
   */
  registerInternal(id: CommandId | `_${string}`, run: (...args: unknown[]) => unknown): void {
    this.registrations.push(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await run(...args);
        } catch (error) {
          this.report(id, args, error);
          return undefined;
        }
      }),
    );
  }

  dispose(): void {
    for (const registration of this.registrations.splice(0)) registration.dispose();
  }

  private report(id: string, args: readonly unknown[], error: unknown): void {
    if (error instanceof vscode.CancellationError) return;
    if (error instanceof UserError) {
      this.log.info(`${id}: ${error.message}`);
      const again = { command: id, arguments: args };
      const offered = error.offersTryAgain ? [tryAgain(again)] : [];
      // What is no failure has nothing more in the log.
      const log = error.severity === 'information' ? [] : [showLog];
      void showMessage(error.severity, error.message, [
        ...withAgain(error.actions, again),
        ...offered,
        ...log,
      ]);
      return;
    }
    this.log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const reason = error instanceof Error ? error.message : String(error);
    void showMessage('error', `The command failed: ${reason}`, [showLog]);
  }
}
