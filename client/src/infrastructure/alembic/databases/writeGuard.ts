import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import { askModally } from '../../vscode/messages';
import { Refusal } from '../../vscode/refusal';
import { askTypedWord } from '../../vscode/typedWord';
import type { DatabaseState } from '../bridge/bridge';
import { databaseName } from './databaseName';
import { readSetting } from '../command/runnerSettings';

/** What a person is asked before something is written to databases. */
export interface WriteQuestion {
  readonly message: string;
  readonly detail: string;
  /** The button that means yes. */
  readonly button: string;
  /** Whether data would be lost, so that the question is asked in any case. */
  readonly destructive: boolean;
}

/** Throws a refusal where the setting refuseFor keeps one of the databases from being written to. */
export function refuseWrite(
  environment: EnvironmentDto,
  databases: readonly DatabaseState[],
  what: string,
): void {
  const patterns = readSetting(environment, 'refuseFor');
  const refused = databases.find((database) => matchesAny(database, patterns));
  if (!refused) return;
  throw new Refusal(
    `${what} is refused for ${databaseName(refused)} by the setting alembicWorkbench.refuseFor; run it where it is meant to be run, or change the setting.`,
    [
      {
        title: 'Open Setting',
        command: 'workbench.action.openSettings',
        arguments: ['alembicWorkbench.refuseFor'],
      },
    ],
    'warning',
  );
}

/**
 * Asks a person before something is written, and has them type the name of each database that the setting typeNameFor means. Throws a
 * cancellation where the answer is no. Asks nothing for local SQLite files where the setting says so.
 */
export async function confirmWrite(
  environment: EnvironmentDto,
  databases: readonly DatabaseState[],
  { message, detail, button, destructive }: WriteQuestion,
): Promise<void> {
  refuseWrite(environment, databases, button);
  const patterns = readSetting(environment, 'typeNameFor');
  const guarded = databases.filter((database) => matchesAny(database, patterns));
  const quiet = readSetting(environment, 'confirm') === 'notForLocalSqlite' && databases.every(isLocalSqlite);
  if (quiet && !destructive && guarded.length === 0) return;
  const pressed = await askModally({ message, detail }, button);
  if (pressed !== button) throw new vscode.CancellationError();
  for (const database of guarded) await typeName(database, button);
}

/** True where one of the patterns, with `*` and `?`, is the database's URL or name as a whole, whatever the case. */
export function matchesAny(
  database: Pick<DatabaseState, 'url' | 'database'>,
  patterns: readonly string[],
): boolean {
  const names = [database.url, database.database].filter((name) => name !== null);
  return patterns.some((pattern) => {
    const expression = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return names.some((name) => new RegExp(`^${expression}$`, 'is').test(name));
  });
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
