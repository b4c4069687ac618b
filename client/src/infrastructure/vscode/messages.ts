import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { WayOut } from './refusal';

/** The button that every failure has. */
export const showLog: WayOut = { title: 'Show Log', command: commandIds.showLog };

/** Shows one sentence with its ways out and runs the one that is pressed. Resolves when the message is gone. */
export async function showMessage(
  severity: 'error' | 'warning' | 'information',
  message: string,
  waysOut: readonly WayOut[],
): Promise<void> {
  const titles = waysOut.map((wayOut) => wayOut.title);
  const pressed = await show(severity, message, titles);
  const wayOut = waysOut.find((candidate) => candidate.title === pressed);
  if (wayOut) await vscode.commands.executeCommand(wayOut.command, ...(wayOut.arguments ?? []));
}

function show(
  severity: 'error' | 'warning' | 'information',
  message: string,
  titles: readonly string[],
): Thenable<string | undefined> {
  switch (severity) {
    case 'error':
      return vscode.window.showErrorMessage(message, ...titles);
    case 'warning':
      return vscode.window.showWarningMessage(message, ...titles);
    case 'information':
      return vscode.window.showInformationMessage(message, ...titles);
  }
}
