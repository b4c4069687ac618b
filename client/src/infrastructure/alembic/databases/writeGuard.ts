import * as vscode from 'vscode';
import { askModally } from '../../vscode/messages';
import { openSetting } from '../../vscode/userError';
import { UserError } from '../../vscode/userError';
import { askTypedWord } from '../../vscode/typedWord';
import type { DatabaseState } from '../bridge/bridgeAnswers';
import { backUp, backUpButton, canBackUp } from './backUp';
import { databaseName, guardedNames } from './databaseName';
import { matchesPattern } from './matchesPattern';
import type { RunTarget } from '../command/runTarget';

/** What a person is asked before something is written to databases. */
export interface WriteQuestion {
  readonly message: string;
  readonly detail: string;
  /** The button that means yes. */
  readonly button: string;
  /** Whether data would be lost, so that the question is asked in any case. */
  readonly destructive: boolean;
  /** Whether data may be lost, so that a back-up is offered. */
  readonly mayLoseData?: boolean;
  /** Whether something is other than when it was run before, so that the question is asked in any case. */
  readonly isNew?: boolean;
  /** Further buttons that lead elsewhere in place of a yes. */
  readonly others?: readonly OtherWay[];
}

/** What a person may want in place of what is asked about. */
export interface OtherWay {
  readonly title: string;
  readonly go: () => PromiseLike<unknown>;
}

/** Throws a UserError where the setting refuseFor keeps one of the databases from being written to. */
export function refuseWrite({ guards }: RunTarget, databases: readonly DatabaseState[], what: string): void {
  const refused = databases.find((database) => matchesAny(database, guards.refuseFor));
  if (!refused) return;
  throw new UserError(
    `${what} is refused for ${databaseName(refused)} by the setting alembicWorkbench.refuseFor; run it where it is meant to be run, or change the setting.`,
    [openSetting('refuseFor')],
    'warning',
  );
}

/**
 * Asks a person before something is written, and has them type the name of each database that the setting
 * typeNameFor means. Throws a cancellation where the answer is no. Asks nothing for local SQLite files where
 * the setting says so.
 */
export async function confirmWrite(
  target: RunTarget,
  databases: readonly DatabaseState[],
  question: WriteQuestion,
): Promise<void> {
  const { button, destructive, isNew = false } = question;
  refuseWrite(target, databases, button);
  const { typeNameFor, confirm } = target.guards;
  const guarded = databases.filter((database) => matchesAny(database, typeNameFor));
  const quiet = confirm === 'notForLocalSqlite' && databases.every(isLocalSqlite);
  if (quiet && !destructive && !isNew && guarded.length === 0) return;
  await askUntilAnswered(target, databases, guarded, question);
  for (const database of guarded) await typeName(database, button);
}

/** Asks again after each back-up. Throws a cancellation where the answer is no, or leads elsewhere. */
async function askUntilAnswered(
  target: RunTarget,
  databases: readonly DatabaseState[],
  guarded: readonly DatabaseState[],
  { message, detail, button, mayLoseData = false, others = [] }: WriteQuestion,
): Promise<void> {
  const saved = mayLoseData || guarded.length > 0 ? databases : [];
  const ofThese = saved.filter((database) => canBackUp(target, database));
  const titles = [...(ofThese.length > 0 ? [backUpButton] : []), ...others.map(({ title }) => title)];
  for (;;) {
    const pressed = await askModally({ message, detail }, button, ...titles);
    if (pressed === button) return;
    if (pressed !== backUpButton) {
      await others.find(({ title }) => title === pressed)?.go();
      throw new vscode.CancellationError();
    }
    await backUp(target, ofThese);
  }
}

/**
 * True where one of the patterns, with `*` and `?`, is a name of the database or its URL as a whole, whatever
 * the case.
 */
function matchesAny(database: DatabaseState, patterns: readonly string[]): boolean {
  const names = guardedNames(database);
  return patterns.some((pattern) => names.some((name) => matchesPattern(name, pattern)));
}

async function typeName(database: DatabaseState, button: string): Promise<void> {
  const name = databaseName(database);
  await askTypedWord({
    title: `${button} ${name}`,
    prompt: `Type ${name} to go on: the setting alembicWorkbench.typeNameFor guards this database.`,
    word: name,
    otherwise: 'nothing was run',
  });
}

function isLocalSqlite({ dialect, host }: DatabaseState): boolean {
  return dialect === 'sqlite' && host === null;
}
