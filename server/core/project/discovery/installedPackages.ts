import { joinPath, plainPath } from '../../files/paths';
import type { FileSystem } from '../../files/fileSystem';

/** `.pth` files of one folder that are read, and lines of one. */
const mostPathFiles = 50;
const mostPathLines = 100;

/** The packages that the virtual environments of a workspace hold, found by listing folders. */
export class InstalledPackages {
  readonly #fileSystem: FileSystem;
  readonly #folders: readonly string[];
  #roots: readonly string[] | undefined;

  /** `folders` are those in which virtual environments may lie, nearest first. */
  constructor(fileSystem: FileSystem, folders: readonly string[]) {
    this.#fileSystem = fileSystem;
    this.#folders = folders;
  }

  /** The folder of a dotted package, or undefined. */
  find(packageName: string): string | undefined {
    const path = packageName.replaceAll('.', '/');
    return this.#searchPath()
      .map((root) => joinPath(root, path))
      .find((folder) => this.#fileSystem.readDirectory(folder) !== undefined);
  }

  /** The version of a package; undefined where none is installed, or another one in each environment. */
  versionOf(packageName: string): string | undefined {
    const versions = new Set(this.#searchPath().flatMap((root) => this.#versionsIn(root, packageName)));
    const [version] = versions;
    return versions.size === 1 ? version : undefined;
  }

  #versionsIn(site: string, packageName: string): readonly string[] {
    const entries = this.#fileSystem.readDirectory(site) ?? [];
    return entries.flatMap(({ name }) => {
      const [, owner, version] = /^([^-]+)-([^-]+)(?:-py[^-]*)?\.(?:dist|egg)-info$/.exec(name) ?? [];
      return owner?.toLowerCase() === packageName && version !== undefined ? [version] : [];
    });
  }

  get hasEnvironments(): boolean {
    return this.#searchPath().length > 0;
  }

  #searchPath(): readonly string[] {
    return (this.#roots ??= this.#environments()
      .flatMap((environment) => this.#sitePackagesOf(environment))
      .flatMap((site) => [site, ...this.#pathsOf(site)]));
  }

  /** Folders with a `pyvenv.cfg` or `conda-meta`, whatever their names. */
  #environments(): readonly string[] {
    const pixi = this.#folders.map((folder) => joinPath(folder, '.pixi/envs'));
    return [...this.#folders, ...pixi].flatMap((folder) =>
      this.#foldersIn(folder).filter(
        (child) =>
          this.#fileSystem.version(joinPath(child, 'pyvenv.cfg')) !== undefined ||
          this.#fileSystem.readDirectory(joinPath(child, 'conda-meta')) !== undefined,
      ),
    );
  }

  #sitePackagesOf(environment: string): readonly string[] {
    const versions = this.#foldersIn(joinPath(environment, 'lib')).filter((path) =>
      /\/python3[^/]*$/.test(path),
    );
    return [...versions.sort(), joinPath(environment, 'Lib')]
      .map((path) => joinPath(path, 'site-packages'))
      .filter((path) => this.#fileSystem.readDirectory(path) !== undefined);
  }

  /** Folders that `.pth` files add, as those of packages that are installed for editing. */
  #pathsOf(site: string): readonly string[] {
    return (this.#fileSystem.readDirectory(site) ?? [])
      .filter(({ name }) => name.endsWith('.pth'))
      .slice(0, mostPathFiles)
      .flatMap(({ name }) =>
        (this.#fileSystem.readText(joinPath(site, name)) ?? '').split(/\r?\n/, mostPathLines),
      )
      .filter((line) => line.trim() !== '' && !/^(?:#|import[ \t])/.test(line))
      .map((line) => plainPath(joinPath(site, line.trim().replaceAll('\\', '/'))));
  }

  #foldersIn(folder: string): string[] {
    return (this.#fileSystem.readDirectory(folder) ?? [])
      .filter(({ kind }) => kind === 'directory' || kind === 'link-to-directory')
      .map(({ name }) => joinPath(folder, name));
  }
}
