import type { PythonNode } from './boundedParse';
import type { TextRange } from '../../text/textRange';
import { parseBounded } from './boundedParse';
import { definedName } from './functionTokens';
import { endOfLine, startOfLine } from '../../text/textLines';

/** Lines of code without the indentation that all of them share. */
export interface CodeLines {
  readonly text: string;
  /** Indices of lines that begin inside a string, which keep their own indentation. */
  readonly verbatim: readonly number[];
}

/** The body of a function, its docstring left out. */
export interface FunctionBody extends CodeLines {
  /** From the start of its first line, a comment too, to the end of its last. */
  readonly range: TextRange;
  /** Nothing but `pass`, `...`, strings and comments. */
  readonly isEmpty: boolean;
}

/**
 * The bodies of `upgrade` and `downgrade`; undefined for one that is not defined, or on the line of its
 * `def`.
 */
export function readFunctionBodies(
  text: string,
): Readonly<Record<'upgrade' | 'downgrade', FunctionBody | undefined>> {
  return functionBodiesIn(text, parseBounded(text).tree.topNode);
}

/** The same of a text that is parsed already. */
export function functionBodiesIn(
  text: string,
  topNode: PythonNode,
): Readonly<Record<'upgrade' | 'downgrade', FunctionBody | undefined>> {
  const bodies: Record<'upgrade' | 'downgrade', FunctionBody | undefined> = {
    upgrade: undefined,
    downgrade: undefined,
  };
  for (let node = topNode.firstChild; node; node = node.nextSibling) {
    const name = definedName(text, node);
    if (name === 'upgrade' || name === 'downgrade') bodies[name] = readBody(text, node);
  }
  return bodies;
}

/** Lines of a part of a text as code of their own; `strings` are those that may go over several lines. */
export function readCodeLines(text: string, range: TextRange, strings: readonly TextRange[]): CodeLines {
  const lines: string[] = [];
  const verbatim: number[] = [];
  let string = 0;
  for (let start = range.start; start <= range.end;) {
    const end = Math.min(endOfLine(text, start), range.end);
    while ((strings[string]?.end ?? Infinity) <= start) string++;
    if ((strings[string]?.start ?? Infinity) < start) verbatim.push(lines.length);
    lines.push(text.slice(start, end));
    start = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  const isVerbatim = new Set(verbatim);
  const widths = lines.flatMap((line, index) =>
    isVerbatim.has(index) || line.trim() === '' ? [] : [line.length - line.trimStart().length],
  );
  const width = widths.reduce((least, one) => Math.min(least, one), Infinity);
  const dedented = lines.map((line, index) => {
    if (isVerbatim.has(index)) return line;
    return line.trim() === '' ? '' : line.slice(width);
  });
  return { text: dedented.join('\n'), verbatim };
}

/** Strings below a node that hold line ends, in their order. */
export function longStrings(text: string, node: PythonNode): readonly TextRange[] {
  const strings: TextRange[] = [];
  node.cursor().iterate(({ name, from, to }) => {
    if (name !== 'String' && name !== 'FormatString') return true;
    if (/[\r\n]/.test(text.slice(from, to))) strings.push({ start: from, end: to });
    return false;
  });
  return strings;
}

function readBody(text: string, node: PythonNode): FunctionBody | undefined {
  const definition = node.name === 'DecoratedStatement' ? node.getChild('FunctionDefinition') : node;
  const body = definition?.getChild('Body');
  const statements = body ? statementsOf(body) : [];
  const [first] = statements;
  if (!body || !first || !isAlone(text, first)) return undefined;
  const hasDocstring = isString(first);
  const last = statements.at(-1) ?? first;
  const start = hasDocstring
    ? nextLine(text, first.to)
    : startWithComments(text, startOfLine(text, first.from), body.from);
  const end = Math.max(start, endWithComments(text, last.to));
  const range = { start, end };
  const rest = hasDocstring ? statements.slice(1) : statements;
  return { range, isEmpty: rest.every(doesNothing), ...readCodeLines(text, range, longStrings(text, body)) };
}

function statementsOf(body: PythonNode): readonly PythonNode[] {
  const statements: PythonNode[] = [];
  for (let child = body.firstChild; child; child = child.nextSibling)
    if (child.name !== ':' && child.name !== 'Comment' && child.name !== ';') statements.push(child);
  return statements;
}

/** Whether nothing but blanks stands before a statement on its line. */
function isAlone(text: string, { from }: PythonNode): boolean {
  return text.slice(startOfLine(text, from), from).trim() === '';
}

function isString(statement: PythonNode): boolean {
  const only = statement.name === 'ExpressionStatement' ? statement.firstChild : null;
  return only !== null && !only.nextSibling && /^(Continued)?String$/.test(only.name);
}

function doesNothing(statement: PythonNode): boolean {
  if (statement.name === 'PassStatement' || isString(statement)) return true;
  if (statement.name === 'StatementGroup') return statementsOf(statement).every(doesNothing);
  return statement.name === 'ExpressionStatement' && statement.firstChild?.name === 'Ellipsis';
}

/** Start of the first of the comment lines and blank lines right above, which belong to the same body. */
function startWithComments(text: string, start: number, headerEnd: number): number {
  let found = start;
  for (let above = start; above > 0;) {
    above = startOfLine(text, above - (text.slice(above - 2, above) === '\r\n' ? 2 : 1));
    if (above <= headerEnd) break;
    const line = text.slice(above, endOfLine(text, above)).trim();
    if (line.startsWith('#')) found = above;
    else if (line !== '') break;
  }
  return found;
}

/** End of the last of the indented comment lines below, which belong to the same body. */
function endWithComments(text: string, end: number): number {
  let found = end + text.slice(end, endOfLine(text, end)).trimEnd().length;
  for (let below = nextLine(text, found); below < text.length; below = nextLine(text, below)) {
    const line = text.slice(below, endOfLine(text, below));
    if (/^[ \t]+#/.test(line)) found = below + line.trimEnd().length;
    else if (line.trim() !== '') break;
  }
  return found;
}

/** Start of the line after the one that holds an offset. */
function nextLine(text: string, offset: number): number {
  const end = endOfLine(text, offset);
  return Math.min(text.length, end + (text.startsWith('\r\n', end) ? 2 : 1));
}
