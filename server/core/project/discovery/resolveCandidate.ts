import type { AlembicConfiguration, ConfigurationProblem } from '../../config/alembicConfiguration';
import { configurationProblem } from '../../config/configurationProblems';
import { codePageProblems, outputEncodingProblems } from '../../config/encodingProblems';
import { fileTemplateProblems } from '../../config/fileTemplateProblems';
import { optionProblems } from '../../config/optionProblems';
import {
  fileNameOf,
  isAbsolutePath,
  isWindowsPath,
  isWithin,
  joinPath,
  parentPath,
  relativePath,
} from '../../files/paths';
import type { FileSystem } from '../../files/fileSystem';
import { hasTooManyFolders, mostFolders } from '../listRevisionFiles';
import { CandidateSettings } from './candidateSettings';
import { mostSections } from './configCandidates';
import type { ConfigCandidate } from './configCandidates';
import type { PathOrigins } from './directoryFixes';
import { importPathProblems } from './importPathProblems';
import type { InstalledPackages } from './installedPackages';
import { LocationPaths } from './locationPaths';
import { scriptDirectoryProblems, versionLocationProblems } from './locationProblems';
import type { LocationFacts } from './locationProblems';
import { looksLikeScriptDirectory, runByOthers } from './scriptDirectory';
import type { WorkspaceTree } from './workspaceTree';

/** What a config file and section lead to. */
export interface ResolvedCandidate {
  readonly candidate: ConfigCandidate;
  readonly configuration: AlembicConfiguration;
  /** The script directory is there. */
  readonly exists: boolean;
  /**
   * Its script directory is an absolute path from elsewhere, in whose place a folder of the workspace is
   * taken.
   */
  readonly isMoved: boolean;
  /** The file is about Alembic at all: it says where the scripts are, or lies among them. */
  readonly isMeant: boolean;
}

/** Where to look, and from which working directories Alembic may be run, likeliest first. */
export interface ResolutionContext {
  readonly fileSystem: FileSystem;
  readonly tree: WorkspaceTree | undefined;
  readonly workingDirectories: readonly string[];
  readonly installed: InstalledPackages;
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

/** The last names of an absolute path from elsewhere that are looked for in the workspace. */
const mostNames = 50;

/** One reading of a candidate, as if Alembic were run in `workingDirectory`. */
class Attempt {
  readonly score: number;
  readonly #context: ResolutionContext;
  readonly #candidate: ConfigCandidate;
  readonly #workingDirectory: string;
  readonly #read: CandidateSettings;
  readonly #paths: LocationPaths;
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
    this.#paths = new LocationPaths({
      fileSystem: context.fileSystem,
      tree: context.tree,
      installed: context.installed,
      here: parentPath(candidate.configFile),
      workingDirectory,
      prependSysPath: this.#read.settings.prependSysPath ?? [],
    });
    this.#problems = [...this.#read.problems];
    this.#scriptDirectory = this.#findScriptDirectory();
    this.#versionLocations = this.#findVersionLocations();
    this.score = this.#rate();
  }

  resolved(firstChoice: string | undefined): ResolvedCandidate | undefined {
    const { configFile, section, isTemplate } = this.#candidate;
    const directory = this.#scriptDirectory;
    const isSilent = this.#problems.length === 0 && this.#read.scriptLocation === undefined;
    if (directory === undefined && isSilent && !this.#candidate.isNamed) return undefined;
    const exists = directory !== undefined && this.#isFolder(directory);
    if (!isTemplate) this.#addProblems();
    const isUsual = firstChoice === undefined || this.#workingDirectory === firstChoice;
    if (!isUsual && exists && !this.#isMoved)
      this.#explanations.push(
        `Relative paths are taken from ${this.#shown(this.#workingDirectory)}, where they lead to the scripts; run Alembic there.`,
      );
    if (this.#candidate.hasMore)
      this.#explanations.push(
        `${fileNameOf(configFile)} has more than ${String(mostSections)} sections with a script_location, and the rest is not read.`,
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
        ...this.#elsewhere(),
      },
    };
  }

  #findScriptDirectory(): string | undefined {
    const { isToml, isTemplate, section, configFile } = this.#candidate;
    const folder = parentPath(configFile);
    if (this.#read.scriptLocation !== undefined) {
      const directory = this.#paths.directoryOf(this.#read.scriptLocation);
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
   * The folder of the workspace that an absolute path from elsewhere, such as a container, stands for: the
   * config file's own folder, or one below the working directory that bears the last names of the path.
   */
  #inWorkspace(directory: string): string | undefined {
    const isElsewhere = isAbsolutePath(this.#read.scriptLocation ?? '') && !isWithin(directory, this.#root);
    if (!isElsewhere || this.#isFolder(directory)) return undefined;
    const own = parentPath(this.#candidate.configFile);
    const names = directory
      .split('/')
      .filter((name) => name !== '')
      .slice(-mostNames);
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
      return written.flatMap((location) => this.#paths.directoryOf(location) ?? []);
    return this.#scriptDirectory === undefined ? [] : [joinPath(this.#scriptDirectory, 'versions')];
  }

  #rate(): number {
    if (this.#scriptDirectory === undefined) return 0;
    const { fileSystem } = this.#context;
    if (!this.#isFolder(this.#scriptDirectory)) return 0;
    const isLikely = looksLikeScriptDirectory(fileSystem, this.#scriptDirectory);
    const isWhole = this.#versionLocations.every((location) => this.#isFolder(location));
    return 1 + (isLikely ? 1 : 0) + (isWhole || !this.#read.settings.versionLocations?.length ? 1 : 0);
  }

  #addProblems(): void {
    const facts: LocationFacts = {
      fileSystem: this.#context.fileSystem,
      candidate: this.#candidate,
      read: this.#read,
      paths: this.#paths,
      origins: this.#origins,
      root: this.#root,
      scriptDirectory: this.#scriptDirectory,
      versionLocations: this.#versionLocations,
    };
    this.#problems.push(
      ...optionProblems(this.#read.sources, this.#read.tolerantLookup()),
      ...scriptDirectoryProblems(facts),
      ...versionLocationProblems(facts),
      ...importPathProblems(facts, this.#context.workingDirectories),
      ...this.#unreadFolders(),
      ...this.#fileTemplateProblems(),
      ...outputEncodingProblems(this.#read.sources, this.#read.tolerantLookup()),
      ...(this.#mayUseWindows() ? codePageProblems(this.#read.sources) : []),
    );
  }

  /** Whether the project has been on Windows: its paths, line ends or scripts tell. */
  #mayUseWindows(): boolean {
    const { tree } = this.#context;
    const folders = [this.#root, parentPath(this.#candidate.configFile)];
    const names = folders.flatMap((folder) => tree?.folders.get(folder)?.files ?? []);
    return (
      isWindowsPath(this.#workingDirectory) ||
      (this.#read.sources.ini?.text.includes('\r\n') ?? false) ||
      names.some((name) => /\.(?:bat|cmd|ps1)$/i.test(name))
    );
  }

  #fileTemplateProblems(): readonly ConfigurationProblem[] {
    const place = this.#read.lookup.place('file_template');
    const directory = this.#scriptDirectory;
    if (!place || directory === undefined || !this.#isFolder(directory)) return [];
    const { fileTemplate, recursiveVersionLocations } = this.#read.settings;
    return fileTemplateProblems({
      fileTemplate,
      recursiveVersionLocations,
      versionLocations: this.#versionLocations,
      place,
      ...this.#read.writtenAt(place, 'file_template'),
    });
  }

  /** Whether there are more folders than are read, such as those of a whole disk. */
  #hasUnreadFolders(): boolean {
    const { recursiveVersionLocations } = this.#read.settings;
    return recursiveVersionLocations && hasTooManyFolders(this.#context.fileSystem, this.#versionLocations);
  }

  #unreadFolders(): readonly ConfigurationProblem[] {
    if (!this.#hasUnreadFolders()) return [];
    const place = this.#read.lookup.place('recursive_version_locations') ?? this.#read.start;
    const message = `There are more than ${String(mostFolders)} folders below the version locations, and the rest is not read; name folders that hold revisions alone.`;
    return [configurationProblem('config-invalid-value', 'warning', message, place)];
  }

  /**
   * Of a package that is found nowhere, any revision may be the one that a name means; so it is where
   * others run the scripts.
   */
  #elsewhere(): Pick<AlembicConfiguration, 'revisionsElsewhere'> {
    if (this.#hasUnreadFolders()) return { revisionsElsewhere: 'a folder that is not read may have it' };
    const missing = (this.#read.settings.versionLocations ?? []).flatMap(
      (value) => this.#paths.missingPackage(value) ?? [],
    )[0];
    if (missing !== undefined)
      return {
        revisionsElsewhere: `the package ${missing} of version_locations, which is not found here, may have it`,
      };
    const directory = this.#scriptDirectory;
    const isRun =
      directory === undefined ||
      this.#context.fileSystem.version(joinPath(directory, 'env.py')) !== undefined;
    return isRun ? {} : { revisionsElsewhere: runByOthers };
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
    return this.#paths.isFolder(path);
  }
}
