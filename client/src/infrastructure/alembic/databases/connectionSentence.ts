import type { DatabaseState } from '../bridge/bridgeAnswers';
import { databaseDetails } from './databaseName';

/** What a connection that works is to: driver, server and version, host, database and user; no password. */
export function connectionSentence(database: DatabaseState): string {
  const { driver, serverVersion, isMissing, isFromUrl, file } = database;
  if (isMissing)
    return `There is no file ${file ?? database.database ?? ''} yet; Upgrade makes it, or correct its path where env.py takes it from.`;
  const details = databaseDetails(database);
  const version = serverVersion ? `, version ${serverVersion}` : '';
  const by = driver ? `, driver ${driver}` : '';
  return `${isFromUrl ? 'The command answered for' : 'Connected to'} ${details}${by}${version}.`;
}
