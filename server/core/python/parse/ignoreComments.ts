import { LineIndex } from '../../text/lineIndex';
import type { TextRange } from '../../text/textRange';
import { parseBounded } from '../syntax/boundedParse';
import type { IgnoreComment } from '../revisionFile';

const noComments: readonly IgnoreComment[] = [];

/**
 * Up to the reason. Blanks are given to one part of the pattern only, so that a long row of them is looked at
 * once.
 */
const pattern = /^#\s*alembic:\s*(ignore(?:-file)?)\b\s*(?:\[([^\]]*)\]\s*)?(?=--|$)/;

/** The ignore comments of a Python text, in order. Strings that look like one are not comments. */
export function readIgnoreComments(text: string): readonly IgnoreComment[] {
  if (!/alembic:\s*ignore/.test(text)) return noComments;
  const comments: IgnoreComment[] = [];
  const statements: TextRange[] = [];
  const found: { range: TextRange; match: RegExpExecArray }[] = [];
  parseBounded(text).tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === 'Comment') {
        const match = pattern.exec(text.slice(from, to));
        if (match) found.push({ range: { start: from, end: to }, match });
      } else if (/(Statement|Definition)$/.test(name) && name !== 'StatementGroup') {
        statements.push({ start: from, end: to });
      }
    },
  });
  const lines = new LineIndex(text);
  for (const { range, match } of found) {
    const scope = match[1] === 'ignore-file' ? 'file' : 'line';
    comments.push({
      scope,
      range,
      rules: match[2] === undefined ? undefined : rulesIn(match[2], range.start + match[0].indexOf('[') + 1),
      covers: scope === 'file' ? { start: 0, end: text.length } : coveredBy(text, lines, range, statements),
      reason: reasonBehind(text.slice(range.start + match[0].length, range.end)),
    });
  }
  return comments;
}

function reasonBehind(rest: string): string | undefined {
  const reason = rest.replace(/^--/, '').trim();
  return reason === '' ? undefined : reason;
}

function rulesIn(list: string, start: number): readonly { id: string; range: TextRange }[] {
  return [...list.matchAll(/[^\s,]+/g)].map((match) => ({
    id: match[0],
    range: { start: start + match.index, end: start + match.index + match[0].length },
  }));
}

/**
 * The comment's own line, with the whole statement if it stands on that one's first or last line; alone on
 * its line, the statement below. A block is spoken for as a whole only from the line above it.
 */
function coveredBy(
  text: string,
  lines: LineIndex,
  comment: TextRange,
  statements: readonly TextRange[],
): TextRange {
  const { line } = lines.at(comment.start);
  const lineStart = lines.offset({ line, character: 0 });
  const isAlone = text.slice(lineStart, comment.start).trim() === '';
  const around = statements.filter((each) =>
    isAlone
      ? each.start < comment.start && comment.end <= each.end
      : lines.at(each.start).line <= line && line <= lines.at(lastCharacter(text, each)).line,
  );
  const inner = around.reduce<TextRange | undefined>(
    (best, each) => (!best || each.end - each.start < best.end - best.start ? each : best),
    undefined,
  );
  if (!isAlone) {
    const isEdge =
      inner && (lines.at(inner.start).line === line || lines.at(lastCharacter(text, inner)).line === line);
    return span(lineStart, comment, isEdge && !isBlock(text, inner) ? inner : undefined);
  }
  const below = statements.find(
    (each) => each.start >= comment.end && isNextLine(text, comment.end, each.start),
  );
  if (below) return { start: comment.start, end: below.end };
  return inner && !isBlock(text, inner)
    ? span(lineStart, comment, inner)
    : { start: lineStart, end: comment.end };
}

function span(lineStart: number, comment: TextRange, statement: TextRange | undefined): TextRange {
  const start = Math.min(lineStart, statement?.start ?? lineStart);
  return { start, end: Math.max(comment.end, statement?.end ?? comment.end) };
}

function isBlock(text: string, statement: TextRange): boolean {
  return /^(?:async\s+)?(?:def|class|if|for|while|with|try|@)/.test(
    text.slice(statement.start, statement.start + 12),
  );
}

function isNextLine(text: string, end: number, start: number): boolean {
  const between = text.slice(end, start);
  return between.split('\n').every((line) => line.trim() === '' || line.trim().startsWith('#'));
}

function lastCharacter(text: string, range: TextRange): number {
  return range.start + text.slice(range.start, range.end).trimEnd().length;
}
