import * as vscode from 'vscode';
import { iconsAsText } from './shownText';
import { shownText } from './shownText';

/** What is asked in an input box; its texts are shown as they are written, and no part of them is a link. */
export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly placeHolder?: string;
  /** What stands in the box to begin with. */
  readonly value?: string;
  readonly ignoreFocusOut?: boolean;
  /** Why a text will not do, which keeps the box open; undefined for one that will. */
  readonly validate?: (text: string) => string | vscode.InputBoxValidationMessage | undefined;
}

/** Asks for a text. Throws a cancellation where the box is left. */
export async function askText({ title, prompt, validate, ...rest }: TextQuestion): Promise<string> {
  const typed = await vscode.window.showInputBox({
    ...rest,
    title: shown(title),
    prompt: shown(prompt),
    validateInput: (text) => {
      const flaw = validate?.(text);
      if (flaw === undefined || typeof flaw === 'string') return flaw && shown(flaw);
      return { ...flaw, message: shown(flaw.message) };
    },
  });
  if (typed === undefined) throw new vscode.CancellationError();
  return typed;
}

/** VS Code draws `$(name)` as an icon in prompts too. */
function shown(text: string): string {
  return iconsAsText(shownText(text));
}
