import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import type { TextEdit } from '../../text/textEdit';
import type { ChangeOutcome } from '../change';
import { editsOf } from '../fileEdits';
import { smallestEdit } from '../../text/textEdit';
import { findFile, headerValues, rewriteFiles } from './rewriteFiles';
import { fileNameOf } from '../../files/paths';

export const docstringTitle = 'Make the docstring say what the code says';

/**
 * Makes the docstring's `Revision ID:` and `Revises:` lines say what the code says, in Alembic's spelling.
 */
export function syncDocstring(snapshot: EnvironmentSnapshot, path: string): ChangeOutcome {
  const found = findFile(snapshot, path);
  if (!found.ok) return found;
  const { file } = found;
  const { revisionId, revises } = file.reading.docstringFields;
  const { id, parents } = headerValues(file.reading);
  if (id === undefined || parents === undefined) {
    return {
      ok: false,
      reason: `${fileNameOf(path)}: the header can't be read without running the file; edit the docstring by hand.`,
    };
  }
  const edits: TextEdit[] = [];
  if (revisionId) edits.push(...valueEdit(file.text, revisionId.range, id));
  if (revises) edits.push(...revisesEdit(file.text, revises.range, parents));
  return rewriteFiles(docstringTitle, [{ file, edits: [editsOf(edits)], promise: {} }]);
}

/** Nothing where the line names the parents in words of its own. */
function revisesEdit(
  text: string,
  range: { readonly start: number; readonly end: number },
  parents: readonly string[],
): readonly TextEdit[] {
  const named = new Set(text.slice(range.start, range.end).split(/[\s,()<>[\]'"`]+/));
  if (parents.length > 0 && parents.every((id) => named.has(id)) && named.size >= parents.length) {
    const others = [...named].filter((word) => word !== '' && !parents.includes(word));
    if (others.length === 0) return [];
  }
  return valueEdit(text, range, parents.join(', '));
}

function valueEdit(
  text: string,
  range: { readonly start: number; readonly end: number },
  value: string,
): readonly TextEdit[] {
  const isGlued = value !== '' && range.start === range.end && text[range.start - 1] === ':';
  return smallestEdit(range.start, text.slice(range.start, range.end), (isGlued ? ' ' : '') + value);
}
