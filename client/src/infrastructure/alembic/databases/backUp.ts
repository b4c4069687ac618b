import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { pickRow } from '../../vscode/quickPick';
import { showForAMoment } from '../../vscode/statusBar';
import { openTerminal } from '../../vscode/terminal';
import { UserError } from '../../vscode/userError';
import type { DatabaseState } from '../bridge/bridgeAnswers';
import { shellWord } from '../command/shellWord';
import type { RunTarget } from '../command/runTarget';
import { copySqliteFile } from './copySqliteFile';
import { databaseName } from './databaseName';
import { dumpCommand } from './dumpCommand';

/** The button beside the one that means yes. */
export const backUpButton = 'Back Up First…';

/** Whether a back-up can be offered: of a local SQLite file, or by the server's own tool. */
export function canBackUp(target: RunTarget, database: DatabaseState): boolean {
  if (database.dialect === 'sqlite') return Boolean(target.python && database.file && !database.isMissing);
  return dumpCommand(database, '') !== undefined;
}

/** Backs the databases up, one after the other. Throws a UserError where that fails. */
export async function backUp(target: RunTarget, databases: readonly DatabaseState[]): Promise<void> {
  for (const database of databases) {
    const { file } = database;
    if (database.dialect !== 'sqlite') await dump(target, database);
    else if (file) await copyFile(target, file);
  }
}

async function copyFile(target: RunTarget, file: string): Promise<void> {
  const copied = await copySqliteFile(target, file, stamp());
  if ('reason' in copied)
    throw new UserError(
      `${basename(file)} could not be backed up (${copied.reason}), so nothing was run; copy it by hand.`,
    );
  showForAMoment(`Backed up as ${basename(copied.copy)}`, 10_000);
}

async function dump(target: RunTarget, database: DatabaseState): Promise<void> {
  const file = `${(database.database ?? 'database').replace(/[^\w.-]/g, '_')}-${stamp()}.dump`;
  const command = dumpCommand(database, join(target.place.top, file));
  if (!command) return;
  const line = [command.program, ...command.arguments].map(shellWord).join(' ');
  const copy = { icon: 'copy', label: 'Copy Command Line', description: line };
  const run = { icon: 'terminal', label: 'Run in Terminal', description: 'it asks for the password' };
  const picked = await pickRow([copy, run], {
    title: `Back up ${databaseName(database)}`,
    placeHolder: `${command.program} writes ${file}; the question comes again afterwards`,
  });
  if (picked === copy) await vscode.env.clipboard.writeText(line);
  else if (picked === run)
    await openTerminal({
      title: `Back up ${databaseName(database)}`,
      ...command,
      workingDirectory: target.place.top,
      environment: target.variables,
    }).closed;
}

function stamp(): string {
  return new Date().toISOString().slice(0, 19).replace(/[-:]/g, '');
}
