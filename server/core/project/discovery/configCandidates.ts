import { parseIniFile } from '../../config/iniFile';
import type { IniFile, IniSection } from '../../config/iniFile';
import { fileNameOf, parentPath } from '../../files/paths';
import { parseTomlFile } from '../../config/tomlFile';
import type { FileSystem } from '../../files/fileSystem';

/** A config file and section that may name an environment. */
export interface ConfigCandidate {
  /** The ini or pyproject.toml in which `script_location` is, or should be. */
  readonly configFile: string;
  readonly isToml: boolean;
  readonly section: string;
  /** A template of a config file: it is no error if it leads nowhere. */
  readonly isTemplate: boolean;
  /** Named by a person, who is to be told what is wrong with it. */
  readonly isNamed: boolean;
  /** The file has more sections than are read. */
  readonly hasMore?: boolean;
}

/** Sections of one file that are taken for environments: each is read by itself, the whole file with it. */
export const mostSections = 50;

const iniName = /\.(?:ini|cfg|conf)$/i;
const templateName =
  /\.(?:ini|cfg|conf)[.-](?:template|tmpl|tpl|dist|sample|example|in|j2|mako|default|dev|local|test|prod)$|[.-](?:template|sample|example|dist)\.(?:ini|cfg)$/i;

/** Whether a generator such as cookiecutter fills the file in, by its name or that of a folder. */
function isTemplatePath(path: string): boolean {
  return templateName.test(fileNameOf(path)) || path.includes('{{');
}

/** Whether a file of this name is looked into. */
export function mayBeConfigFile(name: string): boolean {
  // Nearly all names are those of revision files, of which there may be ten thousand.
  if (name.endsWith('.py')) return false;
  return name === 'pyproject.toml' || iniName.test(name) || templateName.test(name);
}

/** The sections of a config file that name an environment, or should. */
export function candidatesIn(fileSystem: FileSystem, path: string): readonly ConfigCandidate[] {
  const text = fileSystem.readText(path);
  const name = fileNameOf(path);
  if (text === undefined) {
    const isUnreadable = name === 'alembic.ini' && fileSystem.obstacle?.(path) !== undefined;
    return isUnreadable
      ? [{ configFile: path, isToml: false, section: 'alembic', isTemplate: false, isNamed: false }]
      : [];
  }
  const common = { configFile: path, isTemplate: isTemplatePath(path), isNamed: false };
  if (name === 'pyproject.toml') {
    if (!/\balembic\b/.test(text)) return [];
    const { table, error } = parseTomlFile(path, text);
    const isMeant =
      table !== undefined || (error !== undefined && /^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*alembic/m.test(text));
    return isMeant ? [{ ...common, isToml: true, section: 'alembic' }] : [];
  }
  if (!/script_location|^[ \t]*\[alembic\]/m.test(text)) return [];
  const ini = parseIniFile(path, text);
  const found = [...ini.sections.values()]
    .filter((section) => isEnvironmentSection(ini, section))
    .slice(0, mostSections + 1)
    .map(({ name: section }) => ({ ...common, isToml: false, section }));
  // Where the header itself is what is wrong, people are to be told.
  const isBroken = found.length === 0 && ini.error !== undefined && name === 'alembic.ini';
  if (isBroken) return [{ ...common, isToml: false, section: 'alembic' }];
  return found.length > mostSections
    ? found.slice(0, mostSections).map((candidate) => ({ ...candidate, hasMore: true }))
    : found;
}

/** A candidate for a file and section that a person named. */
export function namedCandidate(configFile: string, section: string): ConfigCandidate {
  return {
    configFile,
    isToml: fileNameOf(configFile) === 'pyproject.toml',
    section,
    isTemplate: false,
    isNamed: true,
  };
}

/** `[alembic]`, and any section that says itself where its scripts are. */
function isEnvironmentSection(ini: IniFile, section: IniSection): boolean {
  if (section.options.has('script_location') || section.name === 'alembic') return true;
  return section.options.has('version_locations') && ini.defaults.has('script_location');
}

/** Whether `a` is the better one of two candidates for the same environment. */
export function compareCandidates(a: ConfigCandidate, b: ConfigCandidate): number {
  const rank = (candidate: ConfigCandidate): number =>
    (candidate.isTemplate ? 8 : 0) +
    (candidate.isToml ? 4 : 0) +
    (fileNameOf(candidate.configFile) === 'alembic.ini' ? 0 : 2) +
    (candidate.section === 'alembic' ? 0 : 1);
  const depth = (candidate: ConfigCandidate): number => parentPath(candidate.configFile).split('/').length;
  return rank(a) - rank(b) || depth(a) - depth(b);
}
