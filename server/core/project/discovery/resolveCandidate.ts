import type { AlembicConfiguration, ConfigurationProblem } from '../../config/alembicConfiguration';
import { attempt, configurationProblem, optionProblems } from '../../config/configurationProblems';
import type { ConfigurationFix } from '../../config/configurationFix';
import {
  fileNameOf,
  isAbsolutePath,
  isWindowsPath,
  isWithin,
  joinPath,
  parentPath,
  plainPath,
  relativePath,
} from '../../files/paths';
import { isPackageLocation, resolveLocation } from '../../config/resolveLocation';
import type { FileSystem } from '../../files/fileSystem';
import { CandidateSettings } from './candidateSettings';
import type { ConfigCandidate } from './configCandidates';
import {
  addScriptLocationFixes,
  initialiseFixes,
  scriptDirectoryFixes,
  versionLocationFixes,
} from './directoryFixes';
import type { PathOrigins } from './directoryFixes';
import { workspacePackageFinder } from './packageSearch';
import { looksLikeScriptDirectory } from './scriptDirectory';
import type { WorkspaceTree } from './workspaceTree';

/** What a config file and section lead to. */
export interface ResolvedCandidate {
  readonly candidate: ConfigCandidate;
  readonly configuration: AlembicConfiguration;
  /** The script directory is there. */
  readonly exists: boolean;
  /** Its script directory is an absolute path from elsewhere, in whose place a folder of the workspace is taken. */
  readonly isMoved: boolean;
  /** The file is about Alembic at all: it says where the scripts are, or lies among them. */
  readonly isMeant: boolean;
}

/** Where to look, and from which working directories Alembic may be run, likeliest first. */
export interface ResolutionContext {
  readonly fileSystem: FileSystem;
  readonly tree: WorkspaceTree | undefined;
  readonly workingDirectories: readonly string[];
}

/** Reads a candidate from the working directory in which its paths lead furthest. Never throws. */
export function resolveCandidate(
  context: ResolutionContext,
  candidate: ConfigCandidate,
): ResolvedCandidate | undefined {
  let best: Attempt | undefined;
  for (const workingDirectory of context.workingDirectories) {
    const found = new Attempt(context, candidate, workingDirectory);
    if (!best || found.score > best.score) best = found;
    if (found.score === perfectScore) break;
  }
  return best?.resolved(context.workingDirectories[0]);
}

const perfectScore = 3;

/** One reading of a candidate, as if Alembic were run in `workingDirectory`. */
class Attempt {
  readonly score: number;
  readonly #context: ResolutionContext;
  readonly #candidate: ConfigCandidate;
  readonly #workingDirectory: string;
  readonly #read: CandidateSettings;
  readonly #scriptDirectory: string | undefined;
  readonly #versionLocations: readonly string[];
  readonly #problems: ConfigurationProblem[];
  readonly #explanations: string[] = [];
  #isMoved = false;

  constructor(context: ResolutionContext, candidate: ConfigCandidate, workingDirectory: string) {
    this.#context = context;
    this.#candidate = candidate;
    this.#workingDirectory = workingDirectory;
    this.#read = new CandidateSettings(context.fileSystem, candidate, workingDirectory);
    this.#problems = [...this.#read.problems];
    this.#scriptDirectory = this.#findScriptDirectory();
    this.#versionLocations = this.#findVersionLocations();
    this.score = this.#rate();
  }

  resolved(firstChoice: string | undefined): ResolvedCandidate | undefined {
    const { configFile, section, isTemplate } = this.#candidate;
    const directory = this.#scriptDirectory;
    if (directory === undefined && this.#problems.length === 0 && !this.#candidate.isNamed) return undefined;
    const exists = directory !== undefined && this.#isFolder(directory);
    if (!isTemplate) this.#addProblems(directory, exists);
    const isUsual = firstChoice === undefined || this.#workingDirectory === firstChoice;
    if (!isUsual && exists && !this.#isMoved)
      this.#explanations.push(
        `Relative paths are taken from ${this.#shown(this.#workingDirectory)}, where they lead to the scripts; run Alembic there.`,
      );
    if (isTemplate)
      this.#explanations.push(`Read from ${fileNameOf(configFile)}, a template of a config file.`);
    return {
      candidate: this.#candidate,
      exists,
      isMoved: this.#isMoved,
      isMeant: this.#read.writtenScriptLocation !== undefined || exists || this.#read.isBroken,
      configuration: {
        configFile,
        section,
        scriptLocation: this.#read.writtenScriptLocation,
        scriptDirectory: directory ?? parentPath(configFile),
        versionLocations: this.#versionLocations,
        recursiveVersionLocations: this.#read.settings.recursiveVersionLocations,
        sourceless: this.#read.settings.sourceless,
        fileTemplate: this.#read.settings.fileTemplate,
        truncateSlugLength: this.#read.settings.truncateSlugLength,
        timezone: this.#read.settings.timezone,
        outputEncoding: this.#read.settings.outputEncoding,
        workingDirectory: this.#workingDirectory,
        explanations: this.#explanations,
        problems: isTemplate ? [] : this.#problems,
      },
    };
  }

  #findScriptDirectory(): string | undefined {
    const { isToml, isTemplate, section, configFile } = this.#candidate;
    const folder = parentPath(configFile);
    if (this.#read.scriptLocation !== undefined) {
      const directory = this.#directoryOf(this.#read.scriptLocation);
      return directory === undefined ? undefined : (this.#inWorkspace(directory) ?? directory);
    }
    if (
      isToml ||
      !this.#read.sources.ini?.sections.has(section) ||
      this.#read.lookup.iniOption('script_location')
    )
      return undefined;
    if (!looksLikeScriptDirectory(this.#context.fileSystem, folder)) return undefined;
    // What tools copy into new projects, such as the templates inside of Flask-Migrate.
    if (isTemplate && !this.#isFolder(joinPath(folder, 'versions'))) return undefined;
    this.#explanations.push(
      'script_location is not set; as with Flask-Migrate, which sets it while it runs, the folder of the config file is taken.',
    );
    return folder;
  }

  /**
   * The folder of the workspace that an absolute path from elsewhere, such as a container, stands for: the config file's own folder, or one below the
   * working directory that bears the last names of the path.
   */
  #inWorkspace(directory: string): string | undefined {
    const isElsewhere = isAbsolutePath(this.#read.scriptLocation ?? '') && !isWithin(directory, this.#root);
    if (!isElsewhere || this.#isFolder(directory)) return undefined;
    const own = parentPath(this.#candidate.configFile);
    const names = directory.split('/').filter((name) => name !== '');
    const below = names.map((_, first) => joinPath(this.#workingDirectory, names.slice(first).join('/')));
    const found = [...(fileNameOf(own) === fileNameOf(directory) ? [own] : []), ...below].find((folder) =>
      looksLikeScriptDirectory(this.#context.fileSystem, folder),
    );
    if (found === undefined) return undefined;
    this.#isMoved = true;
    this.#explanations.push(
      `script_location is ‘${directory}’, which is not on this machine; ${this.#shown(found)} is taken in its place.`,
    );
    return found;
  }

  #findVersionLocations(): readonly string[] {
    const written = this.#read.settings.versionLocations;
    if (written && written.length > 0)
      return written.flatMap((location) => this.#directoryOf(location) ?? []);
    return this.#scriptDirectory === undefined ? [] : [joinPath(this.#scriptDirectory, 'versions')];
  }

  /** The absolute directory that a value stands for; undefined for one in a package that is not in the workspace. */
  #directoryOf(value: string): string | undefined {
    const written = isWindowsPath(this.#workingDirectory) ? value.replaceAll('\\', '/') : value;
    const searchPath = [
      ...(this.#read.settings.prependSysPath ?? []).map((path) => joinPath(this.#workingDirectory, path)),
      this.#workingDirectory,
      joinPath(this.#workingDirectory, 'src'),
    ];
    const { fileSystem, tree } = this.#context;
    const origin = parentPath(this.#candidate.configFile);
    const find = workspacePackageFinder(fileSystem, searchPath, origin, tree);
    const directory = attempt(() => resolveLocation(written, find));
    return directory === undefined ? undefined : plainPath(joinPath(this.#workingDirectory, directory));
  }

  #rate(): number {
    if (this.#scriptDirectory === undefined) return 0;
    const { fileSystem } = this.#context;
    if (!this.#isFolder(this.#scriptDirectory)) return 0;
    const isLikely = looksLikeScriptDirectory(fileSystem, this.#scriptDirectory);
    const isWhole = this.#versionLocations.every((location) => this.#isFolder(location));
    return 1 + (isLikely ? 1 : 0) + (isWhole || !this.#read.settings.versionLocations?.length ? 1 : 0);
  }

  #addProblems(directory: string | undefined, exists: boolean): void {
    this.#problems.push(...optionProblems(this.#read.sources, this.#read.tolerantLookup()));
    const written = this.#read.scriptLocation;
    const place = this.#read.lookup.place('script_location') ?? this.#read.start;
    if (!exists && written !== undefined && (this.#candidate.isNamed || !written.includes('{'))) {
      const isElsewhere = directory !== undefined && !isWithin(directory, this.#root);
      const where = isPackageLocation(written)
        ? `The package of script_location ‘${written}’ or the folder in it is not in this workspace`
        : `The script directory ${directory ?? written} does not exist`;
      this.#problems.push(
        configurationProblem(
          'config-missing-script-directory',
          isElsewhere ? 'information' : 'error',
          `${where}; correct script_location or create it with “alembic init”.`,
          place,
          [
            ...scriptDirectoryFixes(
              this.#read.writtenAt(place, 'script_location'),
              directory ?? written,
              this.#origins,
            ),
            ...(directory === undefined ? [] : initialiseFixes(directory, this.#origins)),
          ],
        ),
      );
    }
    if (this.#read.writtenScriptLocation === undefined && directory === undefined && this.#candidate.isNamed)
      this.#problems.push(
        configurationProblem(
          'config-missing-script-directory',
          'error',
          `There is no script_location in [${this.#candidate.section}]; add it, or name another section.`,
          this.#read.start,
          this.#locationFixes(),
        ),
      );
    if (!exists || !this.#read.settings.versionLocations?.length) return;
    for (const [index, location] of this.#read.settings.versionLocations.entries()) {
      const found = this.#directoryOf(location);
      if (found !== undefined && this.#isFolder(found)) continue;
      this.#problems.push(
        configurationProblem(
          'config-missing-version-location',
          'warning',
          `The version location ‘${location}’ does not exist, so no revisions are read from it; create it or correct version_locations.`,
          this.#read.placeWithin('version_locations', location),
          this.#versionFixes(index, found),
        ),
      );
    }
  }

  #locationFixes(): readonly ConfigurationFix[] {
    const { file, range } = this.#read.start;
    const text = this.#context.fileSystem.readText(file) ?? '';
    if (range.end > 0) return addScriptLocationFixes(text, range, false, this.#origins);
    const header = this.#read.sources.toml?.header;
    return header ? addScriptLocationFixes(text, header, true, this.#origins) : [];
  }

  #versionFixes(index: number, missing: string | undefined): readonly ConfigurationFix[] {
    const place = this.#read.lookup.place('version_locations');
    const { versionLocations } = this.#read.settings;
    if (!place || !versionLocations) return [];
    const value = this.#read.writtenAt(place, 'version_locations');
    const entries = this.#read.entriesOf('version_locations', place);
    const known = entries.length === versionLocations.length ? entries : [];
    return versionLocationFixes(value, known, index, missing, this.#versionLocations, this.#origins);
  }

  get #origins(): PathOrigins {
    return {
      tree: this.#context.tree,
      here: parentPath(this.#candidate.configFile),
      workingDirectory: this.#workingDirectory,
    };
  }

  get #root(): string {
    const directories = this.#context.workingDirectories;
    return this.#context.tree?.root ?? directories[directories.length - 1] ?? '/';
  }

  #shown(path: string): string {
    const relative = relativePath(path, this.#root);
    return relative === '.' ? 'the workspace folder' : relative;
  }

  #isFolder(path: string): boolean {
    return (
      (this.#context.tree?.folders.has(path) ?? false) ||
      this.#context.fileSystem.readDirectory(path) !== undefined
    );
  }
}
