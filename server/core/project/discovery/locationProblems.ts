import type { ConfigurationProblem } from '../../config/alembicConfiguration';
import type { ConfigurationPlace } from '../../config/configurationError';
import type { ConfigurationFix } from '../../config/configurationFix';
import { valueFix } from '../../config/configurationFix';
import { configurationProblem } from '../../config/configurationProblems';
import { removeEntryFix } from '../../config/pathListFixes';
import { isPackageLocation } from '../../config/resolveLocation';
import type { FileSystem } from '../../files/fileSystem';
import { fileNameOf, isWithin, joinPath } from '../../files/paths';
import type { CandidateSettings } from './candidateSettings';
import type { ConfigCandidate } from './configCandidates';
import {
  addScriptLocationFixes,
  addVersionLocationFixes,
  initialiseFixes,
  pathLike,
  scriptDirectoryFixes,
  tomlText,
  versionLocationFixes,
} from './directoryFixes';
import type { PathOrigins } from './directoryFixes';
import type { LocationPaths } from './locationPaths';
import { foldersOfRevisions } from './scriptDirectory';

/** A config file read from one working directory, and what its paths lead to. */
export interface LocationFacts {
  readonly fileSystem: FileSystem;
  readonly candidate: ConfigCandidate;
  readonly read: CandidateSettings;
  readonly paths: LocationPaths;
  readonly origins: PathOrigins;
  readonly root: string;
  /** Absolute; undefined where it is not set, or its package is found nowhere. */
  readonly scriptDirectory: string | undefined;
  readonly versionLocations: readonly string[];
}

/** What is wrong with `script_location`. */
export function scriptDirectoryProblems(facts: LocationFacts): readonly ConfigurationProblem[] {
  const { candidate, read, paths, origins, root, scriptDirectory } = facts;
  const written = read.scriptLocation;
  const place = read.lookup.place('script_location') ?? read.start;
  const code = 'config-missing-script-directory';
  if (written === undefined)
    return read.writtenScriptLocation === undefined && scriptDirectory === undefined && candidate.isNamed
      ? [
          configurationProblem(
            code,
            'error',
            `There is no script_location in [${candidate.section}]; add it, or name another section.`,
            read.start,
            locationFixes(facts),
          ),
        ]
      : [];
  if (scriptDirectory !== undefined && paths.isFolder(scriptDirectory)) return [];
  if (!candidate.isNamed && isPlaceholder(written)) return [];
  const missing = paths.missingPackage(written);
  if (missing !== undefined) return [missingPackage(facts, code, 'script_location', written, missing, place)];
  if (shellVariable.test(written))
    return [
      configurationProblem(
        code,
        'error',
        `Nothing fills in the variable of script_location ‘${written}’: Alembic takes it as it is written, and finds no such directory; write the path, as from %(here)s.`,
        place,
        scriptDirectoryFixes(read.writtenAt(place, 'script_location'), scriptDirectory ?? written, origins),
      ),
    ];
  const isElsewhere = scriptDirectory !== undefined && !isWithin(scriptDirectory, root);
  const where = isPackageLocation(written)
    ? `The folder of script_location ‘${written}’ is not in its package`
    : `The script directory ${scriptDirectory ?? written} does not exist`;
  return [
    configurationProblem(
      code,
      isElsewhere ? 'information' : 'error',
      `${where}; correct script_location or create it with “alembic init”.`,
      place,
      [
        ...scriptDirectoryFixes(
          read.writtenAt(place, 'script_location'),
          scriptDirectory ?? written,
          origins,
        ),
        ...(scriptDirectory === undefined ? [] : initialiseFixes(scriptDirectory, origins)),
      ],
    ),
  ];
}

/** A variable as shells write it, or a home directory. */
const shellVariable = /\$\{?\w|^~|%\w+%/;

/** Whether a generator fills the value in, as `{name}`; nothing fills in a variable of a shell. */
function isPlaceholder(written: string): boolean {
  return written.replace(/\$\{\w*\}/g, '').includes('{');
}

/** The finding about a package that is found nowhere here; Python may find it elsewhere. */
function missingPackage(
  { paths }: LocationFacts,
  code: 'config-missing-script-directory' | 'config-missing-version-location',
  option: string,
  value: string,
  name: string,
  place: ConfigurationPlace,
  fixes: readonly ConfigurationFix[] = [],
): ConfigurationProblem {
  const severity = paths.hasEnvironments ? 'warning' : 'information';
  const message = `The package ${name} of ${option} ‘${value}’ is neither in this workspace nor in its virtual environments, so it is not checked; where it is not installed, every Alembic command fails with ModuleNotFoundError.`;
  return configurationProblem(code, severity, message, place, fixes);
}

/** What is wrong with `version_locations`, or with the folder that stands for them. */
export function versionLocationProblems(facts: LocationFacts): readonly ConfigurationProblem[] {
  const { read, paths, scriptDirectory } = facts;
  if (scriptDirectory === undefined || !paths.isFolder(scriptDirectory)) return [];
  const written = read.settings.versionLocations ?? [];
  if (written.length === 0) return defaultLocationProblems(facts, scriptDirectory);
  const place = read.lookup.place('version_locations') ?? read.start;
  // Of a text in TOML, Alembic takes each character for a location.
  if (
    typeof read.sources.toml?.table?.['version_locations'] === 'string' &&
    !read.lookup.iniOption('version_locations')
  )
    return [textForList('version_locations', place)];
  const beside = besideScripts(facts, scriptDirectory);
  const seen: ReadLocation[] = [];
  const problems: ConfigurationProblem[] = [];
  for (const [index, value] of written.entries()) {
    if (problems.length >= mostProblems) break;
    const found = paths.directoryOf(value);
    const at = (): ConfigurationPlace => read.placeOfEntry('version_locations', index, value);
    if (found === undefined || !paths.isFolder(found)) {
      problems.push(...missingLocation(facts, index, value, found, beside, at()));
      continue;
    }
    const location = { index, value, path: found, real: facts.fileSystem.realPath(found) };
    problems.push(
      ...repeatedLocation(facts, location, seen),
      ...locationOfScripts(facts, index, value, found, scriptDirectory, at),
    );
    seen.push(location);
  }
  return problems;
}

/** The most findings about the entries of one list; each holds fixes with the texts around. */
const mostProblems = 50;

/** The finding about a text where TOML has to have a list of paths. */
export function textForList(option: string, place: ConfigurationPlace): ConfigurationProblem {
  return configurationProblem(
    'config-invalid-value',
    'error',
    `${option} is a text, of which Alembic takes each character for a path; write a list.`,
    place,
  );
}

function missingLocation(
  facts: LocationFacts,
  index: number,
  value: string,
  found: string | undefined,
  beside: readonly string[],
  place: ConfigurationPlace,
): readonly ConfigurationProblem[] {
  const code = 'config-missing-version-location';
  const missing = facts.paths.missingPackage(value);
  if (missing !== undefined)
    return [
      missingPackage(
        facts,
        code,
        'version_locations',
        value,
        missing,
        place,
        fixesFor(facts, index, undefined, []),
      ),
    ];
  const names = beside.map(fileNameOf).join(', ');
  const next =
    beside.length === 0
      ? 'create it or correct version_locations'
      : `beside env.py, ${names} ${beside.length === 1 ? 'holds' : 'hold'} some: name ${beside.length === 1 ? 'it' : 'them'} in version_locations`;
  return [
    configurationProblem(
      code,
      'warning',
      `The version location ‘${value}’ does not exist, so no revisions are read from it; ${next}.`,
      place,
      fixesFor(facts, index, found, beside),
    ),
  ];
}

/** Folders beside `env.py` that hold revisions and are no location yet. */
function besideScripts(
  { fileSystem, origins, versionLocations }: LocationFacts,
  scriptDirectory: string,
): readonly string[] {
  const { tree } = origins;
  if (!tree) return [];
  return foldersOfRevisions(fileSystem, tree, scriptDirectory).filter(
    (folder) => !versionLocations.includes(folder),
  );
}

function fixesFor(
  { read, versionLocations, origins }: LocationFacts,
  index: number,
  missing: string | undefined,
  beside: readonly string[],
): readonly ConfigurationFix[] {
  const place = read.lookup.place('version_locations');
  if (!place) return [];
  const value = read.writtenAt(place, 'version_locations');
  const entries = read.entriesOf('version_locations', place);
  return versionLocationFixes(value, entries, index, missing, versionLocations, origins, {
    beside,
    joiner: read.joinerOf('version_locations'),
  });
}

/** An entry of `version_locations` that is a folder; `real` is its path without symbolic links. */
interface ReadLocation {
  readonly index: number;
  readonly value: string;
  readonly path: string;
  readonly real: string;
}

/** The finding about a folder that is read twice, itself or below one that is read recursively. */
function repeatedLocation(
  { fileSystem, read }: LocationFacts,
  location: ReadLocation,
  seen: readonly ReadLocation[],
): readonly ConfigurationProblem[] {
  const same = seen.find(({ real }) => real === location.real);
  const around = read.settings.recursiveVersionLocations
    ? seen.find(({ real }) => isWithin(location.real, real) || isWithin(real, location.real))
    : undefined;
  const other = same ?? around;
  if (!other) return [];
  // Of two that lie in one another, the inner one is too much.
  const [inner, outer] = isWithin(location.real, other.real) ? [location, other] : [other, location];
  if (!holdsFiles(fileSystem, inner.path)) return [];
  const relation = same ? 'is the same folder as' : 'lies below the recursively read';
  const place = read.lookup.place('version_locations');
  const removal =
    place &&
    removeEntryFix(
      read.writtenAt(place, 'version_locations').text,
      read.entriesOf('version_locations', place),
      inner.index,
    );
  return [
    configurationProblem(
      'config-duplicate-location',
      'warning',
      `‘${inner.value}’ ${relation} ‘${outer.value}’, so Alembic warns on every command that its files are loaded twice; remove it.`,
      read.placeOfEntry('version_locations', inner.index, inner.value),
      removal ? [removal] : [],
    ),
  ];
}

function holdsFiles(fileSystem: FileSystem, folder: string): boolean {
  return (fileSystem.readDirectory(folder) ?? []).some(({ kind }) => !kind.endsWith('directory'));
}

/** The finding about a location with an `env.py`, which Alembic loads as a revision. */
function locationOfScripts(
  { fileSystem, read, paths, origins }: LocationFacts,
  index: number,
  value: string,
  found: string,
  scriptDirectory: string,
  at: () => ConfigurationPlace,
): readonly ConfigurationProblem[] {
  const [location, scripts] = [fileSystem.realPath(found), fileSystem.realPath(scriptDirectory)];
  const isAround = read.settings.recursiveVersionLocations
    ? isWithin(scripts, location)
    : scripts === location;
  if (!isAround || fileSystem.version(joinPath(scriptDirectory, 'env.py')) === undefined) return [];
  const place = read.lookup.place('version_locations');
  const versions = joinPath(scriptDirectory, 'versions');
  const entry = place && read.entriesOf('version_locations', place)[index];
  const fixes: ConfigurationFix[] = [];
  if (place && entry && paths.isFolder(versions)) {
    const { text, isToml } = read.writtenAt(place, 'version_locations');
    const path = pathLike(text.slice(entry.start, entry.end), versions, origins);
    fixes.push(valueFix(text, entry, isToml ? tomlText(path) : path, `Change to ${path}`));
  }
  return [
    configurationProblem(
      'config-invalid-value',
      'error',
      `The version location ‘${value}’ holds env.py, which Alembic loads as a revision, so every command fails; name a folder that holds revisions alone.`,
      at(),
      fixes,
    ),
  ];
}

/** The finding where no location is named, and not `versions` but folders beside it hold revisions. */
function defaultLocationProblems(
  facts: LocationFacts,
  scriptDirectory: string,
): readonly ConfigurationProblem[] {
  const { read, paths, origins } = facts;
  if (paths.isFolder(joinPath(scriptDirectory, 'versions'))) return [];
  const beside = besideScripts(facts, scriptDirectory);
  if (beside.length === 0) return [];
  const place = read.lookup.place('script_location');
  const names = beside.map(fileNameOf).join(', ');
  return [
    configurationProblem(
      'config-missing-version-location',
      'warning',
      `Alembic reads no revisions here, since version_locations is not set and there is no folder versions; beside env.py, ${names} ${beside.length === 1 ? 'holds' : 'hold'} some: name ${beside.length === 1 ? 'it' : 'them'} in version_locations.`,
      place ?? read.start,
      place
        ? addVersionLocationFixes(
            read.writtenAt(place, 'script_location'),
            beside,
            read.joinerOf('version_locations'),
            origins,
          )
        : [],
    ),
  ];
}

function locationFixes({ read, origins }: LocationFacts): readonly ConfigurationFix[] {
  const { file, range } = read.start;
  const text = read.textOf(file);
  if (range.end > 0) return addScriptLocationFixes(text, range, false, origins);
  const header = read.sources.toml?.header;
  return header ? addScriptLocationFixes(text, header, true, origins) : [];
}
