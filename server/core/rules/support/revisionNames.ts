import { revisionTitle } from '../../history/revisionTitle';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';

/** Letters of an id that stand behind a message. */
const fewLetters = 8;

/** Most letters of a message that stand in a sentence. */
const longestMessage = 60;

/** A revision as a person knows it: `"add phone" (a17c03be)`, and its quoted id where it has no message. */
export function namedRevision({ map }: EnvironmentSnapshot, id: string): string {
  const message = revisionTitle(map.revisions.get(id)?.script.message ?? '');
  if (message === '') return `'${id}'`;
  const shown = message.length > longestMessage ? `${message.slice(0, longestMessage - 1)}…` : message;
  return `"${shown}" (${id.slice(0, fewLetters)})`;
}
