import * as vscode from 'vscode';
import { shownText } from './shownText';

/** A program for a terminal of its own. */
export interface TerminalProgram {
  readonly title: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly workingDirectory: string;
  /** Every variable of the program. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A terminal that is shown. */
export interface OpenTerminal {
  readonly pid: Promise<number | undefined>;
  /** Resolves when it is gone. */
  readonly closed: Promise<void>;
}

/** Opens a terminal with a program in the place of a shell; it ends with the window. */
export function openTerminal({
  title,
  program,
  arguments: words,
  workingDirectory,
  environment,
}: TerminalProgram): OpenTerminal {
  const terminal = vscode.window.createTerminal({
    name: shownText(title),
    shellPath: program,
    shellArgs: [...words],
    cwd: workingDirectory,
    env: { ...environment },
    strictEnv: true,
    isTransient: true,
  });
  const closed = new Promise<void>((resolve) => {
    const closing = vscode.window.onDidCloseTerminal((gone) => {
      if (gone !== terminal) return;
      closing.dispose();
      resolve();
    });
  });
  terminal.show();
  return { pid: Promise.resolve(terminal.processId), closed };
}
