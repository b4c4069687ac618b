import { mergeConflictMarkers } from '../../text/mergeConflicts';
import type { TextRange } from '../../text/textRange';
import { stringRanges } from './bracketErrors';

/** The lines with which git marks merge conflicts, by what they are to Python. */
export interface ConflictMarkers {
  /** Empty where Python can load the file all the same. */
  readonly inCode: readonly TextRange[];
  /** Lines of a string, such as the docstring, where no other line is a marker. */
  readonly inStrings: readonly TextRange[];
}

/** The markers in a Python text. */
export function pythonConflictMarkers(text: string): ConflictMarkers {
  const markers = mergeConflictMarkers(text);
  if (markers.length === 0) return { inCode: [], inStrings: [] };
  // As comments, so that the quotes in a marker's label open no string.
  const source = commentOut(text, markers);
  const strings = stringRanges(source);
  let string = strings.next();
  let braces = bracesOf(source, string.value);
  for (const { start } of markers) {
    while (!string.done && string.value.end <= start) {
      string = strings.next();
      braces = bracesOf(source, string.value);
    }
    if (string.done || string.value.start > start || braces.depthAt(start) > 0)
      return { inCode: markers, inStrings: [] };
  }
  return { inCode: [], inStrings: markers };
}

/** How deep the replacement fields of a formatted string nest, asked for ascending offsets. */
function bracesOf(
  source: string,
  string: TextRange | undefined,
): { readonly depthAt: (offset: number) => number } {
  let at = string?.start ?? 0;
  const prefix = source.slice(Math.max(0, at - 2), at);
  if (!/f/i.test(/[a-z]{0,2}$/i.exec(prefix)?.[0] ?? '')) return { depthAt: () => 0 };
  let depth = 0;
  return {
    depthAt: (offset) => {
      for (; at < offset; at++) {
        const character = source[at];
        if (character !== '{' && character !== '}') continue;
        if (depth === 0 && source[at + 1] === character) at++;
        else depth = Math.max(0, depth + (character === '{' ? 1 : -1));
      }
      return depth;
    },
  };
}

/** The text with the given lines turned into comments of the same length, so that every offset stays. */
export function commentOut(text: string, lines: readonly TextRange[]): string {
  let result = '';
  let position = 0;
  for (const line of lines) {
    result += text.slice(position, line.start) + '#'.repeat(line.end - line.start);
    position = line.end;
  }
  return result + text.slice(position);
}
