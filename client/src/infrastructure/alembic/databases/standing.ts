import type { DatabaseState } from '../bridge/bridgeAnswers';
import { databaseName } from './databaseName';

/** Where the databases stand, in a sentence that names each where they differ; empty where there are none. */
export function standing(
  databases: readonly DatabaseState[],
  nameOf: (id: string) => string = (id) => id,
): string {
  const rowsOf = ({ heads }: DatabaseState): string => [...heads].sort().map(nameOf).join(', ') || 'base';
  const [first] = databases;
  if (!first) return '';
  if (new Set(databases.map(rowsOf)).size === 1) return `It now stands at ${rowsOf(first)}.`;
  const each = databases.map((database) => `${databaseName(database)} now stands at ${rowsOf(database)}`);
  return `${each.join('; ')}.`;
}
