import { TomlDate, TomlError, parse } from 'smol-toml';
import type { TextRange } from '../text/textRange';
import { ConfigurationError } from './configurationError';

/** The `[tool.alembic]` table of a pyproject.toml; an integer in it is a `bigint`, a `number` is a float. */
export interface TomlFile {
  readonly path: string;
  readonly text: string;
  /** Undefined where the file has no such table. */
  readonly table: Readonly<Record<string, unknown>> | undefined;
  /** The error with which Python would refuse the file, or Alembic the table. */
  readonly error: ConfigurationError | undefined;
}

/** Reads pyproject.toml. The wording of a syntax error is the TOML library's, its type and place are Python's. */
export function parseTomlFile(path: string, text: string): TomlFile {
  let data: Record<string, unknown>;
  try {
    data = parse(text, { integersAsBigInt: true });
  } catch (error) {
    return { path, text, table: undefined, error: syntaxError(path, text, error) };
  }
  const tool = data['tool'];
  if (tool !== undefined && !isTable(tool)) {
    const message = `'${pythonTypeOf(tool)}' object has no attribute 'get'`;
    const place = { file: path, range: { start: 0, end: 0 } };
    return { path, text, table: undefined, error: new ConfigurationError('AttributeError', message, place) };
  }
  const table = tool?.['alembic'];
  if (table === undefined) return { path, text, table: undefined, error: undefined };
  if (isTable(table)) return { path, text, table, error: undefined };
  const range = rangeOfTomlKey(text, 'alembic') ?? { start: 0, end: 0 };
  return {
    path,
    text,
    table: undefined,
    error: new ConfigurationError('CommandError', 'Incorrect TOML format', { file: path, range }),
  };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function syntaxError(path: string, text: string, error: unknown): ConfigurationError {
  if (!(error instanceof TomlError))
    return new ConfigurationError('TOMLDecodeError', String(error), {
      file: path,
      range: { start: 0, end: 0 },
    });
  const [summary = ''] = error.message.split('\n');
  const lines = text.split('\n');
  const line = lines[error.line - 1] ?? '';
  const before = lines.slice(0, error.line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const start = before + Math.min(Math.max(error.column - 1, 0), line.length);
  return new ConfigurationError(
    'TOMLDecodeError',
    `${summary.replace(/^Invalid TOML document: /, '')} (at line ${error.line}, column ${error.column})`,
    { file: path, range: { start, end: Math.max(start, before + line.trimEnd().length) } },
  );
}

/** The name of the Python type that `tomllib` makes of a value. */
export function pythonTypeOf(value: unknown): string {
  if (value instanceof TomlDate)
    return `datetime.${value.isDate() ? 'date' : value.isTime() ? 'time' : 'datetime'}`;
  if (Array.isArray(value)) return 'list';
  const names: Partial<Record<string, string>> = {
    bigint: 'int',
    number: 'float',
    boolean: 'bool',
    string: 'str',
  };
  return names[typeof value] ?? 'dict';
}

/** Where the value of a key of `[tool.alembic]` is written; undefined where that can't be found. For showing only. */
export function rangeOfTomlKey(text: string, key: string): TextRange | undefined {
  const header = /^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*"?alembic"?[ \t]*\][^\r\n]*$/m.exec(text);
  const from = header ? header.index + header[0].length : 0;
  const nextTable = /^[ \t]*\[/m.exec(text.slice(from));
  const to = header && nextTable ? from + nextTable.index : text.length;
  const name = key.replace(/[^\w]/g, '\\$&');
  const line = new RegExp(`^[ \\t]*"?${name}"?[ \\t]*=[ \\t]*`, 'm').exec(text.slice(from, to));
  if (!line) return header ? { start: header.index, end: from } : undefined;
  const start = from + line.index + line[0].length;
  return { start, end: start + valueLength(text.slice(start, to)) };
}

/** Up to the bracket that closes a list or table, else to the end of the line without its comment. */
function valueLength(text: string): number {
  const literal = /^(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\[[^\]]*\]|\{[^}\n]*\}|[^#\r\n]*)/.exec(text);
  return (literal?.[0] ?? '').trimEnd().length;
}
