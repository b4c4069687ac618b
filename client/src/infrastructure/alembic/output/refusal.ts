import refusals from '../../../../python/workbench_bridge/refusals.json';
import { cutLine } from './cutLine';

/** What a database refuses. */
export type Refusal = 'databaseLocked' | 'databaseMissing' | 'permissionDenied' | 'databaseRefused';

const isOfDatabase = new RegExp(refusals.databaseError);
const kinds = refusals.kinds.map(({ kind, pattern }) => ({
  kind: kind as Refusal,
  pattern: new RegExp(pattern, 'i'),
}));

/** What a database refused, in the last line of a traceback; undefined where it is not one's refusal. */
function refusalIn(message: string): Refusal | undefined {
  const text = cutLine(message);
  if (!isOfDatabase.test(text)) return undefined;
  return kinds.find(({ pattern }) => pattern.test(text))?.kind;
}

/** A database's refusal, as it stands in the last line of a traceback, in one sentence; else undefined. */
export function explainedRefusal(message: string): string | undefined {
  const kind = refusalIn(message);
  return kind && explainRefusal(kind, message.replace(isOfDatabase, '').trim());
}

/** The refusal in one sentence, with what to do next. */
export function explainRefusal(kind: Refusal, reason: string): string {
  switch (kind) {
    case 'databaseLocked':
      return `The database is locked by another connection (${reason}); let that one end, and try again.`;
    case 'databaseMissing':
      return `There is no such database (${reason}); create it, or correct its name where env.py takes it from.`;
    case 'permissionDenied':
      return `The database's user may not do this (${reason}); grant the right, or have env.py log in as another user.`;
    case 'databaseRefused':
      return `The database refused a statement (${reason}); look at what it says and at the line that sent it.`;
  }
}
