import { isNameCharacter, skipBlanks } from './tokenSkipping';

/**
 * The offset after an annotation of the usual kind, `Union[str, None]` or `str | tuple[str, ...] | None`, which begins at `offset`; -1 for
 * everything else.
 */
export function skipAnnotation(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    at = skipAlternative(text, at);
    if (at < 0) return -1;
    const next = skipBlanks(text, at);
    if (text.charCodeAt(next) !== 124) return at;
    at = skipBlanks(text, next + 1);
  }
}

function skipAlternative(text: string, offset: number): number {
  if (text.startsWith('...', offset)) return offset + 3;
  let at = skipDottedName(text, offset);
  if (at < 0 || text.charCodeAt(at) !== 91) return at;
  do {
    at = skipAnnotation(text, skipBlanks(text, at + 1));
    if (at < 0) return -1;
    at = skipBlanks(text, at);
  } while (text.charCodeAt(at) === 44);
  return text.charCodeAt(at) === 93 ? at + 1 : -1;
}

function skipDottedName(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    const start = at;
    while (isNameCharacter(text.charCodeAt(at))) at++;
    if (at === start || text.charCodeAt(start) <= 57) return -1;
    if (isKeyword(text, start, at)) return -1;
    if (text.charCodeAt(at) !== 46) return at;
    at++;
  }
}

/** Words of two to six letters that are no names; `None` is allowed. */
function isKeyword(text: string, start: number, end: number): boolean {
  if (end - start > 6 || end - start < 2) return false;
  return /^(?:and|as|await|def|del|elif|else|for|from|if|import|in|is|lambda|not|or|pass|raise|return|try|while|with|yield|async|break|class|global|assert|except|True|False)$/.test(
    text.slice(start, end),
  );
}
