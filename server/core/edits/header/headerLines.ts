import type { RevisionFile } from '../../project/environmentSnapshot';
import type { HeaderName } from '../../python/revisionFile';
import { parseBounded } from '../../python/syntax/boundedParse';
import { editsOf, rejectEdits } from '../fileEdits';
import type { FileEdits } from '../fileEdits';
import { writeFresh } from './references';
import { literalStyleOf, writeLiteral } from './stringLiteral';
import { at, endOfLine, lineEndingOf, startOfLine } from '../../text/textLines';
import { fileNameOf } from '../../files/paths';
import type { FileWithText } from '../../project/fileWithText';

/**
 * Adds assignments of header variables: behind `revision`, else in front of the first of the others, else
 * behind docstring and imports.
 */
export function insertHeaderLines(
  file: FileWithText,
  missing: ReadonlyMap<HeaderName, readonly string[]>,
): FileEdits {
  const { text } = file;
  const newLine = lineEndingOf(text);
  const lines = [...missing].map(([name, names]) => lineOf(file, name, names));
  const { revision, ...others } = file.reading.header;
  const first = Object.values(others).sort((a, b) => a.statementRange.start - b.statementRange.start)[0];
  const neighbour = revision ?? first;
  if (!neighbour) return insertBehindImports(file, lines, newLine);
  const { start, end } = neighbour.statementRange;
  const lineStart = startOfLine(text, start);
  const isOwnLine =
    text.slice(lineStart, start) === '' && /^[ \t]*(?:#.*)?$/.test(text.slice(end, endOfLine(text, end)));
  if (!isOwnLine) {
    return rejectEdits(
      `${fileNameOf(file.path)}: ${neighbour.name} does not stand on a line of its own; add the variable by hand.`,
    );
  }
  if (!revision)
    return editsOf([{ range: at(lineStart), newText: lines.map((line) => line + newLine).join('') }]);
  return editsOf([
    { range: at(endOfLine(text, end)), newText: lines.map((line) => newLine + line).join('') },
  ]);
}

function lineOf(file: FileWithText, name: HeaderName, names: readonly string[]): string {
  const { text, reading } = file;
  const style = literalStyleOf(text, reading, [
    reading.header.down_revision?.value,
    reading.header.depends_on?.value,
  ]);
  const value =
    name === 'revision' ? writeLiteral(names[0] ?? '', style) : writeFresh(undefined, names, style);
  return `${name}${annotationFor(file, name)} = ${value}`;
}

/**
 * The annotation that the file's other variables suggest: one that is already in use, so that its names are
 * imported.
 */
function annotationFor({ text, reading }: FileWithText, name: HeaderName): string {
  const written = (other: HeaderName): string | undefined => {
    const assignment = reading.header[other];
    const between = assignment && text.slice(assignment.nameRange.end, assignment.valueRange.start);
    return between && annotationIn(between);
  };
  if (name === 'revision') return [...headersOf(reading)].some(written) ? ': str' : '';
  return written('depends_on') ?? written('branch_labels') ?? written('down_revision') ?? '';
}

/** What stands in front of the sign in `: str = (`. */
function annotationIn(between: string): string | undefined {
  const sign = between.lastIndexOf('=');
  const annotation = between.slice(0, Math.max(0, sign)).trimEnd();
  const isAnnotated = /^\s*:[^\r\n#]*$/.test(annotation);
  return isAnnotated && /^\s*(?:\(\s*)?$/.test(between.slice(sign + 1)) ? annotation : undefined;
}

function headersOf(reading: RevisionFile['reading']): readonly HeaderName[] {
  return Object.values(reading.header).map(({ name }) => name);
}

function insertBehindImports(file: FileWithText, lines: readonly string[], newLine: string): FileEdits {
  const { text } = file;
  let end = 0;
  for (let node = parseBounded(text).tree.topNode.firstChild; node; node = node.nextSibling) {
    const isDocstring =
      node.name === 'ExpressionStatement' && node.firstChild?.name === 'String' && end === 0;
    if (node.name === 'Comment') continue;
    if (!isDocstring && node.name !== 'ImportStatement') break;
    end = endOfLine(text, text.slice(0, node.to).trimEnd().length);
  }
  const block = lines.join(newLine);
  if (end > 0) {
    const rest = /^(?:\r\n|\n|\r)[ \t]*\S/.test(text.slice(end)) ? newLine : '';
    return editsOf([{ range: at(end), newText: newLine.repeat(2) + block + rest }]);
  }
  const top = /^(?:\ufeff)?(?:#[^\r\n]*(?:\r\n|\n|\r))*/.exec(text)?.[0].length ?? 0;
  const gap = text.slice(top).trim() === '' ? newLine : newLine.repeat(2);
  return editsOf([{ range: at(top), newText: block + gap }]);
}
