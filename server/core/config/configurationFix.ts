import type { TextRange } from '../text/textRange';

/** A fix of a problem in a config file, as plain data. */
export interface ConfigurationFix {
  /** What it is called in a menu. */
  readonly title: string;
  readonly edits: readonly ConfigurationEdit[];
  /** Empty files that it makes, for the folders that they are in. */
  readonly creates: readonly string[];
  /** Whether it writes what was plainly meant, so that nobody is asked. */
  readonly isCertain?: true;
  /** The absolute script directory that "alembic init" makes; there are no edits then. */
  readonly initialises?: string;
}

/** One replacement in a config file. */
export interface ConfigurationEdit {
  readonly range: TextRange;
  /** What stands there. */
  readonly oldText: string;
  readonly newText: string;
}

/** A fix that replaces parts of a text. */
export function editingFix(
  text: string,
  title: string,
  edits: readonly { readonly start: number; readonly end: number; readonly newText: string }[],
): ConfigurationFix {
  return {
    title,
    edits: edits.map(({ start, end, newText }) => ({
      range: { start, end },
      oldText: text.slice(start, end),
      newText,
    })),
    creates: [],
  };
}

/** A fix that gives an option another value, in the place of what is written. */
export function valueFix(text: string, range: TextRange, newText: string, title: string): ConfigurationFix {
  return editingFix(text, title, [{ ...range, newText }]);
}

/** A fix that makes comments of the lines that a range touches. */
export function commentOutFix(text: string, range: TextRange, title: string): ConfigurationFix {
  const edits: { start: number; end: number; newText: string }[] = [];
  let start = text.lastIndexOf('\n', range.start - 1) + 1;
  const end = Math.max(range.end, range.start + 1);
  while (start < end) {
    const next = text.indexOf('\n', start);
    const lineEnd = next < 0 ? text.length : next;
    if (text.slice(start, lineEnd).trim() !== '') edits.push({ start, end: start, newText: '# ' });
    if (next < 0) break;
    start = next + 1;
  }
  return editingFix(text, title, edits);
}
