import * as vscode from 'vscode';
import { iconsAsText } from './shownText';
import { shownText } from './shownText';

/** A row to pick; its texts are shown as they are written, whatever they hold. */
export interface PickRow {
  readonly label: string;
  /** The name of the icon before the label. */
  readonly icon?: string;
  readonly description?: string;
  readonly detail?: string;
  readonly picked?: boolean;
  /** A heading over the rows that follow. */
  readonly isHeading?: boolean;
}

/** The words round a list. */
export type PickWords = Pick<
  vscode.QuickPickOptions,
  'title' | 'placeHolder' | 'matchOnDescription' | 'matchOnDetail' | 'ignoreFocusOut'
>;

/** Asks for one of the rows; undefined where none is picked. */
export async function pickRow<Row extends PickRow>(
  rows: readonly Row[] | Promise<readonly Row[]>,
  words: PickWords,
): Promise<Row | undefined> {
  const items = Promise.resolve(rows).then((listed) => listed.map(itemOf));
  return (await vscode.window.showQuickPick(items, shownWords(words)))?.row;
}

/** Asks for any number of the rows; undefined where the list is left. */
export async function pickRows<Row extends PickRow>(
  rows: readonly Row[],
  words: PickWords,
): Promise<readonly Row[] | undefined> {
  const options = { ...shownWords(words), canPickMany: true as const };
  return (await vscode.window.showQuickPick(rows.map(itemOf), options))?.map(({ row }) => row);
}

function itemOf<Row extends PickRow>(row: Row): vscode.QuickPickItem & { readonly row: Row } {
  const { label, icon, description, detail, picked, isHeading } = row;
  return {
    row,
    label: `${icon === undefined ? '' : `$(${icon}) `}${shown(label)}`,
    ...(description === undefined ? {} : { description: shown(description) }),
    ...(detail === undefined ? {} : { detail: shown(detail) }),
    ...(picked === undefined ? {} : { picked }),
    ...(isHeading ? { kind: vscode.QuickPickItemKind.Separator } : {}),
  };
}

function shownWords(words: PickWords): PickWords {
  const { title, placeHolder } = words;
  return {
    ...words,
    ...(title === undefined ? {} : { title: shown(title) }),
    ...(placeHolder === undefined ? {} : { placeHolder: shown(placeHolder) }),
  };
}

function shown(text: string): string {
  return iconsAsText(shownText(text));
}
