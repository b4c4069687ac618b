import { fileNameOf, parentPath } from '../files/paths';
import { closestName } from '../text/closestName';
import { ParseError, parseToml, TooManyTomlParts } from '../text/parseToml';
import type { TextRange } from '../text/textRange';
import type { TomlAssignment, TomlValue } from '../text/tomlDocument';
import { assignmentsOf, isTomlTable, tableOf } from '../text/tomlDocument';
import { configKeyOf, configKeys } from './configKeys';
import { ConfigNotes } from './configNotes';
import { readConfigValue } from './configValues';
import type { WorkbenchConfigReading } from './workbenchConfig';
import { emptyWorkbenchConfig } from './workbenchConfig';

/** The file that holds nothing but our keys. */
export const ownConfigFile = 'alembic-workbench.toml';

/** The path of our table in pyproject.toml. */
const tablePath: readonly string[] = ['tool', 'alembic-workbench'];

/** The longest file that is read. UTF-16 units. */
const longestConfig = 512 * 1024;

/** The path of our keys in a file of this name. */
export function configPrefix(path: string): readonly string[] {
  return fileNameOf(path) === ownConfigFile ? [] : tablePath;
}

/**
 * Reads `alembic-workbench.toml`, or our table of a pyproject.toml; undefined where that has none. Never
 * throws.
 */
export function readWorkbenchConfig(path: string, text: string): WorkbenchConfigReading | undefined {
  const isOwn = fileNameOf(path) === ownConfigFile;
  if (!isOwn && !/alembic[-_.]?workbench/i.test(text)) return undefined;
  const notes = new ConfigNotes(path, text);
  const failed = (message: string, range: TextRange): WorkbenchConfigReading => {
    notes.add(message, range, [], 'error');
    return { config: emptyWorkbenchConfig(path), ...notes.result() };
  };
  if (text.length > longestConfig)
    return failed('This file is not read, because it is larger than 512 KB: shorten it.', start);
  try {
    const assignments = assignmentsOf(parseToml(text));
    return readTable(path, assignments, notes);
  } catch (error) {
    // What is wrong in a file that Alembic reads too is said where it is read for Alembic.
    const isSaidElsewhere = !isOwn && /^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*alembic[ \t\].]/m.test(text);
    if (!isOwn && !/^[ \t]*\[+[ \t]*tool[ \t]*\.[ \t]*["']?alembic-workbench/m.test(text)) return undefined;
    if (isSaidElsewhere) return { config: emptyWorkbenchConfig(path), problems: [], named: [] };
    if (error instanceof ParseError)
      return failed(
        `This file is not valid TOML (${error.message}): correct the line.`,
        restOfLine(text, error.index),
      );
    if (error instanceof TooManyTomlParts)
      return failed(`This file is not read, because ${error.message}: shorten it.`, start);
    return failed('This file is not read, because it is nested too deeply: simplify it.', start);
  }
}

const start: TextRange = { start: 0, end: 0 };

function restOfLine(text: string, index: number): TextRange {
  const end = text.indexOf('\n', index);
  const rest = text.slice(index, end < 0 ? text.length : end).trimEnd();
  return { start: index, end: index + rest.length };
}

function readTable(
  path: string,
  assignments: readonly TomlAssignment[],
  notes: ConfigNotes,
): WorkbenchConfigReading | undefined {
  const prefix = configPrefix(path);
  let table: TomlValue | undefined = tableOf(assignments);
  let isMisspelt = false;
  for (const part of prefix) {
    if (!isTomlTable(table)) return undefined;
    if (part === 'alembic-workbench' && !Object.hasOwn(table, part))
      isMisspelt = noteMisspeltTable(Object.keys(table), assignments, notes);
    table = Object.hasOwn(table, part) ? table[part] : undefined;
  }
  const config = emptyWorkbenchConfig(path);
  if (table === undefined) return isMisspelt ? { config, ...notes.result() } : undefined;
  if (!isTomlTable(table)) {
    notes.at(
      assignments,
      prefix,
      'key',
      'tool.alembic-workbench is a table: write [tool.alembic-workbench].',
    );
    return { config, ...notes.result() };
  }
  const values: Record<string, unknown> = {};
  const present = new Set(Object.keys(table));
  for (const [name, value] of Object.entries(table)) {
    const place = [...prefix, name];
    const key = configKeyOf(name);
    if (key)
      Object.assign(
        values,
        readConfigValue(key, value, { assignments, path: place, notes, folder: parentPath(path) }),
      );
    else noteUnknownKey(name, place, present, assignments, notes);
  }
  return { config: { ...config, ...values }, ...notes.result() };
}

/** `[tool.alembic_workbench]` and its like. */
function noteMisspeltTable(
  names: readonly string[],
  assignments: readonly TomlAssignment[],
  notes: ConfigNotes,
): boolean {
  const name = names.find((each) => /^alembic[-_.]?workbench$/i.test(each));
  if (name === undefined) return false;
  const message = `There is no table [tool.${name}]; did you mean [tool.alembic-workbench]?`;
  notes.at(assignments, ['tool', name], 'key', message, (range) => [
    notes.fix('Change to alembic-workbench', range, 'alembic-workbench', true),
  ]);
  return true;
}

const keyNames = configKeys.map((key) => key.name);

function noteUnknownKey(
  name: string,
  place: readonly string[],
  present: ReadonlySet<string>,
  assignments: readonly TomlAssignment[],
  notes: ConfigNotes,
): void {
  if (place.length === 1 && name === 'tool') {
    const message = `In ${ownConfigFile} the keys stand at top level: take [tool.alembic-workbench] away.`;
    notes.at(assignments, place, 'key', message);
    return;
  }
  const meant = closestName(name, keyNames);
  if (meant === undefined) {
    notes.at(assignments, place, 'key', `There is no key '${name}': use one of ${keyNames.join(', ')}.`);
    return;
  }
  notes.at(assignments, place, 'key', `There is no key '${name}'; did you mean '${meant}'?`, (range) =>
    present.has(meant) ? [] : [notes.fix(`Change to ${meant}`, range, meant, true)],
  );
}
