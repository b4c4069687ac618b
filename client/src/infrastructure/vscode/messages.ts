import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { MessageAction } from './userError';
import { shownLines, shownText } from './shownText';

/** The button that every failure has. */
export const showLog: MessageAction = { title: 'Show Log', command: commandIds.showLog };

type Severity = 'error' | 'warning' | 'information';

/**
 * Shows one sentence with its actions and runs the one that is pressed. Resolves when the message is gone.
 */
export async function showMessage(
  severity: Severity,
  message: string,
  actions: readonly MessageAction[],
): Promise<void> {
  const titles = actions.map((action) => action.title);
  const pressed = await askBeside(severity, message, ...titles);
  const action = actions.find((candidate) => candidate.title === pressed);
  if (action) await vscode.commands.executeCommand(action.command, ...(action.arguments ?? []));
}

/** Asks in a notification; resolves to the button that is pressed, to undefined where it is closed. */
export function askBeside<Button extends string>(
  severity: Severity,
  message: string,
  ...buttons: readonly Button[]
): Thenable<Button | undefined> {
  const shown = shownText(message);
  switch (severity) {
    case 'error':
      return vscode.window.showErrorMessage(shown, ...buttons);
    case 'warning':
      return vscode.window.showWarningMessage(shown, ...buttons);
    case 'information':
      return vscode.window.showInformationMessage(shown, ...buttons);
  }
}

/** What a dialog asks: a sentence, and lines of ours below it. */
export interface ModalQuestion {
  readonly message: string;
  /** A line break begins another line, so text that is not ours comes through `shownText` first. */
  readonly detail: string;
}

/**
 * Asks in a dialog that stands before everything else; resolves to the button that is pressed, to undefined
 * where the person cancels.
 */
export function askModally<Button extends string>(
  { message, detail }: ModalQuestion,
  ...buttons: readonly Button[]
): Thenable<Button | undefined> {
  const options = { modal: true, detail: shownLines(detail) };
  return vscode.window.showWarningMessage(shownText(message), options, ...buttons);
}
