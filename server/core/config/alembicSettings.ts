import { pythonInteger, pythonRepr } from '../text/pythonText';
import { ConfigurationError } from './configurationError';
import type { OptionLookup } from './configurationSources';
import { pythonTypeOf } from '../text/tomlDocument';

/** A post-write hook: its options as written, and `_hook_name`. */
export type PostWriteHook = Readonly<Record<string, string>>;

/** What `ScriptDirectory.from_config` takes from the configuration; paths as written. */
export interface AlembicSettings {
  readonly scriptLocation: string;
  readonly versionLocations: readonly string[] | undefined;
  readonly prependSysPath: readonly string[] | undefined;
  readonly sourceless: boolean;
  readonly recursiveVersionLocations: boolean;
  readonly fileTemplate: string;
  readonly truncateSlugLength: number;
  readonly outputEncoding: string;
  readonly timezone: string | undefined;
  readonly hooks: readonly PostWriteHook[];
}

/** Alembic's default for `file_template`. */
export const defaultFileTemplate = '%(rev)s_%(slug)s';

const legacyNames = /, *| +/;

/** The settings, read in Alembic's order so that the same error comes first. Throws a ConfigurationError. */
export function readAlembicSettings(lookup: OptionLookup): AlembicSettings {
  const scriptLocation = lookup.option('script_location');
  if (scriptLocation === undefined)
    throw new ConfigurationError('CommandError', "No 'script_location' key found in configuration.");
  if (typeof scriptLocation !== 'string')
    throw new ConfigurationError(
      'TypeError',
      `expected str, bytes or os.PathLike object, not ${typeOfOption(scriptLocation)}`,
      lookup.place('script_location'),
      'script_location',
    );
  return { scriptLocation, ...readOtherSettings(lookup) };
}

/** Everything but `script_location`, which some projects set elsewhere. */
export function readOtherSettings(lookup: OptionLookup): Omit<AlembicSettings, 'scriptLocation'> {
  const truncateSlugLength = slugLength(lookup);
  const prependSysPath = lookup.list('prepend_sys_path');
  const recursiveVersionLocations = lookup.boolean('recursive_version_locations');
  const fileTemplate = textOf(lookup.option('file_template')) ?? defaultFileTemplate;
  const sourceless = lookup.boolean('sourceless');
  const outputEncoding = textOf(lookup.option('output_encoding')) ?? 'utf-8';
  const versionLocations = lookup.list('version_locations');
  const timezone = textOf(lookup.option('timezone'));
  const hooks = readHooks(lookup);
  return {
    versionLocations,
    prependSysPath,
    sourceless,
    recursiveVersionLocations,
    fileTemplate,
    truncateSlugLength,
    outputEncoding,
    timezone,
    hooks,
  };
}

/** `revision_environment`, as `alembic revision` reads it. Throws a ConfigurationError. */
export function readRevisionEnvironment(lookup: OptionLookup): boolean {
  const value = lookup.option('revision_environment');
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  if (typeof value !== 'string') return Boolean(value);
  const text = value.trim().toLowerCase();
  if (['true', 'yes', 'on', 'y', 't', '1'].includes(text)) return true;
  if (['false', 'no', 'off', 'n', 'f', '0'].includes(text)) return false;
  throw new ConfigurationError(
    'ValueError',
    `String is not true/false: ${pythonRepr(text)}`,
    lookup.place('revision_environment'),
    'revision_environment',
  );
}

/**
 * The time zone that a new revision's date is given in: as written, else in upper case, as Alembic tries
 * it. Throws a ConfigurationError where neither is known.
 */
export function resolveTimezone(name: string, isKnown: (name: string) => boolean): string {
  if (isKnown(name)) return name;
  const upper = name.toUpperCase();
  if (isKnown(upper)) return upper;
  throw new ConfigurationError('CommandError', `Can't locate timezone: ${name}`, undefined, 'timezone');
}

function slugLength(lookup: OptionLookup): number {
  const written = lookup.option('truncate_slug_length');
  if (written === undefined) return 40;
  if (typeof written === 'object')
    throw new ConfigurationError(
      'TypeError',
      `int() argument must be a string, a bytes-like object or a real number, not '${typeOfOption(written)}'`,
      lookup.place('truncate_slug_length'),
      'truncate_slug_length',
    );
  const text = textOf(written) ?? '';
  const length = typeof written === 'string' ? pythonInteger(text) : Number(written);
  if (length === undefined || Number.isNaN(length))
    throw new ConfigurationError(
      'ValueError',
      `invalid literal for int() with base 10: ${pythonRepr(text)}`,
      lookup.place('truncate_slug_length'),
      'truncate_slug_length',
    );
  return length || 40;
}

function readHooks(lookup: OptionLookup): readonly PostWriteHook[] {
  const section = lookup.iniSection('post_write_hooks');
  if (section)
    return (section.get('hooks') ?? '')
      .split(legacyNames)
      .filter((name) => name !== '')
      .map((name) => {
        const own = [...section].filter(([key]) => key.startsWith(`${name}.`));
        return {
          ...Object.fromEntries(own.map(([key, value]) => [key.slice(name.length + 1), value])),
          _hook_name: name,
        };
      });
  const tables = lookup.tomlValue('post_write_hooks');
  if (!Array.isArray(tables)) return [];
  return tables.map((table: Record<string, string>) => {
    const { name, ...options } = table;
    if (name === undefined)
      throw new ConfigurationError(
        'KeyError',
        "'name'",
        lookup.tomlPlace('post_write_hooks'),
        'post_write_hooks',
      );
    return { ...options, _hook_name: name };
  });
}

/** Integers are plain numbers by now. */
function typeOfOption(value: unknown): string {
  return typeof value === 'number' ? 'int' : pythonTypeOf(value);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
