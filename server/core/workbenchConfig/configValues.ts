import { isAbsolutePath, isWithin, joinPath, plainPath } from '../files/paths';
import { closestName } from '../text/closestName';
import { orList } from '../text/lists';
import type { TomlAssignment, TomlValue } from '../text/tomlDocument';
import { isTomlTable } from '../text/tomlDocument';
import type { ConfigKey, RuleLevel } from './configKeys';
import { dialectNames, ruleLevels } from './configKeys';
import type { ConfigNotes } from './configNotes';
import type { NamedConfigFile, WorkbenchConfig } from './workbenchConfig';

/** What reading one value needs besides it. */
interface ValueContext {
  readonly assignments: readonly TomlAssignment[];
  readonly path: readonly (string | number)[];
  readonly notes: ConfigNotes;
  /** The file's folder, from which paths are relative. */
  readonly folder: string;
}

/** The part of the configuration that a key's value sets; a wrong value is noted and left out. */
export function readConfigValue(
  key: ConfigKey,
  value: TomlValue,
  context: ValueContext,
): Partial<WorkbenchConfig> {
  switch (key.kind) {
    case 'text':
      return set(key, textIn(key, value, context));
    case 'version':
      return set(key, versionIn(key, value, context));
    case 'flag':
      return set(key, flagIn(key, value, context));
    case 'path':
      return set(key, pathIn(key, value, context));
    case 'texts':
      return set(key, textsIn(key, value, context, noteRevisions(key)));
    case 'dialects':
      return set(key, textsIn(key, value, context, noteDialect));
    case 'config-files':
      return set(key, configFilesIn(key, value, context));
    case 'levels':
      return set(key, levelsIn(key, value, context));
    case 'ignores':
      return set(key, ignoresIn(key, value, context));
  }
}

/** `main-branch` is `mainBranch` in the configuration. */
function set(key: ConfigKey, value: unknown): Partial<WorkbenchConfig> {
  if (value === undefined) return {};
  return { [key.name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())]: value };
}

function wrong(key: ConfigKey, wanted: string, { assignments, path, notes }: ValueContext): undefined {
  notes.at(assignments, path, 'value', `${key.name} is ${wanted}, such as ${key.example}.`);
}

function textIn(key: ConfigKey, value: TomlValue, context: ValueContext): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  return wrong(key, 'a text', context);
}

function versionIn(key: ConfigKey, value: TomlValue, context: ValueContext): string | undefined {
  if (typeof value === 'string' && /^\d{1,3}(\.\d{1,3}){0,2}$/.test(value)) return value;
  const { assignments, path, notes } = context;
  const message = `${key.name} is a version in quotation marks, such as ${key.example}.`;
  notes.at(assignments, path, 'value', message, (range, written) =>
    /^\d+(\.\d+)?$/.test(written)
      ? [notes.fix('Put it in quotation marks', range, `"${written}"`, true)]
      : [],
  );
  return undefined;
}

function flagIn(key: ConfigKey, value: TomlValue, context: ValueContext): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const { assignments, path, notes } = context;
  const meant = typeof value === 'string' ? flagWords.get(value.toLowerCase()) : undefined;
  notes.at(assignments, path, 'value', `${key.name} is true or false, without quotation marks.`, (range) =>
    meant === undefined ? [] : [notes.fix(`Write ${meant}`, range, meant, true)],
  );
  return undefined;
}

const flagWords: ReadonlyMap<string, 'true' | 'false'> = new Map([
  ['true', 'true'],
  ['yes', 'true'],
  ['on', 'true'],
  ['false', 'false'],
  ['no', 'false'],
  ['off', 'false'],
]);

/** A path below the file's folder, made absolute. */
function pathIn(key: ConfigKey, value: TomlValue, context: ValueContext): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return wrong(key, 'a path', context);
  const path = ownPath(value, context);
  if (path !== undefined) context.notes.name(context.assignments, context.path, 'value', 'baseline', path);
  return path;
}

/** Undefined and noted for a path that leaves the file's folder. */
function ownPath(written: string, { assignments, path, notes, folder }: ValueContext): string | undefined {
  const absolute = plainPath(joinPath(folder, written.replaceAll('\\', '/')));
  if (!isAbsolutePath(written) && isWithin(absolute, folder) && absolute !== folder) return absolute;
  const message = `'${written}' does not lie below the folder of this file: write a relative path in it.`;
  notes.at(assignments, path, 'value', message);
  return undefined;
}

type NoteMember = (text: string, member: ValueContext) => boolean;

/** Revision ids are checked by those who know the revisions. */
function noteRevisions(key: ConfigKey): NoteMember {
  return (text, { assignments, path, notes }) => {
    if (key.name === 'since') notes.name(assignments, path, 'value', 'revision', text);
    return true;
  };
}

function noteDialect(text: string, { assignments, path, notes }: ValueContext): boolean {
  if ((dialectNames as readonly string[]).includes(text)) return true;
  const meant = /^(postgres|pg|psql)$/i.test(text) ? 'postgresql' : closestName(text, dialectNames);
  const message = `There is no dialect '${text}': use ${orList(dialectNames)}.`;
  notes.at(assignments, path, 'value', message, (range) =>
    meant === undefined ? [] : [notes.fix(`Change to ${meant}`, range, `"${meant}"`, true)],
  );
  return false;
}

/** A list of texts; wrong members are noted and left out. */
function textsIn(
  key: ConfigKey,
  value: TomlValue,
  context: ValueContext,
  isWanted: NoteMember,
): readonly string[] | undefined {
  if (!Array.isArray(value)) {
    const { assignments, path, notes } = context;
    const message = `${key.name} is a list of texts, such as ${key.example}.`;
    notes.at(assignments, path, 'value', message, (range, written) =>
      typeof value === 'string' ? [notes.fix('Make a list of it', range, `[${written}]`, true)] : [],
    );
    return undefined;
  }
  return (value as readonly TomlValue[]).flatMap((member, at) => {
    const own = { ...context, path: [...context.path, at] };
    if (typeof member === 'string' && member !== '') return isWanted(member, own) ? [member] : [];
    wrong(key, 'a list of texts', own);
    return [];
  });
}

function configFilesIn(
  key: ConfigKey,
  value: TomlValue,
  context: ValueContext,
): readonly NamedConfigFile[] | undefined {
  const members = typeof value === 'string' ? undefined : value;
  if (!Array.isArray(members)) {
    textsIn(key, value, context, () => true);
    return undefined;
  }
  return (members as readonly TomlValue[]).flatMap((member, at): readonly NamedConfigFile[] => {
    const own = { ...context, path: [...context.path, at] };
    const found = typeof member === 'string' ? { file: member } : isTomlTable(member) ? member : {};
    const { file, section, ...others } = found as Readonly<Partial<Record<string, TomlValue>>>;
    const isRight =
      typeof file === 'string' &&
      file !== '' &&
      (section === undefined || typeof section === 'string') &&
      Object.keys(others).length === 0;
    if (!isRight) {
      const message = `${key.name} holds paths, or tables with file and section, such as { file = "alembic.ini", section = "tenants" }.`;
      own.notes.at(own.assignments, own.path, 'value', message);
      return [];
    }
    const path = ownPath(file, own);
    if (path === undefined) return [];
    own.notes.name(own.assignments, own.path, 'value', 'config-file', path);
    return [section === undefined ? { file: path } : { file: path, section }];
  });
}

function levelsIn(
  key: ConfigKey,
  value: TomlValue,
  context: ValueContext,
): Readonly<Record<string, RuleLevel>> | undefined {
  if (!isTomlTable(value)) return wrong(key, 'a table', context);
  const { assignments, notes } = context;
  const levels: [string, RuleLevel][] = [];
  for (const [rule, level] of Object.entries(value)) {
    const path = [...context.path, rule];
    notes.name(assignments, path, 'key', 'rule', rule);
    if (isRuleLevel(level)) levels.push([rule, level]);
    else noteWrongLevel(rule, level, { ...context, path });
  }
  return Object.fromEntries(levels);
}

export function isRuleLevel(value: unknown): value is RuleLevel {
  return (ruleLevels as readonly unknown[]).includes(value);
}

/** The level that a word of another tool means. */
export function synonymLevel(word: string): RuleLevel | undefined {
  return otherLevels.get(word.toLowerCase()) ?? closestName(word, ruleLevels);
}

const otherLevels: ReadonlyMap<string, RuleLevel> = new Map([
  ['warn', 'warning'],
  ['err', 'error'],
  ['fatal', 'error'],
  ['info', 'information'],
  ['note', 'information'],
  ['none', 'off'],
  ['ignore', 'off'],
  ['disable', 'off'],
  ['disabled', 'off'],
  ['false', 'off'],
  ['0', 'off'],
]);

function noteWrongLevel(rule: string, level: TomlValue, { assignments, path, notes }: ValueContext): void {
  const shown = typeof level === 'string' || typeof level === 'boolean' || typeof level === 'bigint';
  const meant = shown ? synonymLevel(String(level)) : undefined;
  const what = shown ? `'${String(level)}' is no severity` : `The severity of ${rule} is a text`;
  const advice = meant === undefined ? `: use ${orList(ruleLevels)}.` : `; did you mean '${meant}'?`;
  notes.at(assignments, path, 'value', what + advice, (range) =>
    meant === undefined ? [] : [notes.fix(`Change to ${meant}`, range, `"${meant}"`, true)],
  );
}

function ignoresIn(
  key: ConfigKey,
  value: TomlValue,
  context: ValueContext,
): Readonly<Record<string, readonly string[]>> | undefined {
  if (!isTomlTable(value)) return wrong(key, 'a table', context);
  const { assignments, notes } = context;
  const ignores: [string, readonly string[]][] = [];
  for (const [revision, rules] of Object.entries(value)) {
    const path = [...context.path, revision];
    notes.name(assignments, path, 'key', 'revision', revision);
    const ignored = textsIn(key, rules, { ...context, path }, (rule, member) => {
      notes.name(assignments, member.path, 'value', 'rule', rule);
      return true;
    });
    if (ignored) ignores.push([revision, ignored]);
  }
  return Object.fromEntries(ignores);
}
