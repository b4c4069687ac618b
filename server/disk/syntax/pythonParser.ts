import type { Diagnostic } from '@astral-sh/ruff-wasm-nodejs';
import type { SyntaxProblem } from '../../core/rules/engine/syntaxFacts';
import { LineIndex } from '../../core/text/lineIndex';
import type { TextRange } from '../../core/text/textRange';

/** The first syntax error of a text that no version of Python accepts; undefined for valid text. */
export type PythonParser = (text: string) => SyntaxProblem | undefined;

/** The newest Python that the parser knows: a file is invalid only if it is invalid in this one. */
const newestPython = 'py315';

/**
 * Ruff's rules that match errors of Python's compiler beyond its grammar: `break` and `continue` without a
 * loop, `return`, `yield` and `await` without a function, misplaced and unknown `from __future__`, two stars
 * in one target, and `global` after use or beside `nonlocal`.
 */
const compilerRules = [
  'F701',
  'F702',
  'F704',
  'F706',
  'F404',
  'F407',
  'F622',
  'PLE0115',
  'PLE0118',
  'PLE1142',
];

/** Loads Ruff's parser, which takes about 100 ms and 50 MB. Rejects if the host can't run WebAssembly. */
export async function loadPythonParser(targetVersion: string = newestPython): Promise<PythonParser> {
  const { PositionEncoding, Workspace } = await import('@astral-sh/ruff-wasm-nodejs');
  const options = { 'target-version': targetVersion, lint: { select: compilerRules } };
  const workspace = new Workspace(options, PositionEncoding.Utf16);
  return (text) => firstOf(text, workspace.check(text) as readonly Diagnostic[]);
}

function firstOf(text: string, diagnostics: readonly Diagnostic[]): SyntaxProblem | undefined {
  if (diagnostics.length === 0) return undefined;
  const lines = new LineIndex(text);
  const offset = ({ row, column }: Diagnostic['start_location']): number =>
    lines.offset({ line: row - 1, character: column - 1 });
  const found = diagnostics.map((each) => ({
    message: each.message,
    range: { start: offset(each.start_location), end: offset(each.end_location) },
  }));
  const first = found.reduce((best, each) => (each.range.start < best.range.start ? each : best));
  return { message: first.message, range: visible(text, first.range) };
}

/** Cut off at the end of the line; where nothing is left, the last character before that can be seen. */
function visible(text: string, { start, end }: TextRange): TextRange {
  const line = /^[^\r\n]*/.exec(text.slice(start, Math.max(end, start)))?.[0].trimEnd().length ?? 0;
  if (line > 0) return { start, end: start + line };
  const before = text.slice(0, start).trimEnd().length;
  return before > 0 ? { start: before - 1, end: before } : { start, end: start };
}
