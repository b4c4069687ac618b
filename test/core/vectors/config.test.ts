import assert from 'node:assert/strict';
import {
  readAlembicSettings,
  readRevisionEnvironment,
  resolveTimezone,
} from '../../../server/core/config/alembicSettings';
import { configFilePair } from '../../../server/core/config/configFilePair';
import { ConfigurationError } from '../../../server/core/config/configurationError';
import { OptionLookup } from '../../../server/core/config/configurationSources';
import { loadSources } from '../../../server/core/config/loadSources';
import { joinPath } from '../../../server/core/files/paths';
import { packageFinder, resolveLocation } from '../../../server/core/config/resolveLocation';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { recordedAnswers } from '../../fixtures/recordedAnswers';

interface Failure {
  readonly type: string;
  readonly message: string;
}

interface ConfigRecord {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly ini_file?: string;
  readonly toml_file?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: Failure;
  readonly deprecations?: readonly string[];
}

/** Records that are answered otherwise on purpose, with the reason. */
const differences: Readonly<Record<string, string>> = {
  'toml syntax error': 'the wording of a TOML syntax error is that of our TOML library',
  'toml syntax error is not noticed when ini has everything it is asked for?':
    'the wording of a TOML syntax error is that of our TOML library',
};

const project = '/project';

suite('recorded configurations', () => {
  const records = recordedAnswers<ConfigRecord>('config.jsonl') ?? [];
  for (const record of records) test(record.name, () => check(record));
  if (records.length > 0)
    test('deliberate differences', () => {
      for (const [name, reason] of Object.entries(differences)) console.log(`      ${name}: ${reason}`);
      assert.equal(Object.keys(differences).length, 2);
    });
});

function check(record: ConfigRecord): void {
  const found = answer(record);
  const expected = {
    ...(record.result ? { result: record.result } : {}),
    ...(record.error ? { error: record.error } : {}),
    ...(record.deprecations ? { deprecations: record.deprecations } : {}),
    ...(record.ini_file === undefined ? {} : { ini_file: record.ini_file, toml_file: record.toml_file }),
  };
  if (Object.hasOwn(differences, record.name)) {
    assert.equal((found.error as Failure).type, record.error?.type);
    assert.notDeepEqual(found, expected, 'no longer a difference');
    return;
  }
  assert.deepEqual(found, expected);
}

function answer(record: ConfigRecord): Record<string, unknown> {
  const files = Object.entries(record.files).map(([path, text]) => [`${project}/${path}`, text] as const);
  const fileSystem = new MemoryFileSystem({ [`${project}/`]: '', ...Object.fromEntries(files) });
  const found: Record<string, unknown> = {};
  let lookup: OptionLookup | undefined;
  try {
    const { section, configs } = parsedArguments(record.argv);
    const pair = configFilePair(configs, record.env['ALEMBIC_CONFIG']);
    found['ini_file'] = pair.ini;
    found['toml_file'] = pair.toml;
    const workingDirectory = joinPath(project, record.cwd);
    lookup = new OptionLookup(loadSources(fileSystem, { ...pair, section, workingDirectory }));
    found['result'] = resolved(fileSystem, lookup, workingDirectory);
  } catch (error) {
    found['error'] = failureOf(error);
  }
  if (lookup && lookup.deprecations.length > 0) found['deprecations'] = [...new Set(lookup.deprecations)];
  return found;
}

function resolved(fileSystem: MemoryFileSystem, lookup: OptionLookup, workingDirectory: string): object {
  const settings = readAlembicSettings(lookup);
  const searchPath = (settings.prependSysPath ?? []).map((path) => joinPath(workingDirectory, path));
  const findPackage = packageFinder(fileSystem, searchPath);
  const scriptDirectory = resolveLocation(settings.scriptLocation, findPackage);
  if (!fileSystem.readDirectory(joinPath(workingDirectory, scriptDirectory)))
    throw new ConfigurationError(
      'CommandError',
      `Path doesn't exist: ${scriptDirectory}.  Please use the 'init' command to create a new scripts folder.`,
    );
  const locations = settings.versionLocations?.length
    ? settings.versionLocations.map((location) => resolveLocation(location, findPackage))
    : [joinPath(scriptDirectory, 'versions')];
  const timezone = settings.timezone;
  return {
    script_dir: shown(scriptDirectory),
    version_locations: settings.versionLocations?.map(shown) ?? null,
    version_directories: locations.map((location) => shown(joinPath(workingDirectory, location))),
    prepend_sys_path: settings.prependSysPath?.map(shown) ?? null,
    sourceless: settings.sourceless,
    recursive_version_locations: settings.recursiveVersionLocations,
    file_template: settings.fileTemplate,
    truncate_slug_length: settings.truncateSlugLength,
    output_encoding: settings.outputEncoding,
    timezone: timezone ?? null,
    ...(timezone === undefined
      ? {}
      : attempt('timezone_resolves_to', 'timezone_error', () => resolveTimezone(timezone, isKnownZone))),
    hooks: settings.hooks.map((hook) =>
      Object.fromEntries(Object.entries(hook).map(([key, value]) => [key, shown(value)])),
    ),
    ...attempt('revision_environment', 'revision_environment_error', () => readRevisionEnvironment(lookup)),
  };
}

function attempt(name: string, errorName: string, run: () => unknown): Record<string, unknown> {
  try {
    return { [name]: run() };
  } catch (error) {
    return { [errorName]: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof ConfigurationError)) throw error;
  return { type: error.type, message: shown(error.message) };
}

function shown(text: string): string {
  return text.replaceAll(project, '{DIR}');
}

/** Python's zone names are case-sensitive where JavaScript's are not. */
function isKnownZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  return /^([A-Z][\w+-]*)(\/[A-Z][\w+-]*)*$/.test(name);
}

function parsedArguments(argv: readonly string[]): { section: string; configs: string[] } {
  const configs: string[] = [];
  let section = 'alembic';
  for (let index = 0; index < argv.length; index += 2) {
    const value = argv[index + 1] ?? '';
    if (argv[index] === '-n') section = value;
    else configs.push(value);
  }
  return { section, configs };
}
