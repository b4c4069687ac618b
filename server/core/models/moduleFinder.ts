import type { FileSystem } from '../files/fileSystem';
import { fileNameOf, joinPath, parentPath } from '../files/paths';

/** A module that was found: what Python runs to load it. */
export interface FoundModule {
  /** Its file; undefined for a folder without `__init__.py`. */
  readonly file: string | undefined;
  /** What is run before it and for it: `__init__.py` of each package above, then the file. */
  readonly files: readonly string[];
  /** The folder of a package, in which modules below it are. */
  readonly folder: string | undefined;
}

/** Finds modules below folders of which Python's path may consist, the likeliest first. */
export class ModuleFinder {
  readonly #fileSystem: FileSystem;
  readonly #roots: readonly string[];
  readonly #known = new Map<string, FoundModule | undefined>();
  /** How many modules each of the folders has given. */
  readonly #uses = new Map<string, number>();
  readonly #folders = new Map<string, ReadonlySet<string>>();

  constructor(fileSystem: FileSystem, roots: readonly string[]) {
    this.#fileSystem = fileSystem;
    this.#roots = roots;
  }

  /** A module as a file writes it: dotted, with leading dots for one beside or above that file. */
  find(module: string, from: string): FoundModule | undefined {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const parts = module
      .slice(dots)
      .split('.')
      .filter((part) => part !== '');
    if (dots === 0) return this.#absolute(parts);
    let folder = parentPath(from);
    for (let level = 1; level < dots; level++) folder = parentPath(folder);
    return this.#below(folder, parts);
  }

  /**
   * The dotted name by which a file can be imported, from the folder from which most modules came so far;
   * undefined where none of the folders is above it.
   */
  nameOf(file: string): string | undefined {
    const uses = (root: string): number => this.#uses.get(root) ?? 0;
    for (const root of [...this.#roots].sort((a, b) => uses(b) - uses(a))) {
      const inside = root.endsWith('/') ? root : `${root}/`;
      if (!file.startsWith(inside)) continue;
      const parts = file.slice(inside.length).replace(/\.py$/, '').split('/');
      const isPackage = parts.at(-1) === '__init__';
      const name = (isPackage ? parts.slice(0, -1) : parts).join('.');
      if (this.#absolute(name.split('.'))?.file === file) return name;
    }
    return undefined;
  }

  /** The folder of the topmost package of a module; undefined for a module of its own. */
  topPackage(file: string): string | undefined {
    const name = this.nameOf(file);
    if (name === undefined) return undefined;
    const isPackage = fileNameOf(file) === '__init__.py';
    let folder = parentPath(file);
    const above = name.split('.').length - (isPackage ? 1 : 2);
    if (above < 0) return undefined;
    for (let level = 0; level < above; level++) folder = parentPath(folder);
    return folder;
  }

  #absolute(parts: readonly string[]): FoundModule | undefined {
    const name = parts.join('.');
    if (!this.#known.has(name)) this.#known.set(name, this.#search(parts));
    return this.#known.get(name);
  }

  #search(parts: readonly string[]): FoundModule | undefined {
    if (parts.length === 0) return undefined;
    let namespace: FoundModule | undefined;
    for (const root of this.#roots) {
      const found = this.#below(root, parts);
      if (found && found.files.length > 0) {
        this.#uses.set(root, (this.#uses.get(root) ?? 0) + 1);
        return found;
      }
      namespace ??= found;
    }
    return namespace;
  }

  #below(start: string, parts: readonly string[]): FoundModule | undefined {
    let folder = start;
    const files: string[] = [];
    const own = parts.length === 0 ? this.#fileIn(folder, '__init__.py') : undefined;
    if (own !== undefined) return { file: own, files: [own], folder };
    for (const [index, part] of parts.entries()) {
      const below = joinPath(folder, part);
      const init = this.#fileIn(below, '__init__.py');
      const isLast = index === parts.length - 1;
      if (init !== undefined) files.push(init);
      else if (isLast) {
        const file = this.#fileIn(folder, `${part}.py`);
        if (file !== undefined) return { file, files: [...files, file], folder: undefined };
      }
      if (init === undefined && this.#namesIn(below).size === 0) return undefined;
      folder = below;
    }
    return { file: this.#fileIn(folder, '__init__.py'), files, folder };
  }

  #fileIn(folder: string, name: string): string | undefined {
    return this.#namesIn(folder).has(name) ? joinPath(folder, name) : undefined;
  }

  #namesIn(folder: string): ReadonlySet<string> {
    let names = this.#folders.get(folder);
    if (!names) {
      const entries = this.#fileSystem.readDirectory(folder) ?? [];
      this.#folders.set(folder, (names = new Set(entries.map(({ name }) => name))));
    }
    return names;
  }
}

/** The folders in which modules are looked for: those above a file up to a root, each with its `src`. */
export function likelyRoots(file: string, root: string): readonly string[] {
  const roots: string[] = [];
  for (let folder = parentPath(file); ; folder = parentPath(folder)) {
    roots.push(folder);
    if (fileNameOf(folder) !== 'src') roots.push(joinPath(folder, 'src'));
    if (folder === root || parentPath(folder) === folder) return roots;
  }
}
