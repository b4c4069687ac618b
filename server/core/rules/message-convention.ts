import { messageStyleOf, saysNothing, separatorOf } from '../history/messageStyle';
import type { MessageStyle } from '../history/messageStyle';
import { matchesWildcards } from '../text/matchesWildcards';
import type { Rule } from './engine/rule';
import { newFilesOf } from './support/newFiles';
import { quotedList } from './support/wording';
import { rangeOfRevisionId } from './support/headerStrings';

/** So many other messages have to be alike, and this share of them. */
const fewestMessages = 10;
const leastCertainty = 0.8;

/**
 * The message of a new revision says nothing, matches none of `message-patterns`, or, without any, is not
 * written as nearly all others of the project are.
 */
export const messageConvention: Rule = {
  id: 'message-convention',
  defaultSeverity: 'off',
  summary: 'The message of a new revision is not as the project writes its messages.',
  *check(context) {
    const { snapshot } = context;
    const patterns = snapshot.environment.workbench?.config.messagePatterns ?? [];
    const files = newFilesOf(context).filter(({ script }) => (script?.downRevisions.length ?? 0) < 2);
    if (files.length === 0) return;
    const fresh = new Set(files.map(({ path }) => path));
    const others = snapshot.map.scripts.filter(({ file }) => !fresh.has(file)).map(({ message }) => message);
    const style =
      patterns.length === 0 && others.length >= fewestMessages ? messageStyleOf(others) : undefined;
    for (const file of files) {
      const flaw = flawOf(file.script?.message ?? '', patterns, style);
      if (flaw !== undefined)
        yield { message: flaw, file: file.path, range: rangeOfRevisionId(file), related: [], fixes: [] };
    }
  },
};

function flawOf(
  message: string,
  patterns: readonly string[],
  style: MessageStyle | undefined,
): string | undefined {
  if (message === '') return undefined;
  if (saysNothing(message))
    return `The message "${message}" says nothing of what this revision does: write that at the top of the file.`;
  if (patterns.length > 0)
    return patterns.some((pattern) => matchesWildcards(message, pattern))
      ? undefined
      : `The message "${message}" matches none of message-patterns (${quotedList(patterns)}): write it like one of them.`;
  if (!style || style.certainty < leastCertainty) return undefined;
  const separator = separatorOf(message);
  if (separator !== undefined && separator !== style.separator)
    return `The words of the message "${message}" are parted otherwise than in the project's other messages: write ${nameOf(style.separator)} between them.`;
  const letter = message.charAt(0);
  const wanted = style.isCapital ? letter.toUpperCase() : letter.toLowerCase();
  // A name in capitals is one at the beginning, too.
  if (letter === wanted || /^\p{Lu}{2}/u.test(message)) return undefined;
  return `The message "${message}" begins otherwise than the project's other messages: begin with a ${style.isCapital ? 'capital' : 'small'} letter.`;
}

function nameOf(separator: MessageStyle['separator']): string {
  return { ' ': 'spaces', _: 'underscores', '-': 'dashes' }[separator];
}
