import * as vscode from 'vscode';
import { iconsAsText } from './shownText';
import { shownLines, shownText } from './shownText';

/** How an item of the status bar looks; its text and tooltip are shown as they are written. */
export interface StatusLook {
  /** The name of the icon before the text. */
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string | vscode.MarkdownString;
  readonly command: string | vscode.Command;
  readonly background?: 'warning' | 'error';
  /** What a screen reader says. */
  readonly spoken?: string;
}

/** An item of the status bar. */
export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;

  constructor(id: string, name: string) {
    this.item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, 0);
    this.item.name = name;
  }

  show({ icon, text, tooltip, command, background, spoken }: StatusLook): void {
    this.item.text = `$(${icon}) ${iconsAsText(shownText(text))}`;
    this.item.tooltip = typeof tooltip === 'string' ? shownLines(tooltip) : tooltip;
    this.item.command = command;
    this.item.backgroundColor = background && new vscode.ThemeColor(`statusBarItem.${background}Background`);
    this.item.accessibilityInformation =
      spoken === undefined ? undefined : { label: shownText(spoken), role: 'button' };
    this.item.show();
  }

  hide(): void {
    this.item.hide();
  }

  dispose(): void {
    this.item.dispose();
  }
}

/** Shows a text in the status bar for a moment. */
export function showForAMoment(text: string, milliseconds: number): void {
  vscode.window.setStatusBarMessage(iconsAsText(shownText(text)), milliseconds);
}
