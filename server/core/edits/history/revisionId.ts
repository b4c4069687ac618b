import { legacyRevisionId } from '../../project/fileFailure';
import { editsOf, rejectEdits } from '../fileEdits';
import { smallestEdit } from '../../text/textEdit';
import type { FileEdits } from '../fileEdits';
import { insertHeaderLines } from '../header/headerLines';
import { isSymbol } from '../../revision/resolve/symbols';
import { replaceWord } from '../header/revisesLine';
import { styleOfLiteral, writeLiteral } from '../header/stringLiteral';
import { fileNameOf } from '../../files/paths';
import type { FileWithText } from '../../project/fileWithText';

/** The most characters that fit into Alembic's `version_num VARCHAR(32)`. */
const longestId = 32;

/** Why Alembic, or its version table, would not take an id; undefined for a good one. */
export function flawOfId(id: string): string | undefined {
  if (id === '') return 'A revision id needs at least one character.';
  if (isSymbol(id)) return `Alembic takes '${id}' for a symbol on its command line; choose another id.`;
  const forbidden = [...new Set(id)].filter((character) => '@-+:'.includes(character)).sort();
  if (forbidden.length > 0)
    return `Alembic does not allow ${forbidden.join(' ')} in a revision id; choose another one.`;
  if (/[\s\p{Cc}"'\\]/u.test(id))
    return 'A revision id with blanks, quotes or backslashes is hard to name; choose another one.';
  if ([...id].length > longestId) {
    return `The id has ${[...id].length} characters and Alembic's version table holds ${longestId}; choose a shorter one.`;
  }
  return undefined;
}

/**
 * Writes another id into a file: the `revision` variable, added where the name of the file is the id, and the
 * docstring's `Revision ID:` line.
 */
export function setRevisionId(file: FileWithText, id: string): FileEdits {
  const assignment = file.reading.header.revision;
  const name = fileNameOf(file.path);
  if (!assignment) {
    const legacy = legacyRevisionId(file.path);
    if (legacy === undefined) return rejectEdits(`${name} has no revision variable; add it first.`);
    const added = insertHeaderLines(file, new Map([['revision', [id]]]));
    return added.ok ? editsOf([...added.edits, ...docstringEdits(file, legacy, id)]) : added;
  }
  const { value, valueRange, statementRange } = assignment;
  if (value.kind !== 'string')
    return rejectEdits(`${name}: revision is not a plain string; edit it by hand.`);
  const { start, end } = value.range;
  const isElsewhere = valueRange.start !== start || valueRange.end !== end;
  if (isElsewhere || start < statementRange.start || end > statementRange.end) {
    return rejectEdits(`${name}: revision takes its value from another variable; edit it there.`);
  }
  for (const other of Object.values(file.reading.header)) {
    if (other.name !== 'revision' && other.value.range.start < end && other.value.range.end > start) {
      return rejectEdits(`${name}: revision and ${other.name} share one value; give each its own first.`);
    }
  }
  const [literal, ...others] = value.literals;
  if (!literal || others.length > 0) {
    return rejectEdits(`${name}: revision is put together from several strings; edit it by hand.`);
  }
  const source = file.text.slice(literal.start, literal.end);
  const edits = smallestEdit(literal.start, source, writeLiteral(id, styleOfLiteral(source)));
  return editsOf([...edits, ...docstringEdits(file, value.value, id)]);
}

function docstringEdits(file: FileWithText, before: string, after: string) {
  const field = file.reading.docstringFields.revisionId;
  if (!field) return [];
  const written = file.text.slice(field.range.start, field.range.end);
  const single = /^[\p{L}\p{N}_.]+$/u.test(written);
  const result = single ? after : replaceWord(written, before, after);
  return smallestEdit(field.range.start, written, result);
}
