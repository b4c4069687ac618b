import * as vscode from 'vscode';
import { askText } from './inputBox';
import { UserError } from './userError';
import { shownText } from './shownText';

/** Why a word is typed, in an input box. */
export interface TypedWordQuestion {
  readonly title: string;
  readonly prompt: string;
  /** What has to be typed, exactly. */
  readonly word: string;
  /** What did not happen where something else is given, as in "nothing was stamped". */
  readonly otherwise: string;
}

/**
 * Has a person type a word before something happens; a wrong one keeps the box open. Throws a cancellation
 * where they leave it.
 */
export async function askTypedWord({ title, prompt, word, otherwise }: TypedWordQuestion): Promise<void> {
  const shown = shownText(word);
  const isRight = (text: string): boolean => text === word || text === shown;
  const typed = await askText({
    title,
    prompt,
    ignoreFocusOut: true,
    // An error keeps the box open; before anything is typed there is nothing wrong yet.
    validate: (text) =>
      isRight(text)
        ? undefined
        : {
            message: `Type ${word} exactly, or press Escape to stop here.`,
            severity:
              text === '' ? vscode.InputBoxValidationSeverity.Info : vscode.InputBoxValidationSeverity.Error,
          },
  });
  if (!isRight(typed)) throw new UserError(`${word} was not typed, so ${otherwise}.`, [], 'information');
}
