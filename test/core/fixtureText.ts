/** One file of a fixture: its text without the fixture's own lines. */
export interface FixtureFile {
  readonly path: string;
  readonly text: string;
  /** How many characters at the end of the text the fixture left out. */
  readonly appended: number;
}

/** A remark that the fixture expects at a place. */
export interface Expectation {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** The words behind the carets: `error[rule-id]: message`, or the kind of place, such as `definition`. */
  readonly text: string;
}

export interface Fixture {
  readonly files: readonly FixtureFile[];
  readonly expected: readonly Expectation[];
  /** Where `$0` stood. */
  readonly cursor: { readonly file: string; readonly offset: number } | undefined;
}

const functions = '\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n';

/**
 * Reads a text with several files. `#- /path` begins a file, `$0` marks the cursor, `#  ^^^ error[rule]:
 * message` expects a remark on the characters above the carets (`#  | …` on the empty place above the bar;
 * the `#` is left out for a remark in the first column). The places of an editor query are marked in the same
 * way, with `definition`, `reference`, `replaced` or `id`. A Python file without functions gets `upgrade` and
 * `downgrade`, unless its header ends in ` bare`. `#- /path` with CRLF in brackets, as `#- /path [crlf]`,
 * gives its lines that ending.
 */
export function readFixture(source: string): Fixture {
  const files: FixtureFile[] = [];
  const expected: Expectation[] = [];
  let cursor: Fixture['cursor'];
  for (const part of source.replace(/^\n/, '').split(/^#- /m)) {
    if (part.trim() === '') continue;
    const headerEnd = part.indexOf('\n');
    const header = /^(\S+)((?: (?:bare|\[crlf\]))*)$/.exec(part.slice(0, headerEnd).trim());
    if (!header) throw new Error(`Not a fixture header: ${part.slice(0, headerEnd)}`);
    const [, path = '', flags = ''] = header;
    const lineEnd = flags.includes('[crlf]') ? '\r\n' : '\n';
    let text = '';
    let lineStart = 0;
    for (const line of part
      .slice(headerEnd + 1)
      .replace(/\n$/, '')
      .split('\n')) {
      const mark =
        /^(#\s*|)(\^+|\|)\s*((?:error|warning|information|hint)\[.*|(?:definition|reference|replaced|id))$/.exec(
          line,
        );
      if (mark) {
        const [, indent = '', carets = '', remark = ''] = mark;
        const start = lineStart + indent.length;
        expected.push({
          file: path,
          start,
          end: carets === '|' ? start : start + carets.length,
          text: remark,
        });
        continue;
      }
      lineStart = text.length;
      const at = line.indexOf('$0');
      if (at >= 0) cursor = { file: path, offset: lineStart + at };
      text += (at >= 0 ? line.replace('$0', '') : line) + lineEnd;
    }
    if (path.endsWith('.py') && !flags.includes('bare') && !/def upgrade/.test(text)) {
      const added = functions.replaceAll('\n', lineEnd);
      files.push({ path, text: text + added, appended: added.length });
    } else {
      files.push({ path, text, appended: 0 });
    }
  }
  return { files, expected, cursor };
}
