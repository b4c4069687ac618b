import type { TextRange } from '../text/textRange';
import { applyTextEdits } from '../text/textEdit';
import type { ConfigurationError } from './configurationError';
import type { ConfigurationFix } from './configurationFix';
import { commentOutFix, editingFix } from './configurationFix';
import { parseIniFile } from './iniFile';
import { parseTomlFile } from './tomlFile';

/**
 * Fixes of a file that Python can't parse. Each is tried: the file parses afterwards, or its next error is
 * further down.
 */
export function syntaxFixes(
  text: string,
  error: ConfigurationError,
  section: string,
): readonly ConfigurationFix[] {
  const { place } = error;
  if (!place) return [];
  const isToml = error.type === 'TOMLDecodeError';
  const fixes = isToml ? tomlFixes(text, place.range) : iniFixes(text, error.type, place.range, section);
  return fixes.filter(({ edits }) => {
    const after = applyTextEdits(text, edits);
    const left = isToml ? parseTomlFile('', after).error : parseIniFile('', after).error;
    if (!left) return true;
    const moved = edits.reduce(
      (sum, { range, newText }) => sum + newText.length - (range.end - range.start),
      0,
    );
    return (left.place?.range.start ?? 0) > place.range.end + Math.max(0, moved);
  });
}

function iniFixes(
  text: string,
  type: string,
  range: TextRange,
  section: string,
): readonly ConfigurationFix[] {
  const lineStart = startOfLine(text, range.start);
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const commentOut = commentOutFix(text, range, 'Make a comment of the line');
  switch (type) {
    case 'MissingSectionHeaderError': {
      if (headersOf(text).some(({ name }) => name === section)) return [commentOut];
      const header = { start: lineStart, end: lineStart, newText: `[${section}]${newLine}` };
      return [editingFix(text, `Put [${section}] above it`, [header]), commentOut];
    }
    case 'DuplicateOptionError': {
      const name = text.slice(range.start, range.end);
      const earlier = earlierOption(text, lineStart, name);
      return [
        commentOutFix(text, optionLines(text, range.start), 'Keep the first one: make a comment of this one'),
        ...(earlier === undefined
          ? []
          : [
              commentOutFix(
                text,
                optionLines(text, earlier),
                'Keep this one: make a comment of the first one',
              ),
            ]),
      ];
    }
    case 'DuplicateSectionError':
      return joinSections(text, range);
    default: {
      const indent = editingFix(text, 'Indent it, as a part of the value above', [
        { start: lineStart, end: lineStart, newText: '    ' },
      ]);
      return /^[ \t]/.test(text.slice(lineStart)) ? [commentOut] : [commentOut, indent];
    }
  }
}

function tomlFixes(text: string, range: TextRange): readonly ConfigurationFix[] {
  const start = startOfLine(text, range.start);
  const end = endOfLine(text, start);
  const line = text.slice(start, end);
  const assignment = /^(\s*["\w.-]+\s*=\s*)([^"'[{#\s](?:[^#"\\]*[^#"\\\s])?)(?=\s*(?:#.*)?\r?$)/.exec(line);
  const [, before = '', value = ''] = assignment ?? [];
  const plain = /^(?:true|false)$/i.test(value) ? value.toLowerCase() : `"${value}"`;
  const at = start + before.length;
  return [
    ...(assignment
      ? [editingFix(text, `Write ${plain}`, [{ start: at, end: at + value.length, newText: plain }])]
      : []),
    commentOutFix(text, { start, end }, 'Make a comment of the line'),
  ];
}

/** The first line of an option of that name above a line in the same section. */
function earlierOption(text: string, before: number, name: string): number | undefined {
  const from = headersOf(text).findLast(({ start }) => start < before)?.start ?? 0;
  const escaped = name.replace(/[^\w]/g, '\\$&');
  const found = new RegExp(`^[ \\t]*${escaped}[ \\t]*[=:]`, 'im').exec(text.slice(from, before));
  return found ? from + found.index + (/^[ \t]*/.exec(found[0])?.[0].length ?? 0) : undefined;
}

/** The line that an option begins on, and those that its value goes on with. */
function optionLines(text: string, offset: number): TextRange {
  const start = startOfLine(text, offset);
  let end = endOfLine(text, start);
  for (;;) {
    const next = /^\n[ \t]+[^\s#;][^\n]*/.exec(text.slice(end));
    if (!next) return { start, end };
    end += next[0].length;
  }
}

/** The fix that joins two sections of one name, where no option is in both. */
function joinSections(text: string, range: TextRange): readonly ConfigurationFix[] {
  const name = text.slice(range.start, range.end);
  const header = startOfLine(text, range.start);
  const headers = headersOf(text);
  const first = headers.findIndex((each) => each.name === name);
  const firstStart = headers[first]?.start;
  const endOfFirst = headers[first + 1]?.start;
  // One behind the other on a line, where only a carriage return parts them.
  if (firstStart === undefined || endOfFirst === undefined) return [];
  if (firstStart >= endOfFirst || endOfFirst > header) return [];
  const end = headers.find(({ start }) => start > header)?.start ?? text.length;
  const body = text.slice(Math.min(endOfLine(text, header) + 1, end), end);
  const title = `Move its options into the first [${name}]`;
  if (endOfFirst === header) {
    const next = Math.min(endOfLine(text, header) + 1, text.length);
    return [editingFix(text, title, [{ start: header, end: next, newText: '' }])];
  }
  const at = text.slice(0, endOfFirst).trimEnd().length;
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  return [
    editingFix(text, title, [
      { start: at, end: at, newText: newLine + body.trimEnd() },
      { start: header, end, newText: '' },
    ]),
  ];
}

/** The headers of a file, each with the offset of its line. */
function headersOf(text: string): readonly { readonly name: string; readonly start: number }[] {
  let start = 0;
  let before = 0;
  return parseIniFile('', text).headers.map(({ name, nameRange }) => {
    const lineFeed = text.slice(before, nameRange.start).lastIndexOf('\n');
    if (lineFeed >= 0) start = before + lineFeed + 1;
    before = nameRange.start;
    return { name, start };
  });
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
