import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import { readRevisionFile } from '../../python/readRevisionFile';
import type { TextEdit } from '../../text/textEdit';
import { applyTextEdits } from '../../text/textEdit';
import type { ChangeOutcome } from '../change';
import { editsOf } from '../fileEdits';
import type { FixSpecification } from '../../findings/fixSpecification';
import { findFile, rewriteFiles } from '../header/rewriteFiles';
import { literalStyleOf, writeLiteral } from '../header/stringLiteral';
import { at, lineEndingOf, startOfLine } from '../../text/textLines';
import { fileNameOf } from '../../files/paths';
import type { FileWithText } from '../../project/fileWithText';

type AddFunction = Extract<FixSpecification, { kind: 'add-function' }>;
type RenameFunction = Extract<FixSpecification, { kind: 'rename-function' }>;

/**
 * Writes a function that is missing: `upgrade` in front of `downgrade`, else at the end, with the signature
 * and the indentation of the others.
 */
export function addFunction(snapshot: EnvironmentSnapshot, fix: AddFunction, title: string): ChangeOutcome {
  const found = findFile(snapshot, fix.file);
  if (!found.ok) return found;
  const { file } = found;
  if (file.reading[fix.name]) {
    return { ok: false, reason: `${fileNameOf(fix.file)} has ${fix.name}() already; nothing was changed.` };
  }
  return proven(title, fix, file, [newFunction(snapshot, file, fix.name, [bodyOf(file, fix)])]);
}

/** A function that the file lacks, with a body whose lines are not indented. */
export function newFunction(
  snapshot: EnvironmentSnapshot,
  file: FileWithText,
  name: 'upgrade' | 'downgrade',
  body: readonly string[],
): TextEdit {
  const newLine = lineEndingOf(file.text);
  const { signature, indent } = functionStyle(snapshot, file);
  const lines = [`def ${name}()${signature}:`, ...body.map((line) => (line === '' ? '' : indent + line))];
  return placed(file, name, lines.join(newLine), newLine);
}

/**
 * Gives the definition of a misspelt function its right name; refused where the file uses the name elsewhere.
 */
export function renameFunction(
  snapshot: EnvironmentSnapshot,
  fix: RenameFunction,
  title: string,
): ChangeOutcome {
  const found = findFile(snapshot, fix.file);
  if (!found.ok) return found;
  const { text, reading } = found.file;
  const name = fileNameOf(fix.file);
  if (reading[fix.to]) return { ok: false, reason: `${name} has ${fix.to}() already; nothing was changed.` };
  const mentions = [...text.matchAll(new RegExp(`\\b${fix.from}\\b`, 'g'))];
  const [only] = mentions;
  if (!only) return { ok: false, reason: `${name} no longer has ${fix.from}(); nothing was changed.` };
  if (mentions.length > 1) {
    return { ok: false, reason: `${name} names ${fix.from} elsewhere too; rename it by hand.` };
  }
  const range = { start: only.index, end: only.index + fix.from.length };
  return proven(title, fix, found.file, [{ range, newText: fix.to }]);
}

function proven(
  title: string,
  fix: AddFunction | RenameFunction,
  file: FileWithText,
  edits: readonly TextEdit[],
): ChangeOutcome {
  const name = fix.kind === 'add-function' ? fix.name : fix.to;
  const after = readRevisionFile(applyTextEdits(file.text, edits));
  const other = name === 'upgrade' ? 'downgrade' : 'upgrade';
  if (!after[name] || !after[other] !== !file.reading[other]) {
    return {
      ok: false,
      reason: `${fileNameOf(file.path)} would not have ${name}() after this change; write it by hand.`,
    };
  }
  return rewriteFiles(title, [{ file, edits: [editsOf(edits)], promise: {} }]);
}

function bodyOf(file: FileWithText, { name, body }: AddFunction): string {
  if (body === 'pass') return 'pass';
  const reason =
    name === 'downgrade' ? 'This revision cannot be undone.' : 'This revision cannot be applied.';
  return `raise NotImplementedError(${writeLiteral(reason, { ...literalStyleOf(file.text, file.reading, []), prefix: '' })})`;
}

/** Two empty lines around it, and what was the end of the file stays its end. */
function placed(file: FileWithText, name: string, source: string, newLine: string): TextEdit {
  const { text } = file;
  const before = name === 'upgrade' ? startOfFunction(file) : undefined;
  if (before !== undefined) return { range: at(before), newText: source + newLine.repeat(3) };
  const end = text.trimEnd().length;
  const hasFinalNewLine = /[\r\n]$/.test(text);
  const rest = text.slice(end);
  const tail = hasFinalNewLine ? rest : newLine;
  return { range: { start: end, end: text.length }, newText: `${newLine.repeat(3)}${source}${tail}` };
}

/** Where `downgrade` begins, if it is a plain function whose line has nothing above it that belongs to it. */
function startOfFunction({ text, reading }: FileWithText): number | undefined {
  const { downgrade } = reading;
  if (!downgrade || !/^(?:async )?def\b/.test(text.slice(downgrade.range.start, downgrade.range.end)))
    return undefined;
  const { start } = downgrade.range;
  if (startOfLine(text, start) !== start) return undefined;
  const lineAbove = /(?:^|[\r\n])([^\r\n]*)(?:\r\n|\n|\r)$/.exec(text.slice(0, start))?.[1] ?? '';
  return lineAbove.trim() === '' ? start : undefined;
}

interface FunctionStyle {
  /** What stands between the parentheses and the colon. */
  readonly signature: string;
  readonly indent: string;
}

/** How the file's other function is written, else that of the revision read last. */
function functionStyle(snapshot: EnvironmentSnapshot, file: FileWithText): FunctionStyle {
  const others = snapshot.files.slice(-10).reverse();
  for (const candidate of [file, ...others]) {
    const written = candidate.reading.upgrade ?? candidate.reading.downgrade;
    const text = written && candidate.readText();
    const style = written && text !== undefined && styleOf(text, written);
    if (style) return style;
  }
  return { signature: '', indent: '    ' };
}

function styleOf(
  text: string,
  written: NonNullable<RevisionFile['reading']['upgrade']>,
): FunctionStyle | undefined {
  const head = text.slice(written.nameRange.end, written.bodyRange.start);
  const signature = /^\s*\(\s*\)(\s*->\s*None)?\s*:/.exec(head);
  if (!signature) return undefined;
  const lead = text.slice(startOfLine(text, written.bodyRange.start), written.bodyRange.start);
  return { signature: signature[1] ?? '', indent: /^[ \t]+$/.test(lead) ? lead : '    ' };
}
