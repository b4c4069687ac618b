import { ParseError, parseToml, TooManyTomlParts } from '../text/parseToml';
import type { TextRange } from '../text/textRange';
import { ConfigurationError } from './configurationError';
import type { TomlAssignment, TomlTable } from '../text/tomlDocument';
import { assignmentsOf, isTomlTable, pythonTypeOf, rangeOfNode, tableOf } from '../text/tomlDocument';

/** The `[tool.alembic]` table of a pyproject.toml. */
export interface TomlFile {
  readonly path: string;
  readonly text: string;
  /** Undefined where the file has no such table. */
  readonly table: TomlTable | undefined;
  /** Where the keys of the table are written; the first place of a key that is written in several. */
  readonly entries: ReadonlyMap<string, TomlEntry>;
  /** The name between the brackets of `[tool.alembic]`; undefined for a table written otherwise. */
  readonly header: TextRange | undefined;
  /** The error that Python raises for the file, or Alembic for the table. */
  readonly error: ConfigurationError | undefined;
}

/** The place of a key of `[tool.alembic]`. */
export interface TomlEntry {
  readonly key: TextRange;
  /** Undefined for a key whose value is a table under a header or of dotted keys. */
  readonly value: TextRange | undefined;
  /** The members of a list, with their quotes. */
  readonly members: readonly TextRange[] | undefined;
  /** Whether key and value have their lines to themselves, as they don't in an inline table. */
  readonly isStatement: boolean;
}

/** Reads pyproject.toml. The wording of a syntax error is the TOML library's, its type is Python's. */
export function parseTomlFile(path: string, text: string): TomlFile {
  try {
    return readTable(path, text);
  } catch (error) {
    if (error instanceof ParseError) return failedFile(path, text, ...syntaxError(text, error));
    if (error instanceof TooManyTomlParts)
      return failedFile(path, text, tooManyPartsType, error.message, start);
    // Python gives up on deep nesting too.
    if (error instanceof RangeError)
      return failedFile(path, text, 'RecursionError', 'maximum recursion depth exceeded', start);
    throw error;
  }
}

/** The type of the error for a file that is larger than is read, which is none of Python's. */
export const tooManyPartsType = 'TooManyParts';

const start: TextRange = { start: 0, end: 0 };

const noEntries: ReadonlyMap<string, TomlEntry> = new Map();

function readTable(path: string, text: string): TomlFile {
  const assignments = assignmentsOf(parseToml(text));
  const tool = tableOf(assignments)['tool'];
  if (tool !== undefined && !isTomlTable(tool)) {
    const message = `'${pythonTypeOf(tool)}' object has no attribute 'get'`;
    return failedFile(path, text, 'AttributeError', message, placeOf(assignments, ['tool']));
  }
  const table = tool?.['alembic'];
  if (table !== undefined && !isTomlTable(table)) {
    const place = placeOf(assignments, ['tool', 'alembic']);
    return failedFile(path, text, 'CommandError', 'Incorrect TOML format', place);
  }
  return {
    path,
    text,
    table,
    entries: entriesOf(assignments),
    header: assignments.find(
      ({ path: [tool, alembic, ...more], value }) =>
        value === undefined && tool === 'tool' && alembic === 'alembic' && more.length === 0,
    )?.ranges[1],
    error: undefined,
  };
}

function failedFile(path: string, text: string, type: string, message: string, range: TextRange): TomlFile {
  const error = new ConfigurationError(type, message, { file: path, range });
  return { path, text, table: undefined, entries: noEntries, header: undefined, error };
}

/** Where a value is written, or else its key. */
function placeOf(assignments: readonly TomlAssignment[], path: readonly string[]): TextRange {
  const found = assignments.find((each) => path.every((part, index) => each.path[index] === part));
  if (!found) return start;
  const isWhole = found.path.length === path.length && found.value;
  return (isWhole ? rangeOfNode(isWhole) : found.ranges[path.length - 1]) ?? start;
}

function entriesOf(assignments: readonly TomlAssignment[]): ReadonlyMap<string, TomlEntry> {
  const entries = new Map<string, TomlEntry>();
  for (const { path, ranges, value, isStatement } of assignments) {
    const [tool, alembic, name] = path;
    const key = ranges[2];
    if (tool !== 'tool' || alembic !== 'alembic' || typeof name !== 'string' || !key || entries.has(name))
      continue;
    const own = path.length === 3 ? value : undefined;
    entries.set(name, {
      key,
      value: own && rangeOfNode(own),
      members: own?.type === 'TOMLArray' ? own.elements.map(rangeOfNode) : undefined,
      isStatement,
    });
  }
  return entries;
}

/** The type, text and place of a syntax error; the rest of the line is marked. */
function syntaxError(text: string, { message, index }: ParseError): [string, string, TextRange] {
  const before = text.slice(0, index).split('\n');
  const lineEnd = text.indexOf('\n', index);
  const rest = text.slice(index, lineEnd < 0 ? text.length : lineEnd).trimEnd();
  const where = `(at line ${String(before.length)}, column ${String((before.at(-1) ?? '').length + 1)})`;
  return ['TOMLDecodeError', `${message} ${where}`, { start: index, end: index + rest.length }];
}
