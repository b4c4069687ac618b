import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import type { IgnoreComment } from '../../python/revisionFile';
import type { TextEdit } from '../../text/textEdit';
import type { TextRange } from '../../text/textRange';
import type { ChangeOutcome } from '../change';
import { editsOf } from '../fileEdits';
import type { FixSpecification } from '../../findings/fixSpecification';
import { findFile, rewriteFiles } from '../header/rewriteFiles';
import { endOfLine, startOfLine } from '../../text/textLines';
import { fileNameOf } from '../../files/paths';

type EditIgnore = Extract<FixSpecification, { kind: 'edit-ignore' }>;

/**
 * Changes one name of an ignore comment or takes it out; the last one goes with its comment, and with the
 * line if nothing else stands there.
 */
export function editIgnore(snapshot: EnvironmentSnapshot, fix: EditIgnore, title: string): ChangeOutcome {
  const found = findFile(snapshot, fix.file);
  if (!found.ok) return found;
  const { file } = found;
  const comments = file.reading.ignoreComments ?? [];
  const names = (comment: IgnoreComment): boolean =>
    fix.rule === undefined ? !comment.rules : (comment.rules ?? []).some(({ id }) => id === fix.rule);
  const comment =
    comments.find((each) => each.range.start === fix.offset && names(each)) ?? comments.find(names);
  if (!comment) {
    return {
      ok: false,
      reason: `${fileNameOf(fix.file)} has no such comment any more; nothing was changed.`,
    };
  }
  const edit = editOf(file.text, comment, fix);
  return rewriteFiles(title, [{ file, edits: [editsOf([edit])], promise: {} }]);
}

function editOf(text: string, comment: IgnoreComment, { rule, to }: EditIgnore): TextEdit {
  const rules = comment.rules ?? [];
  const index = rules.findIndex(({ id }) => id === rule);
  const own = rules[index];
  if (own && to !== undefined && !rules.some(({ id }) => id === to)) return { range: own.range, newText: to };
  if (!own || rules.length === 1) return { range: withoutComment(text, comment.range), newText: '' };
  const next = rules[index + 1];
  const previous = rules[index - 1];
  const range = next
    ? { start: own.range.start, end: next.range.start }
    : { start: previous?.range.end ?? own.range.start, end: own.range.end };
  return { range, newText: '' };
}

/** The comment with the blanks in front of it; the whole line with its ending where it stands alone. */
function withoutComment(text: string, range: TextRange): TextRange {
  const line = startOfLine(text, range.start);
  const before = text.slice(line, range.start);
  if (before.trim() !== '') return { start: line + before.trimEnd().length, end: range.end };
  const end = endOfLine(text, range.end);
  return { start: line, end: end + (/^(?:\r\n|\r|\n)/.exec(text.slice(end))?.[0].length ?? 0) };
}
