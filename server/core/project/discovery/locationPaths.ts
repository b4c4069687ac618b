import { attempt } from '../../config/configurationError';
import { isPackageLocation, resolveLocation } from '../../config/resolveLocation';
import { isWindowsPath, joinPath, plainPath } from '../../files/paths';
import type { FileSystem } from '../../files/fileSystem';
import type { InstalledPackages } from './installedPackages';
import { workspacePackageFinder } from './packageSearch';
import type { WorkspaceTree } from './workspaceTree';

/** Where the paths of one config file are looked for. */
export interface PathContext {
  readonly fileSystem: FileSystem;
  readonly tree: WorkspaceTree | undefined;
  readonly installed: InstalledPackages;
  /** The folder of the config file. */
  readonly here: string;
  readonly workingDirectory: string;
  /** Entries of `prepend_sys_path`, as Alembic splits them. */
  readonly prependSysPath: readonly string[];
}

/** Finds the directories that `script_location` and `version_locations` name. */
export class LocationPaths {
  readonly #context: PathContext;

  constructor(context: PathContext) {
    this.#context = context;
  }

  /** The absolute directory of a value; undefined where its package is found nowhere. */
  directoryOf(value: string): string | undefined {
    const { workingDirectory } = this.#context;
    const written = isWindowsPath(workingDirectory) ? value.replaceAll('\\', '/') : value;
    const directory = attempt(() => resolveLocation(written, (name) => this.#findPackage(name)));
    return directory === undefined ? undefined : plainPath(joinPath(workingDirectory, directory));
  }

  /** The package of a `package:path` value that is found nowhere. */
  missingPackage(value: string): string | undefined {
    if (!isPackageLocation(value)) return undefined;
    const [name = ''] = value.split(':', 1);
    return this.#findPackage(name) === undefined ? name : undefined;
  }

  /** The package that Python's ModuleNotFoundError names for a `package:path` value; else undefined. */
  unimportablePackage(value: string): string | undefined {
    if (!isPackageLocation(value)) return undefined;
    const parts = (value.split(':', 1)[0] ?? '').split('.');
    return parts
      .map((_, index) => parts.slice(0, index + 1).join('.'))
      .find((name) => !this.#isImportable(name));
  }

  #isImportable(name: string): boolean {
    const { fileSystem, installed, prependSysPath, workingDirectory } = this.#context;
    const path = name.replaceAll('.', '/');
    const isPrepended = prependSysPath.some(
      (entry) => fileSystem.readDirectory(joinPath(joinPath(workingDirectory, entry), path)) !== undefined,
    );
    return isPrepended || installed.find(name) !== undefined;
  }

  /** Whether the workspace has virtual environments at all. */
  get hasEnvironments(): boolean {
    return this.#context.installed.hasEnvironments;
  }

  isFolder(path: string): boolean {
    const { fileSystem, tree } = this.#context;
    return (tree?.folders.has(path) ?? false) || fileSystem.readDirectory(path) !== undefined;
  }

  #findPackage(name: string): string | undefined {
    const { fileSystem, tree, installed, here, workingDirectory, prependSysPath } = this.#context;
    const searchPath = [
      ...prependSysPath.map((path) => joinPath(workingDirectory, path)),
      workingDirectory,
      joinPath(workingDirectory, 'src'),
    ];
    return workspacePackageFinder(fileSystem, searchPath, here, tree)(name) ?? installed.find(name);
  }
}
