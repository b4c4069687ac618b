import { ConfigurationError } from './configurationError';
import type { ConfigurationPlace } from './configurationError';
import type { IniFile, IniOption } from './iniFile';
import { interpolate } from './interpolation';
import { isWindowsPath } from '../files/paths';
import { formatOption } from './formatOption';
import { pythonRepr } from '../text/pythonText';
import { isTomlTable, pythonTypeOf } from '../text/tomlDocument';
import type { TomlTable } from '../text/tomlDocument';
import type { TomlFile } from './tomlFile';

/** The files that an Alembic `Config` looks its options up in. */
export interface ConfigurationSources {
  readonly ini: IniFile | undefined;
  /** `%(here)s` in the ini: the absolute directory of its path as given, `..` not resolved. */
  readonly iniHere: string;
  readonly toml: TomlFile | undefined;
  readonly tomlHere: string;
  /** `-n`: the ini section. */
  readonly section: string;
  readonly workingDirectory: string;
}

const separators: Readonly<Record<string, string>> = { space: ' ', newline: '\n', ':': ':', ';': ';' };

/** Alembic's `Config`. The methods throw a ConfigurationError where Alembic fails. */
export class OptionLookup {
  readonly #sources: ConfigurationSources;
  readonly deprecations: string[] = [];

  constructor(sources: ConfigurationSources) {
    this.#sources = sources;
  }

  /** Whether the ini's section, or `[DEFAULT]` for a section that exists, has the option. */
  iniOption(name: string, section = this.#sources.section): IniOption | undefined {
    const { ini } = this.#sources;
    if (!ini) return undefined;
    if (section === 'DEFAULT') return ini.defaults.get(name);
    return (
      ini.sections.get(section) && (ini.sections.get(section)?.options.get(name) ?? ini.defaults.get(name))
    );
  }

  /** The ini option's value after interpolation. */
  iniValue(name: string, section = this.#sources.section): string | undefined {
    this.#checkIni();
    const option = this.iniOption(name, section);
    if (!option) return undefined;
    const lookup = (other: string): string | undefined =>
      this.iniOption(other, section)?.value ?? (other === 'here' ? this.#sources.iniHere : undefined);
    return interpolate({ section, option: name, value: option.value, place: this.iniPlace(option) }, lookup);
  }

  /** All options of an ini section with their values. */
  iniSection(name: string): ReadonlyMap<string, string> | undefined {
    this.#checkIni();
    const section = this.#sources.ini?.sections.get(name);
    if (!section) return undefined;
    const names = new Set([...(this.#sources.ini?.defaults.keys() ?? []), 'here', ...section.options.keys()]);
    const values = new Map<string, string>();
    for (const option of names)
      values.set(option, this.iniValue(option, name) ?? (option === 'here' ? this.#sources.iniHere : ''));
    return values;
  }

  /** `Config.get_alembic_option`: the ini first, then the toml. */
  option(name: string): unknown {
    const value = this.iniValue(name);
    return value === undefined ? this.tomlValue(name) : value;
  }

  /** `Config.get_alembic_boolean_option`. */
  boolean(name: string): boolean {
    const value = this.iniValue(name);
    if (value !== undefined) return value === 'true';
    const written = this.#tomlTable()[name];
    if (written === undefined) return false;
    if (typeof written === 'boolean') return written;
    throw new ConfigurationError(
      'CommandError',
      `boolean value expected for TOML parameter ${pythonRepr(name)}`,
      this.tomlPlace(name),
      name,
    );
  }

  /** A list of paths from the ini, where it is split, or from the toml. */
  list(name: 'version_locations' | 'prepend_sys_path'): readonly string[] | undefined {
    const written = this.iniValue(name);
    if (!written) {
      const value = this.tomlValue(name);
      if (typeof value === 'string') return [...value];
      if (Array.isArray(value)) return value.map(String);
      if (isTomlTable(value)) return Object.keys(value);
      if (!value) return undefined;
      const message =
        name === 'prepend_sys_path'
          ? 'can only assign an iterable'
          : `'${value === true ? 'bool' : 'int'}' object is not iterable`;
      throw new ConfigurationError('TypeError', message, this.tomlPlace(name), name);
    }
    const isLocations = name === 'version_locations';
    const separator = this.#separator(
      isLocations ? ['path_separator', 'version_path_separator'] : ['path_separator'],
    );
    if (separator !== undefined)
      return written
        .split(separator)
        .filter((part) => part !== '')
        .map((part) => part.trim());
    this.deprecations.push(
      `No path_separator found in configuration; falling back to legacy splitting on ${isLocations ? 'spaces/commas' : 'spaces, commas, and colons'} for ${name}.  Consider adding path_separator=os to Alembic config.`,
    );
    return written.split(isLocations ? /, *| +/ : /, *| +|:/);
  }

  /** The separator of a list in the ini, or Alembic's legacy ones. Throws as `list` does. */
  separatorOf(name: 'version_locations' | 'prepend_sys_path'): RegExp {
    const isLocations = name === 'version_locations';
    const separator = this.#separator(
      isLocations ? ['path_separator', 'version_path_separator'] : ['path_separator'],
    );
    if (separator !== undefined) return new RegExp(separator);
    return isLocations ? /, *| +/ : /, *| +|:/;
  }

  /** What is written between the entries of a list in the ini. Throws as `list` does. */
  joinerOf(name: 'version_locations' | 'prepend_sys_path'): string {
    const names = ['path_separator', ...(name === 'version_locations' ? ['version_path_separator'] : [])];
    return this.#separator(names) ?? ' ';
  }

  /** `Config._get_toml_config_value`: strings are formatted with `here`. */
  tomlValue(name: string): unknown {
    const value = this.#tomlTable()[name];
    const format = (text: unknown): unknown => this.#formatToml(name, text);
    if (typeof value === 'string') return format(value);
    if (Array.isArray(value))
      return isTomlTable(value[0])
        ? value.map((each) => mapValues(this.#tableOf(name, each), format))
        : value.map(format);
    if (typeof value === 'bigint') return Number(value);
    if (value === undefined || typeof value === 'boolean') return value;
    if (isTomlTable(value)) return mapValues(value, format);
    throw new ConfigurationError(
      'CommandError',
      `unsupported TOML value type for key: ${pythonRepr(name)}`,
      this.tomlPlace(name),
      name,
    );
  }

  /** Where an option is written: in the ini, else in the toml. */
  place(name: string): ConfigurationPlace | undefined {
    const option = this.iniOption(name);
    return option ? this.iniPlace(option) : this.tomlPlace(name);
  }

  iniPlace(option: IniOption): ConfigurationPlace | undefined {
    const { ini } = this.#sources;
    return ini && { file: ini.path, range: option.valueRange };
  }

  tomlPlace(name: string): ConfigurationPlace | undefined {
    const { toml } = this.#sources;
    const entry = toml?.entries.get(name);
    const range = entry ? (entry.value ?? entry.key) : toml?.header;
    return toml && range && { file: toml.path, range };
  }

  #checkIni(): void {
    const error = this.#sources.ini?.error;
    if (error) throw error;
  }

  #tomlTable(): TomlTable {
    const { toml } = this.#sources;
    if (toml?.error) throw toml.error;
    return toml?.table ?? {};
  }

  #tableOf(name: string, value: unknown): TomlTable {
    if (isTomlTable(value)) return value;
    throw new ConfigurationError(
      'AttributeError',
      `'${pythonTypeOf(value)}' object has no attribute 'items'`,
      this.tomlPlace(name),
      name,
    );
  }

  #formatToml(name: string, text: unknown): unknown {
    if (typeof text !== 'string')
      throw new ConfigurationError(
        'TypeError',
        `unsupported operand type(s) for %: '${pythonTypeOf(text)}' and 'dict'`,
        this.tomlPlace(name),
        name,
      );
    try {
      return formatOption(text, { here: this.#sources.tomlHere });
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      throw new ConfigurationError(error.type, error.message, this.tomlPlace(name), name);
    }
  }

  #separator(names: readonly string[]): string | undefined {
    for (const name of names) {
      const written = this.iniValue(name);
      if (written === undefined) continue;
      const separator =
        written === 'os'
          ? isWindowsPath(this.#sources.workingDirectory)
            ? ';'
            : ':'
          : Object.hasOwn(separators, written)
            ? separators[written]
            : undefined;
      if (separator === undefined)
        throw new ConfigurationError(
          'ValueError',
          `'${written}' is not a valid value for ${name}; expected 'space', 'newline', 'os', ':', ';'`,
          this.place(name),
          name,
        );
      if (name === 'version_path_separator')
        this.deprecations.push(
          'The version_path_separator configuration parameter is deprecated; please use path_separator',
        );
      return separator;
    }
    return undefined;
  }
}

function mapValues(table: object, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value)]));
}
