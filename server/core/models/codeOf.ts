/** The text with blanks in the places of comments and strings, except for strings that contain code. */
export function codeOf(text: string): string {
  const parts: string[] = [];
  let done = 0;
  const starts = /#|"""|'''|["']/g;
  for (let match = starts.exec(text); match; match = starts.exec(text)) {
    const end = endOf(text, match.index, match[0]);
    starts.lastIndex = end;
    if (match[0] !== '#' && /[fFtT]/.test(text.charAt(match.index - 1))) continue;
    parts.push(text.slice(done, match.index), ' '.repeat(end - match.index));
    done = end;
  }
  return parts.join('') + text.slice(done);
}

/** The end of a comment or string; that of the line for one that does not end. */
function endOf(text: string, start: number, opening: string): number {
  if (opening.length === 3) {
    const end = text.indexOf(opening, start + 3);
    return end < 0 ? text.length : end + 3;
  }
  let at = start + 1;
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === '\n') return at;
    if (opening === '#') continue;
    if (character === opening) return at + 1;
    if (character === '\\') at++;
  }
  return Math.min(at, text.length);
}
