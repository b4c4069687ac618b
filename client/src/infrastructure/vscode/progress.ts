import * as vscode from 'vscode';
import { iconsAsText } from './shownText';
import { shownText } from './shownText';

/**
 * Shows a notification with a Cancel button until the task is over; `report` puts a text beside the title.
 */
export function showCancellable<Result>(
  title: string,
  task: (report: (message: string) => void, token: vscode.CancellationToken) => Promise<Result>,
): Thenable<Result> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: shownText(title), cancellable: true },
    (progress, token) => task((message) => progress.report({ message: shownText(message) }), token),
  );
}

/** Shows a text in the status bar until the task is over. */
export function showWaiting<Result>(title: string, task: () => Promise<Result>): Thenable<Result> {
  const location = vscode.ProgressLocation.Window;
  return vscode.window.withProgress({ location, title: iconsAsText(shownText(title)) }, task);
}
