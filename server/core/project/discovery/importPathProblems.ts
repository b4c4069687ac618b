import type { ConfigurationProblem } from '../../config/alembicConfiguration';
import type { ConfigurationFix } from '../../config/configurationFix';
import { valueFix } from '../../config/configurationFix';
import { configurationProblem } from '../../config/configurationProblems';
import { removeEntryFix } from '../../config/pathListFixes';
import { isAbsolutePath, isWithin, joinPath } from '../../files/paths';
import type { LocationFacts } from './locationProblems';
import { textForList } from './locationProblems';

/** What is wrong with the entries of `prepend_sys_path`, split as Alembic splits them. */
export function importPathProblems(
  facts: LocationFacts,
  workingDirectories: readonly string[],
): readonly ConfigurationProblem[] {
  const { fileSystem, read, paths, root } = facts;
  const entries = read.settings.prependSysPath ?? [];
  const place = read.lookup.place('prepend_sys_path');
  if (!place || entries.length === 0) return [];
  if (
    typeof read.sources.toml?.table?.['prepend_sys_path'] === 'string' &&
    !read.lookup.iniOption('prepend_sys_path')
  )
    return [textForList('prepend_sys_path', place)];
  const isList = place.file === read.sources.toml?.path;
  const isThere = (path: string): boolean =>
    workingDirectories.some((directory) => {
      const full = joinPath(directory, path);
      return paths.isFolder(full) || fileSystem.version(full) !== undefined;
    });
  const locations = [read.scriptLocation ?? '', ...(read.settings.versionLocations ?? [])];
  const unimportable = locations.flatMap((value) => paths.unimportablePackage(value) ?? [])[0];
  return entries.flatMap((entry, index) => {
    if (entry === '' || /[{}]/.test(entry.replace(/\$\{\w*\}/g, '')) || isThere(entry)) return [];
    if (isAbsolutePath(entry) && !isWithin(entry, root)) return [];
    const parts = entry.split(/[\s,:;]+/).filter((part) => part !== '');
    const isJoined = parts.length > 1 && parts.some(isThere);
    const consequence =
      unimportable === undefined
        ? ''
        : `, so that Alembic fails with ModuleNotFoundError: No module named '${unimportable}'`;
    return [
      configurationProblem(
        'config-invalid-path',
        unimportable === undefined ? (isJoined ? 'warning' : 'information') : 'error',
        isJoined
          ? `prepend_sys_path has the one path ‘${entry}’ here, which is no folder${consequence}; ${isList ? 'write each path as an entry of its own' : 'separate the paths as path_separator says'}.`
          : `prepend_sys_path names ‘${entry}’, which is no folder${consequence}; correct it or remove it.`,
        read.placeOfEntry('prepend_sys_path', index, entry),
        fixesFor(facts, index, isJoined ? parts : []),
      ),
    ];
  });
}

/** The parts of an entry written apart, or the entry removed. */
function fixesFor(
  { read }: LocationFacts,
  index: number,
  parts: readonly string[],
): readonly ConfigurationFix[] {
  const place = read.lookup.place('prepend_sys_path');
  const entries = place ? read.entriesOf('prepend_sys_path', place) : [];
  const entry = entries[index];
  if (!place || !entry) return [];
  const { text, isToml } = read.writtenAt(place, 'prepend_sys_path');
  if (parts.length > 0) {
    const value = isToml
      ? parts.map((part) => JSON.stringify(part)).join(', ')
      : parts.join(read.joinerOf('prepend_sys_path'));
    return [valueFix(text, entry, value, `Write ${value.replaceAll(/\s+/g, ' ')}`)];
  }
  const removal = removeEntryFix(text, entries, index);
  return removal ? [removal] : [];
}
