import { Ascii } from '../../text/ascii';
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { deepestNesting, findTokenProblem, lineEnd, stringEnd } from '../parse/bracketErrors';

/** A part of a tree, by the names of Lezer's grammar of Python. */
export type PythonNode = SyntaxNode;

/** A parsed text. This file is the only import of the parser and its types. */
export type ParseTree = Tree;

/** The tree of a Python text, or of its beginning where the rest is not worth the time. */
export interface BoundedTree {
  /** No deeper than `deepestTree`. */
  readonly tree: Tree;
  /**
   * The offset behind the last unit that was parsed: the text's length, except for a long text that is hardly
   * Python, and for one that is not read.
   */
  readonly end: number;
  /** Where and why the text is not read, as `nests deeper than 800 levels`; the tree is empty then. */
  readonly unread?: { readonly offset: number; readonly why: string };
}

/**
 * Levels of a tree that are followed, so that a function may call itself for the parts of a part. Python
 * gives up at some thousands.
 */
const deepestTree = 800;

/** Targets of one assignment, as in `a = b = c`, that are followed. */
const mostTargets = 800;

/** Statements behind a semicolon that are followed: people write hardly any. */
const mostSemicolons = 4000;

/**
 * Parses a text in a time that its length bounds. The parser takes twenty times as long over what makes no
 * sense, so that a long text which is no Python, but is called so, would keep everybody waiting: it is parsed
 * until it has made many mistakes.
 */
export function parseBounded(text: string): BoundedTree {
  const crowded = crowdedStatement(text);
  if (crowded) return notRead(crowded.offset, 0, crowded.why);
  const whole = text.slice(0, endOfNesting(text));
  const parsed = withinStack(() =>
    parse(parser, whole, whole.length > shortText ? mostRecovery : mostRecoveryInShort),
  );
  if (!(parsed instanceof TooDeep)) return parsed;
  return notRead(parsed.offset, parsed.end, `nests deeper than ${deepestTree} levels`);
}

/** The tree of a text without a mistake; undefined for any other. */
export function parseFaultless(text: string): Tree | undefined {
  // Made here, since the parser is loaded with the first look at it.
  const strict = parser.configure({ strict: true });
  try {
    const parsed = withinStack(() => parse(strict, text, 0));
    return parsed instanceof TooDeep ? undefined : parsed.tree;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function notRead(offset: number, end: number, why: string): BoundedTree {
  return { tree: parser.parse(''), end, unread: { offset, why } };
}

/** The length of a usual revision file, in which more mistakes are followed. */
const shortText = 4 * 1024;

/** Tokens that the parser may take to find its way after mistakes: it takes five or so for each. */
const mostRecovery = 500;
const mostRecoveryInShort = 1000;

/** Characters that the parser may look at for it, in strings again and again. */
const mostLookedAt = 1_000_000;

/** Thrown where a text nests deeper than is followed. */
class TooDeep extends Error {
  constructor(
    readonly offset: number,
    /** How far the text was parsed. */
    readonly end: number,
  ) {
    super();
  }
}

/** One way to read the text, as far as it was read. */
interface OpenStack {
  readonly stack: { readonly length: number };
  /** The parts read since this way was begun, four numbers each, a part behind those inside of it. */
  readonly buffer?: readonly number[];
}

/** What is asked of a parse that is under way, beyond what the library promises. */
interface ParseState {
  /** Of each way to read the text, the open states of the parser, three numbers each. */
  readonly stacks?: readonly OpenStack[];
  /**
   * How often parts that begin at one place were found to be longer, by which the library tells that a tree
   * gets deep.
   */
  bigReductionCount?: number;
  /** Where they begin. */
  readonly lastBigReductionStart?: number;
  /** Above 0 for some tokens behind a mistake. */
  readonly recovering?: number;
  /**
   * What was read last: for each sort of token where it begins, and how far the text was looked at for it.
   */
  readonly tokens?: {
    readonly tokens: readonly { readonly start: number; readonly lookAhead: number }[];
  };
}

/**
 * The library forces what it has read so far into a part, as if a mistake were there, where it has 8400
 * numbers.
 */
const largestStack = 8000;

/**
 * The tree of a text. The library avoids deep trees by taking sound text for a mistake, also in flat files
 * with hundreds of comments; here it is kept from it, and the parse ends where the text nests too deep.
 */
function parse(by: typeof parser, text: string, mostRecovery: number): BoundedTree {
  const parsing = by.startParse(text);
  const state = parsing as ParseState;
  const chain = new LongChain();
  let end = text.length;
  let recovery = 0;
  let lookedAt = 0;
  const readTo = (): number => Math.min(parsing.parsedPos, text.length);
  for (;;) {
    if (chain.isTooDeep(state)) throw new TooDeep(chain.start, readTo());
    state.bigReductionCount = 0;
    if ((state.recovering ?? 0) > 0) {
      recovery++;
      lookedAt += charactersLookedAt(state);
    }
    if ((recovery > mostRecovery || lookedAt > mostLookedAt) && end === text.length) {
      end = readTo();
      parsing.stopAt(end);
    }
    for (const { stack } of state.stacks ?? [])
      if (stack.length > largestStack) throw new TooDeep(readTo(), readTo());
    const tree = parsing.advance();
    if (!tree) continue;
    const offset = firstBelow(tree, deepestTree);
    if (offset !== undefined) throw new TooDeep(offset, text.length);
    return { tree, end };
  }
}

/** Each way to read on looks for its tokens anew, and a string is looked at to its end. */
function charactersLookedAt({ tokens, stacks = [] }: ParseState): number {
  let sum = 0;
  for (const { start, lookAhead } of tokens?.tokens ?? []) sum += Math.max(0, lookAhead - start);
  return sum * stacks.length;
}

/**
 * What is read from left to right and put into one more part for each step, as in `a.a.a.a`: the open states
 * stay few, and the tree gets deep. Found out before the whole text was parsed for nothing.
 */
class LongChain {
  /** Where it begins. */
  start = -1;
  #length = 0;
  #nextLook = deepestTree;

  /**
   * Whether the parts that begin at one place are known to lie too deep in one another; asked for each token.
   */
  isTooDeep({ lastBigReductionStart = -1, bigReductionCount = 0, stacks = [] }: ParseState): boolean {
    if (lastBigReductionStart !== this.start) {
      this.start = lastBigReductionStart;
      this.#length = 0;
      this.#nextLook = deepestTree;
    }
    this.#length += bigReductionCount;
    if (this.#length < this.#nextLook || stacks.length !== 1) return false;
    // Counted are also parts of a flat text, such as comments.
    this.#nextLook *= 2;
    return depthOfFirst(stacks[0]?.buffer ?? []) > deepestTree;
  }
}

/** How many parts lie in one another at the beginning of one of those that were read last. */
function depthOfFirst(buffer: readonly number[]): number {
  let deepest = 0;
  let end = buffer.length;
  for (let part = 0; part < partsInLink && end > 0; part++) {
    deepest = Math.max(deepest, depthBehind(buffer, end));
    end -= lengthOf(buffer, end);
  }
  return deepest;
}

/** Parts that may stand behind the one that a chain goes on with: a dot, a name, arguments, a subscript's. */
const partsInLink = 12;

/**
 * How many parts lie in one another at the beginning of the part that ends at an index, as far as is asked.
 */
function depthBehind(buffer: readonly number[], index: number): number {
  let end = index;
  for (let depth = 1; ; depth++) {
    const from = end - lengthOf(buffer, end);
    let child = end - 4;
    if (child <= from || depth > deepestTree) return depth;
    for (let part = 0; child - lengthOf(buffer, child) > from; part++) {
      if (part > partsInLink) return depth;
      child -= lengthOf(buffer, child);
    }
    if (from < 0) return depth;
    end = child;
  }
}

/**
 * The numbers of the part that ends at an index, with those inside of it; a mark of the parser's own has
 * four.
 */
function lengthOf(buffer: readonly number[], end: number): number {
  return Math.max(4, buffer[end - 1] ?? 4);
}

/** The result, or that the text nests too deep, also where the parser itself ran out of stack. */
function withinStack<Result>(act: () => Result): Result | TooDeep {
  try {
    return act();
  } catch (error) {
    if (error instanceof TooDeep) return error;
    if (error instanceof RangeError) return new TooDeep(0, 0);
    throw error;
  }
}

/** A statement that is one too many, or assigns to too many targets, for the time that a text may take. */
function crowdedStatement(text: string): BoundedTree['unread'] {
  if (text.length < shortText || !(hasMany(text, '=', mostTargets) || hasMany(text, ';', mostSemicolons)))
    return undefined;
  let depth = 0;
  let targets = 0;
  let semicolons = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === Ascii.singleQuote || code === Ascii.doubleQuote) {
      const end = stringEnd(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (code === Ascii.hash) at = lineEnd(text, at) - 1;
    else if (isOpeningBracket(code)) depth++;
    else if (isClosingBracket(code)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && code === Ascii.equals) {
      if (++targets > mostTargets)
        return { offset: start, why: `assigns to more than ${mostTargets} targets` };
    } else if (depth === 0 && endsStatement(text, at)) {
      if (code === Ascii.semicolon && ++semicolons > mostSemicolons)
        return { offset: at, why: `has a statement behind more than ${mostSemicolons} semicolons` };
      targets = 0;
      start = at + 1;
    }
  }
  return undefined;
}

function hasMany(text: string, character: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count <= most; at = text.indexOf(character, at + 1))
    count++;
  return count > most;
}

/** Whether the character is a semicolon, or the end of a line that does not go on by a backslash. */
function endsStatement(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === Ascii.semicolon) return true;
  if (code !== Ascii.lineFeed && code !== Ascii.carriageReturn) return false;
  const isSecond = code === Ascii.lineFeed && text.charCodeAt(at - 1) === Ascii.carriageReturn;
  return text.charCodeAt(isSecond ? at - 2 : at - 1) !== Ascii.backslash;
}

function isOpeningBracket(code: number): boolean {
  return code === Ascii.openParenthesis || code === Ascii.openBracket || code === Ascii.openBrace;
}

function isClosingBracket(code: number): boolean {
  return code === Ascii.closeParenthesis || code === Ascii.closeBracket || code === Ascii.closeBrace;
}

/**
 * The offset of a bracket inside of more others than Python allows, where there is something wrong with
 * brackets or strings anyway.
 */
function endOfNesting(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isOpeningBracket(code)) {
      // Those in strings and comments were counted too, so this is only a reason for a closer look.
      if (++depth > deepestNesting) return findTokenProblem(text) ? at : undefined;
    } else if (isClosingBracket(code) && depth > 0) depth--;
  }
  return undefined;
}

/**
 * The offset of the first part that lies below so many others; undefined where none does. A loop, for the
 * tree may be deeper than the stack.
 */
function firstBelow(tree: Tree, deepest: number): number | undefined {
  const waiting: { readonly part: Tree; readonly from: number; readonly depth: number }[] = [
    { part: tree, from: 0, depth: 0 },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { part, from, depth } = next;
    for (const [index, child] of part.children.entries()) {
      const start = from + (part.positions[index] ?? 0);
      // Not by its class: the parser is a bundle of its own, with classes of its own.
      if ('buffer' in child) {
        const at = firstBelowInBuffer(child.buffer, deepest - depth);
        if (at !== undefined) return start + at;
      } else if (depth >= deepest) return start;
      else waiting.push({ part: child, from: start, depth: depth + 1 });
    }
  }
  return undefined;
}

/**
 * The same in a buffer of nodes: of each its type, its beginning, its end, and where in the buffer the nodes
 * inside of it end.
 */
function firstBelowInBuffer(buffer: Uint16Array, deepest: number): number | undefined {
  if (buffer.length / 4 <= deepest) return undefined;
  const ends: number[] = [];
  for (let at = 0; at < buffer.length; at += 4) {
    while ((ends[ends.length - 1] ?? Infinity) <= at) ends.pop();
    if (ends.length >= deepest) return buffer[at + 1];
    ends.push(buffer[at + 3] ?? at);
  }
  return undefined;
}
