import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { readRevisionFile } from '../../python/readRevisionFile';
import type { ReadingProblem } from '../../python/revisionFile';
import { parseFaultless } from '../../python/syntax/boundedParse';
import type { TextRange } from '../../text/textRange';
import type { TextEdit } from '../../text/textEdit';
import { applyTextEdits } from '../../text/textEdit';
import type { ChangeOutcome } from '../change';
import type { FixSpecification } from '../../findings/fixSpecification';
import { findFile, headerValues } from '../header/rewriteFiles';
import { at, endOfLine, lineEndingOf, startOfLine } from '../../text/textLines';
import { fileNameOf } from '../../files/paths';

type RepairSyntax = Extract<FixSpecification, { kind: 'repair-syntax' }>;

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Each way is tried by reading the whole text again, so that neither may be much. */
const longestRepaired = 256 * 1024;
const mostTried = 30;

/**
 * The ways to close what a problem says is open, or to take out what closes nothing, after which the whole
 * file is valid Python; nearest first.
 */
export function syntaxRepairs(file: string, text: string, problem: ReadingProblem): readonly RepairSyntax[] {
  if (text.length > longestRepaired) return [];
  const seen = new Set<string>();
  return candidates(text, problem.range)
    .slice(0, mostTried)
    .flatMap((edit): readonly RepairSyntax[] => {
      const { range, newText } = edit;
      const fix: RepairSyntax = {
        kind: 'repair-syntax',
        file,
        range,
        oldText: text.slice(range.start, range.end),
        newText,
        line: text.slice(0, range.start).split(/\r\n|\n|\r/).length,
      };
      // Of several places on one line that would do, the first is the likeliest.
      const title = repairTitle(fix);
      if (seen.has(title) || !isWhole(applyTextEdits(text, [edit]))) return [];
      seen.add(title);
      return [fix];
    });
}

/** The name of a repair in a menu. */
export function repairTitle({ oldText, newText, line }: RepairSyntax): string {
  const added = newText.trim();
  if (added === '#') return `Comment out line ${line}`;
  const lines = newText.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines[0]?.startsWith('# ') && !oldText.startsWith('# '))
    return `Comment out lines ${line} to ${line + lines.length - 1}`;
  if (added === ':' && oldText === '') return `Add the missing : on line ${line}`;
  if (added === '') return `Remove ${oldText} on line ${line}`;
  return oldText === ''
    ? `Close it with ${added} on line ${line}`
    : `Change ${oldText} to ${added} on line ${line}`;
}

/** Applies one of them; fails if the text has changed. */
export function repairSyntax(snapshot: EnvironmentSnapshot, fix: RepairSyntax): ChangeOutcome {
  const found = findFile(snapshot, fix.file);
  if (!found.ok) return found;
  const { text } = found.file;
  const { range, newText, oldText } = fix;
  const isSame = text.slice(range.start, range.end) === oldText && range.end <= text.length;
  if (!isSame || !isWhole(applyTextEdits(text, [{ range, newText }]))) {
    return { ok: false, reason: `${fileNameOf(fix.file)} has changed since; look at the error again.` };
  }
  return {
    ok: true,
    title: repairTitle(fix),
    change: {
      edits: [{ file: fix.file, edits: [{ range, newText }], before: text }],
      creates: [],
      renames: [],
    },
  };
}

/** Whether a text reads without problems, also inside of functions. */
function isWhole(text: string): boolean {
  if (readRevisionFile(text).problems.length > 0) return false;
  const script = parseFaultless(text)?.topNode;
  // The parser takes an indented statement where there is no block; Python does not.
  for (let node = script?.firstChild; node; node = node.nextSibling)
    if (node.name !== 'Comment' && isIndented(text, node.from)) return false;
  return script !== undefined;
}

function isIndented(text: string, offset: number): boolean {
  return /^[ \t]+$/.test(text.slice(startOfLine(text, offset), offset));
}

function candidates(text: string, range: TextRange): readonly TextEdit[] {
  return [...closings(text, range), ...missingColon(text, range), ...commentedOut(text, range)];
}

/** The colon that the line of a block lacks. */
function missingColon(text: string, { start }: TextRange): readonly TextEdit[] {
  const line = startOfLine(text, start);
  const opensBlock = /^[ \t]*(?:if|elif|else|for|while|try|except|finally|with|def|class|async)\b/;
  if (!opensBlock.test(text.slice(line, endOfLine(text, line)))) return [];
  return endsOfLine(text, line).map((offset) => ({ range: at(offset), newText: ':' }));
}

/** The line as a comment, with the block that hangs on it, if the header says the same without them. */
function commentedOut(text: string, { start, end }: TextRange): readonly TextEdit[] {
  const before = JSON.stringify(headerValues(readRevisionFile(text)));
  const starts = new Set([start, Math.max(start, end - 1)].map((offset) => startOfLine(text, offset)));
  return [...starts].flatMap((offset): readonly TextEdit[] => {
    const end = endOfBlock(text, offset);
    const lines = text.slice(offset, end);
    const isOne = end === endOfLine(text, offset);
    const edit = isOne
      ? { range: at(offset), newText: '# ' }
      : { range: { start: offset, end }, newText: lines.replace(/^(?=.*\S)/gm, '# ') };
    const after = headerValues(readRevisionFile(applyTextEdits(text, [edit])));
    return after.id !== undefined && JSON.stringify(after) === before ? [edit] : [];
  });
}

/**
 * The end of a line, or of the last of the lines below that stand deeper, which Python would not take without
 * it.
 */
function endOfBlock(text: string, lineStart: number): number {
  const indentAt = (offset: number): number =>
    (/^[ \t]*/.exec(text.slice(offset))?.[0] ?? '').replaceAll('\t', ' '.repeat(8)).length;
  const next = /(?:\r\n|\n|\r)(?=[ \t]*[^\s#])/g;
  let end = endOfLine(text, lineStart);
  next.lastIndex = end;
  for (let match = next.exec(text); match; match = next.exec(text)) {
    const start = match.index + match[0].length;
    if (indentAt(start) <= indentAt(lineStart)) break;
    end = endOfLine(text, start);
  }
  return end;
}

function closings(text: string, { start }: TextRange): readonly TextEdit[] {
  const character = text[start] ?? '';
  if (/["']/.test(character)) return stringEnds(text, start, character);
  const closer = closers[character];
  if (closer !== undefined) return bracketEnds(text, start, closer);
  if (!/[)\]}]/.test(character)) return [];
  const range = { start, end: start + 1 };
  return ['', ')', ']', '}'].filter((other) => other !== character).map((newText) => ({ range, newText }));
}

function stringEnds(text: string, start: number, quote: string): readonly TextEdit[] {
  if (text.slice(start, start + 3) === quote.repeat(3)) return docstringEnds(text, start, quote.repeat(3));
  return endsOfLine(text, start + 1).map((offset) => ({ range: at(offset), newText: quote }));
}

/** In front of the first line that is certainly code. */
function docstringEnds(text: string, start: number, quotes: string): readonly TextEdit[] {
  const code = /^(?:(?:from|import) [\w.]+|(?:down_)?revision\b.*=|# revision identifiers)/m.exec(
    text.slice(start),
  );
  if (!code) return [];
  const offset = start + code.index;
  const newLine = lineEndingOf(text);
  return [{ range: at(offset), newText: quotes + newLine }];
}

function bracketEnds(text: string, start: number, closer: string): readonly TextEdit[] {
  const own = endsOfLine(text, start + 1).map((offset) => ({ range: at(offset), newText: closer }));
  const outdent = nextOutdent(text, start);
  if (!outdent) return own;
  const below = { range: at(outdent.offset), newText: outdent.indent + closer + lineEndingOf(text) };
  return isOpenAtLineEnd(text, start) ? [below, ...own] : [...own, below];
}

/**
 * Whether nothing but a comment follows an opening bracket, so that what it holds stands on the lines below.
 */
function isOpenAtLineEnd(text: string, start: number): boolean {
  return /^\s*(?:#.*)?$/.test(text.slice(start + 1, endOfLine(text, start)));
}

/** Up to the first `#` with a blank in front of it. */
function withoutComment(line: string): string {
  for (let at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1))
    if (/\s/.test(line.charAt(at - 1))) return line.slice(0, at);
  return line;
}

/**
 * The places on the rest of a line where something may end: its end, before a comment, and before closing
 * punctuation.
 */
function endsOfLine(text: string, from: number): readonly number[] {
  const line = text.slice(from, endOfLine(text, from));
  const places: number[] = [];
  for (const part of [withoutComment(line), line]) {
    let rest = part.trimEnd();
    places.push(from + rest.length);
    while (places.length < mostTried && ')]},:'.includes(rest.at(-1) ?? ' ')) {
      rest = rest.slice(0, -1).trimEnd();
      places.push(from + rest.length);
    }
  }
  return places;
}

/** The first later line that is indented no deeper than the one of the bracket. */
function nextOutdent(
  text: string,
  start: number,
): { readonly offset: number; readonly indent: string } | undefined {
  const own = /^[ \t]*/.exec(text.slice(startOfLine(text, start)))?.[0] ?? '';
  const lines = /(?:\r\n|\n|\r)([ \t]*)(?=[^\s#])/g;
  lines.lastIndex = endOfLine(text, start);
  for (let match = lines.exec(text); match; match = lines.exec(text)) {
    const indent = match[1] ?? '';
    if (indent.length <= own.length) return { offset: lines.lastIndex - indent.length, indent: own };
  }
  return undefined;
}
