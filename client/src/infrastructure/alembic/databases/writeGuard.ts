import * as vscode from 'vscode';
import { askModally } from '../../vscode/messages';
import { openSetting } from '../../vscode/userError';
import { UserError } from '../../vscode/userError';
import { askTypedWord } from '../../vscode/typedWord';
import type { DatabaseState } from '../bridge/bridgeAnswers';
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
  { message, detail, button, destructive, isNew = false, others = [] }: WriteQuestion,
): Promise<void> {
  refuseWrite(target, databases, button);
  const { typeNameFor, confirm } = target.guards;
  const guarded = databases.filter((database) => matchesAny(database, typeNameFor));
  const quiet = confirm === 'notForLocalSqlite' && databases.every(isLocalSqlite);
  if (quiet && !destructive && !isNew && guarded.length === 0) return;
  const pressed = await askModally({ message, detail }, button, ...others.map(({ title }) => title));
  await others.find(({ title }) => title === pressed)?.go();
  if (pressed !== button) throw new vscode.CancellationError();
  for (const database of guarded) await typeName(database, button);
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
