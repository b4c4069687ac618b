import type { AlembicConfiguration } from '../config/alembicConfiguration';
import { fileNameOf, parentPath } from '../files/paths';
import { compareCodePoints } from '../text/pythonText';
import type { FileSystem } from '../files/fileSystem';

/** A file that Alembic would load from a version location. */
export interface ListedFile {
  /** Where it lies: the target where the file itself is a symbolic link. */
  readonly path: string;
  readonly kind: 'source' | 'compiled' | 'missing';
}

export interface Listing {
  /** In Alembic's load order. */
  readonly files: readonly ListedFile[];
  /** `File … loaded twice!`, in Alembic's words. */
  readonly warnings: readonly string[];
}

type Locations = Pick<AlembicConfiguration, 'versionLocations' | 'recursiveVersionLocations' | 'sourceless'>;

/** The revision files of an environment, by Alembic's own rules for names, order and repeats. */
export function listRevisionFiles(fileSystem: FileSystem, locations: Locations): Listing {
  const collection = new Collection(fileSystem, locations);
  for (const location of locations.versionLocations)
    collection.collect(location, fileSystem.realPath(location));
  return collection.listing();
}

/** The most folders that are read of locations that are read recursively: `/` is one of these, too. */
export const mostFolders = 2000;

/** Whether there are more folders below these locations than are read. */
export function hasTooManyFolders(fileSystem: FileSystem, locations: readonly string[]): boolean {
  let left = mostFolders;
  const isMore = (path: string): boolean =>
    --left < 0 ||
    (fileSystem.readDirectory(path) ?? []).some(
      ({ name, kind }) => kind === 'directory' && isMore(`${path}/${name}`),
    );
  return locations.some(isMore);
}

/** Whether Alembic takes a file of this name for a revision. */
export function isRevisionFileName(name: string, sourceless: boolean): boolean {
  if (name.startsWith('.#') || name.startsWith('__init__')) return false;
  return name.endsWith('.py') || (sourceless && /\.py[co]$/.test(name));
}

interface Folder {
  readonly path: string;
  readonly realPath: string;
  /** Names in the order in which Alembic takes them. */
  readonly names: readonly string[];
  /** Names that are symbolic links, or whose kind is not known. */
  readonly unresolved: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

class Collection {
  readonly #fileSystem: FileSystem;
  readonly #isRecursive: boolean;
  readonly #sourceless: boolean;
  readonly #folders: Folder[] = [];
  #foldersLeft = mostFolders;

  constructor(fileSystem: FileSystem, locations: Locations) {
    this.#fileSystem = fileSystem;
    this.#isRecursive = locations.recursiveVersionLocations;
    this.#sourceless = locations.sourceless;
  }

  collect(path: string, realPath: string): void {
    if (this.#isRecursive && --this.#foldersLeft < 0) return;
    const entries = this.#fileSystem.readDirectory(path);
    if (!entries) return;
    const names: string[] = [];
    const below: string[] = [];
    let unresolved: Set<string> | undefined;
    for (const { name, kind } of entries) {
      if (kind === 'directory') below.push(name);
      else if (kind !== 'link-to-directory') {
        names.push(name);
        if (kind !== 'file') (unresolved ??= new Set()).add(name);
      }
    }
    if (!path.endsWith('__pycache__')) {
      this.#folders.push({ path, realPath, names: sorted(names), unresolved: unresolved ?? none });
      if (this.#sourceless && below.includes('__pycache__')) this.#collectCache(path, realPath, names);
    }
    if (!this.#isRecursive) return;
    for (const name of sorted(below)) this.collect(`${path}/${name}`, `${realPath}/${name}`);
  }

  /** Of compiled files, those whose source is not in the folder above. */
  #collectCache(path: string, realPath: string, names: readonly string[]): void {
    const stems = new Set(names.map(stemOf));
    const cached = (this.#fileSystem.readDirectory(`${path}/__pycache__`) ?? [])
      .map((entry) => entry.name)
      .filter((name) => !stems.has(stemOf(name)));
    this.#folders.push({
      path: `${path}/__pycache__`,
      realPath: `${realPath}/__pycache__`,
      names: sorted(cached),
      unresolved: none,
    });
  }

  listing(): Listing {
    const files: ListedFile[] = [];
    const warnings: string[] = [];
    const folders = new Set(this.#folders.map((folder) => folder.realPath));
    const canRepeat =
      folders.size < this.#folders.length || this.#folders.some(({ unresolved }) => unresolved.size > 0);
    const seen = new Set<string>();
    for (const { path, realPath, names, unresolved } of this.#folders)
      for (const name of names) {
        const isLink = canRepeat && unresolved.has(name);
        const real = isLink
          ? this.#fileSystem.realPath(`${path}/${name}`)
          : canRepeat
            ? `${realPath}/${name}`
            : '';
        if (canRepeat && seen.has(real)) {
          warnings.push(`File ${real} loaded twice! ignoring. Please ensure version_locations is unique.`);
          continue;
        }
        if (canRepeat) seen.add(real);
        if (!isRevisionFileName(isLink ? fileNameOf(real) : name, this.#sourceless)) continue;
        const file = isLink ? real : `${path}/${name}`;
        const kind = this.#kindOf(file, isLink);
        if (kind) files.push({ path: file, kind });
      }
    return { files, warnings };
  }

  /** Undefined for compiled files that Alembic passes over in favour of others beside them. */
  #kindOf(path: string, isLink: boolean): ListedFile['kind'] | undefined {
    const exists = (name: string): boolean =>
      this.#fileSystem.version(`${parentPath(path)}/${name}`) !== undefined;
    if (path.endsWith('.py'))
      return isLink && this.#fileSystem.version(path) === undefined ? 'missing' : 'source';
    const source = fileNameOf(path).slice(0, -1);
    if (exists(source) || (path.endsWith('o') && exists(`${source}c`))) return undefined;
    return 'compiled';
  }
}

/** By code point, as Python sorts. */
function sorted(names: string[]): string[] {
  return names.some((name) => /[\ud800-\udfff]/.test(name)) ? names.sort(compareCodePoints) : names.sort();
}

function stemOf(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}
