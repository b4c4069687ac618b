import { headerValues } from '../edits/header/rewriteFiles';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { rangeTouches } from '../text/textRange';
import type { TextRange } from '../text/textRange';
import { revisionNameAt, revisionNamed } from './revisionNameAt';
import { fileNameOf } from '../files/paths';
import type { FileWithText } from '../project/fileWithText';

/**
 * The id that is written at a place, and the file whose id it is; or the one sentence that says why it can't
 * be told.
 */
export type RenameTarget =
  | { readonly ok: true; readonly id: string; readonly file: string; readonly range: TextRange }
  | { readonly ok: false; readonly reason: string };

/**
 * The revision whose id stands at an offset: in the header, or in the docstring's `Revision ID:` and
 * `Revises:` lines where they say what the header says. Undefined at labels, at names of no revision, and
 * elsewhere. The range is that of the id itself, without quotes.
 */
export function renameTargetAt(
  snapshot: EnvironmentSnapshot,
  file: FileWithText,
  offset: number,
): RenameTarget | undefined {
  const written = writtenIdAt(snapshot, file, offset);
  if (!written) return undefined;
  const { id, range, isOwn } = written;
  if (isOwn) return { ok: true, id, file: file.path, range };
  const owners = snapshot.map.scripts.filter((script) => script.id === id);
  const [owner, ...others] = owners;
  if (!owner) return undefined;
  if (others.length > 0) {
    const names = owners.map((each) => fileNameOf(each.file)).join(' and ');
    return { ok: false, reason: `${id} is the id of ${names}; rename it in one of these files.` };
  }
  return { ok: true, id, file: owner.file, range };
}

function writtenIdAt(
  snapshot: EnvironmentSnapshot,
  file: FileWithText,
  offset: number,
): { readonly id: string; readonly range: TextRange; readonly isOwn: boolean } | undefined {
  const name = revisionNameAt(file, offset);
  const { docstringFields } = file.reading;
  const { id: own, parents = [] } = headerValues(file.reading);
  if (name) {
    const isOwn = name.variable === 'revision';
    if (!isOwn && revisionNamed(snapshot, name)?.id !== name.name) return undefined;
    const at = file.text.slice(name.range.start, name.range.end).indexOf(name.name);
    // Put together from several literals, an id is nowhere written as a whole.
    const start = name.range.start + at;
    const range = at < 0 ? name.range : { start, end: start + name.name.length };
    return { id: name.name, range, isOwn };
  }
  const { revisionId, revises } = docstringFields;
  if (revisionId && rangeTouches(revisionId.range, offset) && own !== undefined) {
    const found = wordIn(file.text, revisionId.range, offset, [own]);
    return found && { ...found, isOwn: true };
  }
  if (!revises || !rangeTouches(revises.range, offset)) return undefined;
  const found = wordIn(file.text, revises.range, offset, parents);
  return found && { ...found, isOwn: false };
}

/** The one of some names that an offset touches in a part of the text. */
function wordIn(
  text: string,
  part: TextRange,
  offset: number,
  names: readonly string[],
): { readonly id: string; readonly range: TextRange } | undefined {
  for (const { 0: id, index } of text.slice(part.start, part.end).matchAll(/[^\s,;()'"]+/g)) {
    const start = part.start + index;
    const range = { start, end: start + id.length };
    if (names.includes(id) && rangeTouches(range, offset)) return { id, range };
  }
  return undefined;
}
