import type { ParseTree, PythonNode } from '../../python/syntax/boundedParse';
import { definedName, tokensOf } from '../../python/syntax/functionTokens';
import { statementsOf } from '../../python/parse/statementTree';
import { lastTokenEnd } from '../../python/parse/parsedReading';
import { endOfLine, startOfLine } from '../../text/textLines';

/** A parsed Python text whose lines end in `\n`. */
export interface ParsedText {
  readonly text: string;
  readonly tree: ParseTree;
}

/** What one version of a function has more than another one. */
export interface AddedStatements {
  /**
   * The source of the statements with their comments, indented by four blanks; empty where nothing was
   * gained.
   */
  readonly source: string;
  /** The statements in order; of a `with` block that gained some, its head and these. */
  readonly gained: readonly PythonNode[];
  /** The statements that both versions have. */
  readonly kept: readonly PythonNode[];
}

export type AddedOutcome =
  ({ readonly ok: true } & AddedStatements) | { readonly ok: false; readonly reason: string };

type FunctionName = 'upgrade' | 'downgrade';

const target = '    ';
const nothing: AddedOutcome = { ok: true, source: '', gained: [], kept: [] };

/**
 * What `now` has more than `merged`: refused where it has something less, something else, or where that can
 * be told in two ways.
 */
export function findAddedStatements(merged: ParsedText, now: ParsedText, name: FunctionName): AddedOutcome {
  const before = findFunction(merged, name);
  const after = findFunction(now, name);
  if (!after) return before ? lost(`${name}() is gone`) : nothing;
  const wasHead = before && headOf(merged.text, before.definition);
  if (before && wasHead !== headOf(now.text, after.definition)) return lost(`${name}() is defined otherwise`);
  const old = before ? effectsOf(merged.text, before.body) : [];
  const current = effectsOf(now.text, after.body);
  const first = embed(old, current, false);
  if (!first.ok)
    return lost(`${name}() no longer has ‘${firstLineOf(merged.text, first.missing)}’ as it was`);
  const last = embed(old, current, true);
  if (!last.ok || wordsOf(first.parts) !== wordsOf(last.parts)) {
    return lost(
      `${name}() has the same statement several times, so that what was added can be told in two ways`,
    );
  }
  const gained = nodesOf(first.parts, true);
  const leaving = gained.find((node) => leaves(node));
  if (leaving)
    return lost(`‘${firstLineOf(now.text, leaving)}’ leaves ${name}(), so that it has to stay there`);
  const isOneLine = first.parts.some(({ kind }) => kind !== 'kept') && isOnLineOf(now.text, after);
  if (isOneLine) return lost(`${name}() is written on one line`);
  const known = new Set(before ? commentsIn(merged.text, before.definition) : []);
  const source = first.parts.some(({ kind }) => kind !== 'kept')
    ? sourceOf(now, after.body, first.parts, known)
    : '';
  return { ok: true, source, gained, kept: nodesOf(first.parts, false) };
}

function lost(what: string): AddedOutcome {
  return {
    ok: false,
    reason: `${what}, which a new revision can't hold: put the merged version back, and write what is meant by hand.`,
  };
}

interface FoundFunction {
  readonly definition: PythonNode;
  readonly body: PythonNode;
}

/** The last definition of a function that has a body. */
function findFunction({ text, tree }: ParsedText, name: FunctionName): FoundFunction | undefined {
  let found: FoundFunction | undefined;
  for (const statement of statementsOf(tree.topNode)) {
    if (definedName(text, statement) !== name) continue;
    const definition =
      statement.name === 'DecoratedStatement' ? statement.getChild('FunctionDefinition') : statement;
    const body = definition?.getChild('Body');
    if (definition && body) found = { definition: statement, body };
  }
  return found;
}

/** The tokens in front of the body. */
function headOf(text: string, definition: PythonNode): string {
  const tokens = tokensOf(text, definition);
  return tokens.slice(0, tokens.indexOf('{'));
}

/** One statement of a body that does something. */
interface Effect {
  readonly node: PythonNode;
  readonly tokens: string;
  /** What is in a `with` block; left out for other statements. */
  readonly block?: { readonly head: string; readonly body: PythonNode; readonly effects: readonly Effect[] };
}

function effectsOf(text: string, body: PythonNode): readonly Effect[] {
  return statementsOf(body)
    .flatMap((node) => (node.name === 'StatementGroup' ? statementsOf(node) : [node]))
    .flatMap((node): readonly Effect[] => {
      if (doesNothing(node)) return [];
      const inner = node.name === 'WithStatement' ? node.getChild('Body') : null;
      const block =
        inner &&
        startOfLine(text, node.from) !== startOfLine(text, firstStatementOf(inner)?.from ?? node.from)
          ? { head: headOf(text, node), body: inner, effects: effectsOf(text, inner) }
          : undefined;
      return [{ node, tokens: tokensOf(text, node), ...(block ? { block } : {}) }];
    });
}

function doesNothing(node: PythonNode): boolean {
  if (node.name === 'PassStatement') return true;
  const only = node.name === 'ExpressionStatement' ? node.firstChild : null;
  return only !== null && !only.nextSibling && /^(?:Ellipsis|String|ContinuedString)$/.test(only.name);
}

/** What became of a statement of the later version. */
type Part = WholePart | ExtendedBlock;

interface WholePart {
  readonly kind: 'kept' | 'gained';
  readonly effect: Effect;
}

/** A `with` block that has gained statements. */
interface ExtendedBlock {
  readonly kind: 'grown';
  readonly effect: Effect;
  readonly parts: readonly Part[];
}

type Embedding =
  | { readonly ok: true; readonly parts: readonly Part[] }
  | { readonly ok: false; readonly missing: PythonNode };

/** Finds the statements of `old` in `now`, in their order, each as early or as late as can be. */
function embed(old: readonly Effect[], now: readonly Effect[], isFromEnd: boolean): Embedding {
  const waiting = isFromEnd ? [...old].reverse() : [...old];
  const parts = (isFromEnd ? [...now].reverse() : now).map((effect): Part => {
    const [wanted] = waiting;
    const part = wanted && match(wanted, effect, isFromEnd);
    if (!part) return { kind: 'gained', effect };
    waiting.shift();
    return part;
  });
  const [missing] = waiting;
  if (missing) return { ok: false, missing: missing.node };
  return { ok: true, parts: isFromEnd ? parts.reverse() : parts };
}

function match(old: Effect, now: Effect, isFromEnd: boolean): Part | undefined {
  if (old.tokens === now.tokens) return { kind: 'kept', effect: now };
  if (!old.block || !now.block || old.block.head !== now.block.head) return undefined;
  const inner = embed(old.block.effects, now.block.effects, isFromEnd);
  return inner.ok ? { kind: 'grown', effect: now, parts: inner.parts } : undefined;
}

function wordsOf(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'grown') return `${part.effect.block?.head ?? ''}{${wordsOf(part.parts)}}`;
      return part.kind === 'gained' ? part.effect.tokens : '';
    })
    .join('');
}

function nodesOf(parts: readonly Part[], isGained: boolean): readonly PythonNode[] {
  return parts.flatMap((part): readonly PythonNode[] => {
    if (part.kind !== 'grown') return (part.kind === 'gained') === isGained ? [part.effect.node] : [];
    const body = part.effect.block?.body;
    const head = isGained ? childrenUpTo(part.effect.node, body) : [];
    return [...head, ...nodesOf(part.parts, isGained)];
  });
}

function childrenUpTo(node: PythonNode, end: PythonNode | undefined): readonly PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child && child.from < (end?.from ?? 0); child = child.nextSibling) {
    // What a block calls its value is bound there, not used.
    if (child.prevSibling?.name !== 'as') children.push(child);
  }
  return children;
}

/** Whether a statement ends the function that it is in. */
function leaves(node: PythonNode): boolean {
  let found = false;
  node.cursor().iterate((each) => {
    if (/^(?:FunctionDefinition|LambdaExpression|ClassDefinition)$/.test(each.name)) return false;
    if (each.name === 'ReturnStatement' || each.name === 'YieldStatement') found = true;
    return !found;
  });
  return found;
}

function isOnLineOf(text: string, { definition, body }: FoundFunction): boolean {
  const first = firstStatementOf(body);
  return (
    first !== undefined &&
    startOfLine(text, definition.getChild('FunctionDefinition')?.from ?? definition.from) ===
      startOfLine(text, first.from)
  );
}

function firstStatementOf(body: PythonNode): PythonNode | undefined {
  return statementsOf(body)[0];
}

function firstLineOf(text: string, node: PythonNode): string {
  const [line = ''] = text.slice(node.from, node.to).trim().split('\n');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

// Source

function commentsIn(text: string, node: PythonNode): readonly string[] {
  // A comment below the last statement may stand outside of the function's node.
  const rest = /^(?:[ \t]*(?:#[^\n]*)?(?:\n|$))*/.exec(text.slice(lastTokenEnd(node)))?.[0] ?? '';
  return [...(text.slice(node.from, lastTokenEnd(node)) + rest).matchAll(/#[^\n]*/g)].map(([comment]) =>
    comment.trimEnd(),
  );
}

/**
 * The gained statements as they stand, but for the indentation: comments that the other version has too are
 * left out.
 */
function sourceOf(
  now: ParsedText,
  body: PythonNode,
  parts: readonly Part[],
  known: ReadonlySet<string>,
): string {
  const indent = indentOf(now.text, firstStatementOf(body)?.from ?? body.to);
  const lines: string[] = [];
  const take = (start: number, end: number): void => {
    lines.push(...linesOf(now, start, end, indent));
  };
  const write = (block: PythonNode, inner: readonly Part[]): void => {
    const all = statementsOf(block).flatMap((node) =>
      node.name === 'StatementGroup' ? statementsOf(node) : [node],
    );
    all.forEach((node, index) => {
      const part = inner.find(({ effect }) => effect.node.from === node.from);
      if (!part || part.kind === 'kept') return;
      const start = startWithComments(now.text, node, all[index - 1], known);
      if (part.kind !== 'grown') {
        const isLast = index === all.length - 1;
        take(start, endOfStatement(now.text, node));
        if (isLast) lines.push(...commentsBelow(now, node, indent, known));
        return;
      }
      const own = part.effect.block?.body;
      if (!own) return;
      take(start, endOfLine(now.text, own.from));
      write(own, part.parts);
    });
  };
  write(body, parts);
  while (lines[0] === '') lines.shift();
  return lines.join('\n');
}

/**
 * Where the comments above a statement begin, else the statement: a part of its line where others stand in
 * front of it.
 */
function startWithComments(
  text: string,
  node: PythonNode,
  previous: PythonNode | undefined,
  known: ReadonlySet<string>,
): number {
  const line = startOfLine(text, node.from);
  const floor = previous ? lastTokenEnd(previous) : 0;
  if (text.slice(line, node.from).trim() !== '' || floor > line) return node.from;
  let start = line;
  const indent = indentOf(text, node.from);
  while (start > floor) {
    const above = startOfLine(text, start - 1);
    const written = text.slice(above, start - 1);
    const isOwn =
      above > floor &&
      (written.trim() === '' || (written.startsWith(`${indent}#`) && !known.has(written.trim())));
    if (!isOwn) break;
    start = above;
  }
  return start;
}

/**
 * The end of a statement's line with a comment behind it; of the statement itself where another one follows
 * there.
 */
function endOfStatement(text: string, node: PythonNode): number {
  const end = lastTokenEnd(node);
  const lineEnd = endOfLine(text, end);
  return /^[ \t]*(?:#[^;]*)?$/.test(text.slice(end, lineEnd)) ? lineEnd : end;
}

function commentsBelow(
  { text }: ParsedText,
  node: PythonNode,
  indent: string,
  known: ReadonlySet<string>,
): readonly string[] {
  const own = indentOf(text, node.from);
  const rest = text.slice(endOfLine(text, lastTokenEnd(node)));
  const below = /^(?:\n[ \t]*(?:#[^\n]*)?)*/.exec(rest)?.[0].split('\n') ?? [];
  return below
    .filter((line) => line.startsWith(`${own}#`) && !known.has(line.trim()))
    .map((line) => target + line.slice(indent.length));
}

/** The lines of a range with `target` in the place of `indent`; what is inside of strings stays. */
function linesOf({ text, tree }: ParsedText, start: number, end: number, indent: string): readonly string[] {
  const inString = (offset: number): boolean => {
    for (let node: PythonNode | null = tree.resolveInner(offset, 0); node; node = node.parent) {
      if (/^(?:String|FormatString)$/.test(node.name) && node.from < offset) return true;
    }
    return false;
  };
  let offset = start;
  return text
    .slice(start, end)
    .split('\n')
    .map((line) => {
      const at = offset;
      offset += line.length + 1;
      if (at !== startOfLine(text, at)) return target + line;
      if (inString(at)) return line;
      if (line.trim() === '') return '';
      return line.startsWith(indent) ? target + line.slice(indent.length) : line;
    });
}

function indentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(startOfLine(text, offset)))?.[0] ?? '';
}
