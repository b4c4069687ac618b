import type { Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { deepestNesting, findTokenProblem } from './tokenProblems';

/** The tree of a text, or of its beginning where the rest is not worth the time. */
export interface BoundedTree {
  readonly tree: Tree;
  /** The offset behind the last unit that was parsed: the text's length, except for a long text that is hardly Python. */
  readonly end: number;
}

/**
 * Parses a text in a time that its length bounds. The parser takes twenty times as long over what makes no sense, so that a long text which is no Python,
 * but is called so, would keep everybody waiting: it is parsed until it has made many mistakes.
 */
export function parseBounded(text: string): BoundedTree {
  const whole = text.slice(0, endOfNesting(text));
  if (whole.length <= shortText) return { tree: parser.parse(whole), end: whole.length };
  const strict = parseStrictly(whole);
  if (typeof strict !== 'number') return { tree: strict, end: whole.length };
  for (let end = strict + shortText; ; end = Math.ceil(end * growth)) {
    if (end >= whole.length) return { tree: parser.parse(whole), end: whole.length };
    const tree = parser.parse(whole.slice(0, end));
    if (countErrors(tree) > mostErrors) return { tree, end };
  }
}

/** What is always parsed to its end, and how far the parser is let go on behind a mistake at first. */
const shortText = 16 * 1024;
const growth = 1.5;
const mostErrors = 200;

/** The tree, or the offset of the first mistake. */
function parseStrictly(text: string): Tree | number {
  try {
    // Made here, since the parser is loaded with the first look at it.
    return parser.configure({ strict: true }).parse(text);
  } catch (error) {
    const place = error instanceof SyntaxError ? /^No parse at (\d+)/.exec(error.message)?.[1] : undefined;
    if (place === undefined) throw error;
    return Number(place);
  }
}

function countErrors(tree: Tree): number {
  let count = 0;
  tree.iterate({
    enter: ({ type }) => {
      if (type.isError) count++;
    },
  });
  return count;
}

/** The offset of a bracket inside of more others than Python allows, where there is something wrong with brackets or strings anyway. */
function endOfNesting(text: string): number | undefined {
  if (text.length <= shortText) return undefined;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 40 || code === 91 || code === 123) {
      // Those in strings and comments were counted too, so this is only a reason for a closer look.
      if (++depth > deepestNesting) return findTokenProblem(text) ? at : undefined;
    } else if ((code === 41 || code === 93 || code === 125) && depth > 0) depth--;
  }
  return undefined;
}
