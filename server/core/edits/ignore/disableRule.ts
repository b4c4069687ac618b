import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { parseBounded } from '../../python/syntax/boundedParse';
import type { IgnoreComment } from '../../python/revisionFile';
import type { TextEdit } from '../../text/textEdit';
import type { ChangeOutcome } from '../change';
import { editsOf } from '../fileEdits';
import { findFile, rewriteFiles } from '../header/rewriteFiles';
import { fileNameOf } from '../../files/paths';

/**
 * Writes `# alembic: ignore[rule]` at the end of the line that holds the offset, or adds the rule to the
 * comment that is there.
 */
export function disableRuleOnLine(
  snapshot: EnvironmentSnapshot,
  path: string,
  rule: string,
  offset: number,
): ChangeOutcome {
  const found = findFile(snapshot, path);
  if (!found.ok) return found;
  const { text } = found.file;
  const end = endOfLine(text, offset);
  if (text[end - 1] === '\\') {
    return {
      ok: false,
      reason: `A comment can't follow the backslash at the end of this line; disable ${rule} for the file.`,
    };
  }
  const own = (found.file.reading.ignoreComments ?? []).find(
    (comment) =>
      comment.scope === 'line' && comment.range.start < end && endOfLine(text, comment.range.start) === end,
  );
  const edit = own
    ? extend(own, rule, text)
    : {
        range: { start: end, end },
        newText: `${/[ \t]$/.test(text.slice(0, end)) ? ' ' : '  '}# alembic: ignore[${rule}]`,
      };
  if (!edit) return { ok: false, reason: `${rule} is disabled here already.` };
  return rewriteFiles(`Disable ${rule} for this line`, [
    { file: found.file, edits: [editsOf([edit])], promise: {} },
  ]);
}

/**
 * Writes `# alembic: ignore-file[rule]` above the first statement, or adds the rule to the comment that is
 * there.
 */
export function disableRuleInFile(snapshot: EnvironmentSnapshot, path: string, rule: string): ChangeOutcome {
  const found = findFile(snapshot, path);
  if (!found.ok) return found;
  const { text } = found.file;
  const own = (found.file.reading.ignoreComments ?? []).find((comment) => comment.scope === 'file');
  // A shebang and a coding line have to stay on the first two lines.
  const start =
    /^\ufeff?(?:#![^\r\n]*(?:\r\n|\r|\n))?(?:#[^\r\n]*coding[:=][^\r\n]*(?:\r\n|\r|\n))?/.exec(text)?.[0]
      .length ?? 0;
  const lineEnd = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  const edit = own
    ? extend(own, rule, text)
    : { range: { start, end: start }, newText: `# alembic: ignore-file[${rule}]${lineEnd}` };
  if (!edit) return { ok: false, reason: `${rule} is disabled in ${fileNameOf(path)} already.` };
  return rewriteFiles(`Disable ${rule} in this file`, [
    { file: found.file, edits: [editsOf([edit])], promise: {} },
  ]);
}

function extend(comment: IgnoreComment, rule: string, text: string): TextEdit | undefined {
  if (!comment.rules || comment.rules.some(({ id }) => id === rule)) return undefined;
  const last = comment.rules[comment.rules.length - 1];
  const bracket = comment.range.start + text.slice(comment.range.start, comment.range.end).indexOf('[') + 1;
  const at = last?.range.end ?? bracket;
  return { range: { start: at, end: at }, newText: last ? `, ${rule}` : rule };
}

/**
 * The end of the line of an offset; for a line that ends inside a string, of the line on which the string
 * ends.
 */
function endOfLine(text: string, offset: number): number {
  const { tree } = parseBounded(text);
  let end = lineEndAfter(text, offset);
  for (let moved = true; moved;) {
    moved = false;
    tree.iterate({
      enter: ({ name, from, to }) => {
        if (!/^(?:String|FormatString)$/.test(name) || from >= end || to <= end) return;
        end = lineEndAfter(text, to);
        moved = true;
      },
    });
  }
  return end;
}

function lineEndAfter(text: string, offset: number): number {
  const found = text.slice(offset).search(/[\r\n]/);
  return found < 0 ? text.length : offset + found;
}
