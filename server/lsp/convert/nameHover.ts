import type { MarkupContent } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { NameHistory, NameState } from '../../core/features/nameHistory';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { tableText } from '../../core/render/schemaText';
import { describeColumn } from '../../core/schema/schemaDiff';
import type { Touch } from '../../core/schema/touches';
import { visibleText } from '../../core/text/visibleText';
import type { ClientUris } from './clientUris';
import { LineIndexes } from './ranges';
import { markdownLink, markdownName, markdownText } from './shownText';

/** The most revisions that a hover lists in one direction. */
const mostListed = 8;

/** The most lines of a table that a hover shows. */
const mostLines = 30;

/**
 * What a table or column is before and after an operation, and who touched it, as Markdown. `later` is
 * undefined where that was not read.
 */
export function toNameHover(
  snapshot: EnvironmentSnapshot,
  { target, before, after, touches }: NameHistory,
  later: readonly Touch[] | undefined,
  uris: ClientUris,
): MarkupContent {
  const { table, column } = target;
  const isColumn = column !== undefined;
  const [old, now] = [textOf(before, isColumn), textOf(after, isColumn)];
  const lines = new LineIndexes((path) => snapshot.filesByPath.get(path)?.readText());
  const list = (title: string, listed: readonly Touch[]): string =>
    listOf(title, listed, (touch) => touchLine(snapshot, touch, lines, uris));
  const parts = [
    `**${markdownText(isColumn ? `${table}.${column}` : table)}**`,
    ...(old === now
      ? [section('Before and after this operation', before, old)]
      : [section('Before this operation', before, old), section('After it', after, now)]),
    list('Touched, newest first', touches),
    later === undefined ? 'Later revisions are not read yet.' : list('Touched later, in order', later),
  ];
  return { kind: MarkupKind.Markdown, value: parts.filter(Boolean).join('\n\n') };
}

/** Undefined where there is nothing of that name. */
function textOf({ table, column }: NameState, isColumn: boolean): string | undefined {
  if (isColumn) return column && visibleText(`${column.name}  ${describeColumn(column)}`);
  if (!table) return undefined;
  const lines = tableText(table).trimEnd().split('\n');
  const more = lines.length - mostLines;
  return [...lines.slice(0, mostLines), ...(more > 0 ? [`  … ${more} more lines`] : [])].join('\n');
}

function section(title: string, { doubt, table }: NameState, text: string | undefined): string {
  const uncertain = doubt === undefined ? '' : ` (uncertain: ${markdownText(visibleText(doubt))})`;
  if (text !== undefined) return `${title}${uncertain}:\n\n${codeBlock(text)}`;
  const isUnmade = table === undefined && doubt === undefined;
  return `${title}${uncertain}: ${doubt === undefined ? (isUnmade ? 'there is no such table.' : 'not there.') : 'not known.'}`;
}

/** With a fence that the text does not have. */
function codeBlock(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function listOf(title: string, touches: readonly Touch[], lineOf: (touch: Touch) => string): string {
  if (touches.length === 0) return '';
  const more = touches.length - mostListed;
  const rows = touches.slice(0, mostListed).map((touch) => `- ${lineOf(touch)}`);
  return [`${title}:\n`, ...rows, ...(more > 0 ? [`- ${more} more`] : [])].join('\n');
}

function touchLine(
  { map }: EnvironmentSnapshot,
  { id, file, range, operation }: Touch,
  lines: LineIndexes,
  uris: ClientUris,
): string {
  const line = lines.of(file).at(range.start).line + 1;
  const message = map.revisions.get(id)?.script.message ?? '';
  const link = markdownLink(markdownName(id), `${uris.of(file)}#L${line}`);
  return `${link} ${markdownText(message)} (${markdownText(operation)})`.replace('  ', ' ');
}
