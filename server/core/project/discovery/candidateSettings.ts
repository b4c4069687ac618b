import { defaultFileTemplate, readOtherSettings } from '../../config/alembicSettings';
import type { AlembicSettings } from '../../config/alembicSettings';
import type { ConfigurationProblem } from '../../config/alembicConfiguration';
import { attempt, ConfigurationError } from '../../config/configurationError';
import type { ConfigurationPlace } from '../../config/configurationError';
import { problemOfError } from '../../config/errorProblems';
import { OptionLookup } from '../../config/configurationSources';
import { errorFixes } from '../../config/errorFixes';
import { loadSources } from '../../config/loadSources';
import { entryRanges } from '../../config/pathListFixes';
import type { TextRange } from '../../text/textRange';
import { fileNameOf, joinPath } from '../../files/paths';
import type { FileSystem } from '../../files/fileSystem';
import type { ConfigCandidate } from './configCandidates';
import type { WrittenValue } from './directoryFixes';

/** How long a name may be that is looked for. */
const longestTail = 1000;

const fallbackSettings: Omit<AlembicSettings, 'scriptLocation'> = {
  versionLocations: undefined,
  prependSysPath: undefined,
  sourceless: false,
  recursiveVersionLocations: false,
  fileTemplate: defaultFileTemplate,
  truncateSlugLength: 40,
  outputEncoding: 'utf-8',
  timezone: undefined,
  hooks: [],
};

/** The options of a candidate, read from one working directory, and the problems of those that can't be. */
export class CandidateSettings {
  readonly sources: ReturnType<typeof loadSources>;
  readonly lookup: OptionLookup;
  readonly settings: Omit<AlembicSettings, 'scriptLocation'>;
  /** With its references resolved. */
  readonly scriptLocation: string | undefined;
  readonly #entries = new Map<string, readonly TextRange[]>();
  readonly #candidate: ConfigCandidate;
  readonly #problems: ConfigurationProblem[] = [];

  constructor(fileSystem: FileSystem, candidate: ConfigCandidate, workingDirectory: string) {
    this.#candidate = candidate;
    const { configFile, isToml, section } = candidate;
    this.sources = loadSources(fileSystem, {
      ini: isToml ? joinPath(workingDirectory, 'alembic.ini') : configFile,
      toml: isToml ? configFile : joinPath(workingDirectory, 'pyproject.toml'),
      section,
      workingDirectory,
    });
    this.lookup = new OptionLookup(this.sources);
    this.settings = this.#readSettings();
    this.scriptLocation = this.#option('script_location');
  }

  /** Why options can't be read. */
  get problems(): readonly ConfigurationProblem[] {
    return this.#problems;
  }

  /** Alembic would end with an error about this file, whatever is in it. */
  get isBroken(): boolean {
    const { configFile, isToml } = this.#candidate;
    if (isToml) return this.sources.toml?.error !== undefined;
    return fileNameOf(configFile) === 'alembic.ini' && this.sources.ini?.error !== undefined;
  }

  /** The location of the scripts as it is written, without interpolation. */
  get writtenScriptLocation(): string | undefined {
    const option = this.lookup.iniOption('script_location');
    if (option) return option.value;
    const value = this.sources.toml?.table?.['script_location'];
    return typeof value === 'string' ? value : undefined;
  }

  /** Where a problem of the whole file or section is shown. */
  get start(): ConfigurationPlace {
    const section = this.sources.ini?.sections.get(this.#candidate.section);
    const file = this.#candidate.configFile;
    if (this.#candidate.isToml || !section) return { file, range: { start: 0, end: 0 } };
    return { file, range: section.nameRange };
  }

  /**
   * The text from which a config file's options were read; one that is not there is empty, as for Alembic.
   */
  textOf(file: string): string {
    const { ini, toml } = this.sources;
    return [ini, toml].find((each) => each?.path === file)?.text ?? '';
  }

  /** Looks up what can be read of files on which Python fails as a whole. */
  tolerantLookup(): OptionLookup {
    const { ini, toml } = this.sources;
    return new OptionLookup({
      ...this.sources,
      ini: ini && { ...ini, error: undefined },
      toml: toml && { ...toml, error: undefined },
    });
  }

  /** The place of one path in a list, or of the whole list. */
  placeWithin(option: string, part: string): ConfigurationPlace {
    const place = this.lookup.place(option) ?? this.start;
    const text = this.textOf(place.file);
    const tail = part.slice(part.lastIndexOf('/') + 1);
    const value = text.slice(place.range.start, place.range.end);
    const isSought = tail !== '' && tail.length < longestTail;
    const at = !isSought ? -1 : value.search(new RegExp(`${tail.replace(/[^\w]/g, '\\$&')}(?![\\w./-])`));
    if (at < 0) return place;
    const end = place.range.start + at + tail.length;
    let before = 0;
    while (before < at && !/[\s,;"']/.test(value.charAt(at - before - 1))) before++;
    return { file: place.file, range: { start: place.range.start + at - before, end } };
  }

  /** The place of one entry of a list: by its number where the entries are known, else by its text. */
  placeOfEntry(
    option: 'version_locations' | 'prepend_sys_path',
    index: number,
    entry: string,
  ): ConfigurationPlace {
    const place = this.lookup.place(option) ?? this.start;
    const range = this.entriesOf(option, place)[index];
    return range ? { file: place.file, range } : this.placeWithin(option, entry);
  }

  /** What stands between the entries of a list in the ini. */
  joinerOf(option: 'version_locations' | 'prepend_sys_path'): string {
    const joiner = attempt(() => this.tolerantLookup().joinerOf(option)) ?? ' ';
    return joiner === '\n' ? '\n    ' : joiner;
  }

  /** A value as it stands in its file. */
  writtenAt({ file, range }: ConfigurationPlace, option: string): WrittenValue {
    const { toml } = this.sources;
    const isToml = file === toml?.path;
    return {
      text: this.textOf(file),
      range,
      isToml,
      isStatement: !isToml || toml.entries.get(option)?.isStatement === true,
    };
  }

  /** The places of a list's entries, with quotes where it stands in TOML. */
  entriesOf(
    option: 'version_locations' | 'prepend_sys_path',
    { file, range }: ConfigurationPlace,
  ): readonly TextRange[] {
    const { toml } = this.sources;
    if (file === toml?.path) return toml.entries.get(option)?.members ?? [];
    // Asked for each of the entries.
    const key = `${option} ${file} ${String(range.start)}`;
    const known = this.#entries.get(key) ?? this.#readEntries(option, { file, range });
    this.#entries.set(key, known);
    return known;
  }

  #readEntries(
    option: 'version_locations' | 'prepend_sys_path',
    { file, range }: ConfigurationPlace,
  ): readonly TextRange[] {
    const separator = attempt(() => this.tolerantLookup().separatorOf(option));
    if (!separator) return [];
    const entries = entryRanges(this.textOf(file), range, separator);
    const known = this.settings[option === 'version_locations' ? 'versionLocations' : 'prependSysPath'];
    return entries.length === known?.length ? entries : [];
  }

  #readSettings(): Omit<AlembicSettings, 'scriptLocation'> {
    const error = this.sources.ini?.error ?? this.sources.toml?.error;
    if (error) this.#problems.push(this.#problemOf(error));
    const whole = attempt(() => readOtherSettings(this.lookup));
    if (whole) return whole;
    const lookup = this.tolerantLookup();
    return {
      ...fallbackSettings,
      sourceless: this.#collect(() => lookup.boolean('sourceless')) ?? false,
      recursiveVersionLocations: this.#collect(() => lookup.boolean('recursive_version_locations')) ?? false,
      versionLocations: this.#collect(() => lookup.list('version_locations')),
      prependSysPath: this.#collect(() => lookup.list('prepend_sys_path')),
      // As it is written, where it can't be followed: no file is named by the default then.
      fileTemplate:
        this.#option('file_template') ?? this.lookup.iniOption('file_template')?.value ?? defaultFileTemplate,
      timezone: this.#option('timezone'),
      outputEncoding: this.#option('output_encoding') ?? 'utf-8',
      truncateSlugLength: this.#collect(() => readOtherSettings(lookup).truncateSlugLength) ?? 40,
    };
  }

  /** The value, or undefined where reading it fails, which is noted. */
  #collect<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const problem = this.#problemOf(error);
      const isKnown = this.#problems.some(
        ({ message, range }) => message === problem.message && range.start === problem.range.start,
      );
      const isSeparator = error.option?.endsWith('path_separator') ?? false;
      if (!isKnown && !isSeparator) this.#problems.push(problem);
      return undefined;
    }
  }

  #problemOf(error: ConfigurationError): ConfigurationProblem {
    const place = error.place ?? this.start;
    return problemOfError(error, this.start, errorFixes(this.sources, this.tolerantLookup(), error, place));
  }

  #option(name: string): string | undefined {
    const value = this.#collect(() => this.tolerantLookup().option(name));
    return typeof value === 'string' ? value : undefined;
  }
}
