import { Ascii } from '../../text/ascii';
import { headerNames } from '../revisionFile';
import { beginsName, isWord, nameEnd } from './tokenSkipping';

/** The names of a module that mean something to Alembic, in the order of `watchedNames`. */
export const enum WatchedName {
  none = -1,
  revision = 0,
  downRevision = 1,
  branchLabels = 2,
  dependsOn = 3,
  upgrade = 4,
  downgrade = 5,
  doc = 6,
}

/** The variables of the header first. */
export const watchedNames = [...headerNames, 'upgrade', 'downgrade', '__doc__'] as const;

/** Which of the notable names a part of the text is. */
export function watchedNameAt(units: Uint8Array, start: number, end: number): WatchedName {
  const length = end - start;
  if (length < 7 || length > 13) return WatchedName.none;
  switch (units[start] as number) {
    case Ascii.r:
      return isWord(units, start, end, 'revision') ? WatchedName.revision : WatchedName.none;
    case Ascii.d:
      if (length === 13)
        return isWord(units, start, end, 'down_revision') ? WatchedName.downRevision : WatchedName.none;
      if (length === 10)
        return isWord(units, start, end, 'depends_on') ? WatchedName.dependsOn : WatchedName.none;
      return isWord(units, start, end, 'downgrade') ? WatchedName.downgrade : WatchedName.none;
    case Ascii.b:
      return isWord(units, start, end, 'branch_labels') ? WatchedName.branchLabels : WatchedName.none;
    case Ascii.u:
      return isWord(units, start, end, 'upgrade') ? WatchedName.upgrade : WatchedName.none;
    case Ascii.underscore:
      return isWord(units, start, end, '__doc__') ? WatchedName.doc : WatchedName.none;
    default:
      return WatchedName.none;
  }
}

/**
 * Words that are, or once were, no names of variables, and those through which a statement may change
 * variables that it does not name. What they stand in is left to the whole parse.
 */
const reservedWords =
  'and as assert async await break class continue def del elif else except exec finally for from global globals if import in is lambda locals match nonlocal not or pass print raise return setattr try vars while with yield'.split(
    ' ',
  );

/** The reserved words by their first letter, counted from `a`. */
const wordsByLetter: readonly (readonly string[])[] = Array.from({ length: 26 }, (_, letter) =>
  reservedWords.filter((word) => word.charCodeAt(0) === Ascii.a + letter),
);
/** The lengths of those words as bits, by which most names are told from them at once. */
const lengthsByLetter: Readonly<Uint16Array> = Uint16Array.from(wordsByLetter, (words) =>
  words.reduce((bits, { length }) => bits | (1 << length), 0),
);

/**
 * Whether a part of the text is a word that no simple expression, and no import, has as a name. `True`,
 * `False` and `None` are not meant.
 */
export function isReserved(units: Uint8Array, start: number, end: number): boolean {
  const letter = (units[start] as number) - Ascii.a;
  if (letter < 0 || letter > 25 || end - start > 15) return false;
  if (((lengthsByLetter[letter] as number) & (1 << (end - start))) === 0) return false;
  for (const word of wordsByLetter[letter] as readonly string[])
    if (isWord(units, start, end, word)) return true;
  return false;
}

/** Whether a part of the text is `None`, `True` or `False`. */
function isConstantWord(units: Uint8Array, start: number, end: number): boolean {
  const first = units[start];
  return (
    (first === Ascii.upperN && isWord(units, start, end, 'None')) ||
    (first === Ascii.upperT && isWord(units, start, end, 'True')) ||
    (first === Ascii.upperF && isWord(units, start, end, 'False'))
  );
}

/** The offset after a name that begins here and is no word of Python's own, or -1. */
export function skipName(units: Uint8Array, offset: number): number {
  if (!beginsName(units[offset] as number)) return -1;
  const end = nameEnd(units, offset);
  return isReserved(units, offset, end) || isConstantWord(units, offset, end) ? -1 : end;
}

/** The same for a name that a statement binds, which must mean nothing to Alembic. */
export function skipBoundName(units: Uint8Array, offset: number): number {
  const end = skipName(units, offset);
  return end >= 0 && watchedNameAt(units, offset, end) === WatchedName.none ? end : -1;
}
