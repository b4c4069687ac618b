import { commandIds } from '../../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import { findRevision } from '../../environments/revisionArgument';
import type { MessageAction } from '../../vscode/userError';
import { cutLine } from './cutLine';

/** A table or column that is there already, or not there, as each database says it of a statement. */
const otherTables = [
  /\balready exists\b/i,
  /\bduplicate column\b/i,
  /\bno such (?:table|column)\b/i,
  /\b(?:relation|table|column) .{1,200} does(?: not|n't) exist\b/i,
  /\bunknown (?:table|column)\b/i,
];

/** Where what Alembic or the database says of a failed run leads to: buttons, the likeliest first. */
export function nextSteps(message: string, environment: EnvironmentDto): readonly MessageAction[] {
  const text = cutLine(message);
  const unknown = /Can't locate revision identified by '([^']{1,400})'/.exec(text)?.[1];
  if (unknown !== undefined) return [findRevision(environment, unknown)];
  if (text.includes('Target database is not up to date'))
    return [{ title: 'Upgrade…', command: commandIds.upgrade }];
  if (/\bmultiple heads?\b/i.test(text)) return [{ title: 'Merge Heads…', command: commandIds.mergeHeads }];
  // The version table may say less, or more, than what the tables are.
  if (otherTables.some((pattern) => pattern.test(text)))
    return [{ title: 'Stamp…', command: commandIds.stamp }];
  return [];
}
