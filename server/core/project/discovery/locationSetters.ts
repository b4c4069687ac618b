import { isWithin, joinPath, parentPath } from '../../files/paths';
import type { FileSystem } from '../../files/fileSystem';
import { versionWidthIn } from '../../python/versionColumn';
import type { WorkspaceTree } from './workspaceTree';

/** Python files of a project that are searched, nearest to the script directory first. */
const mostFiles = 400;

/** Characters of the longest file that is searched. */
const longestText = 500_000;

const testName = /^(?:tests?|testing|conftest\.py|test_.*\.py|.*_test\.py)$/;

/**
 * Code that gives `version_locations` a value: a call, a keyword argument, an attribute, a key of a
 * dictionary.
 */
const setters: readonly RegExp[] = [
  /\bset_(?:main|section)_option\b/,
  /\bversion_locations(?:[ \t]*:[^=\n]{1,200})?[ \t]*\+?=(?!=)(?![ \t]{0,20}(?:None\b|[\w.]{1,100}\.get\w*\())/,
  /["']version_locations["']\s*:/,
  /["']version_locations["']\s*\]\s*\+?=(?!=)/,
  /\bset(?:default)?\([^()]{0,200}["']version_locations["']\s*,/,
  /\bversion_locations\.(?:append|extend|insert)\(/,
];

/**
 * Finds the code of a project that sets `version_locations` or widens the version table while it runs; keeps
 * what it read for the next environment.
 */
export class LocationSetters {
  readonly #fileSystem: FileSystem;
  readonly #tree: WorkspaceTree;
  readonly #settings = new Map<string, FileSettings>();

  constructor(fileSystem: FileSystem, tree: WorkspaceTree) {
    this.#fileSystem = fileSystem;
    this.#tree = tree;
  }

  /** The nearest file that sets them, or undefined. `locations` hold revisions, which are not searched. */
  *nearest(scriptDirectory: string, locations: readonly string[]): Generator<void, string | undefined> {
    let searched = 0;
    for (const file of this.#filesFrom(scriptDirectory, locations)) {
      if (searched++ === mostFiles) return undefined;
      if (searched % 20 === 0) yield;
      if (this.#read(file).sets) return file;
    }
    return undefined;
  }

  /** How wide the code makes the version table's column; undefined where it says nothing. */
  *versionWidth(scriptDirectory: string, locations: readonly string[]): Generator<void, number | undefined> {
    let searched = 0;
    let widest: number | undefined;
    for (const file of this.#filesFrom(scriptDirectory, locations)) {
      if (searched++ === mostFiles) break;
      if (searched % 20 === 0) yield;
      const { width } = this.#read(file);
      if (width !== undefined) widest = Math.max(widest ?? 0, width);
    }
    return widest;
  }

  /**
   * The Python files of the script directory, of the folders above it, and then of those below these, level
   * by level.
   */
  *#filesFrom(scriptDirectory: string, locations: readonly string[]): Generator<string> {
    const above = this.#foldersAbove(scriptDirectory);
    const seen = new Set<string>();
    const take = function* (this: LocationSetters, folder: string): Generator<string> {
      if (seen.has(folder) || locations.some((location) => isWithin(folder, location))) return;
      seen.add(folder);
      for (const name of this.#tree.folders.get(folder)?.files ?? [])
        if (name.endsWith('.py') && !testName.test(name)) yield joinPath(folder, name);
    }.bind(this);
    for (const folder of above) yield* take(folder);
    const pending = [...above];
    for (let folder = pending.shift(); folder !== undefined; folder = pending.shift()) {
      yield* take(folder);
      for (const name of this.#tree.folders.get(folder)?.folders ?? []) {
        const child = joinPath(folder, name);
        if (!testName.test(name) && !above.includes(child)) pending.push(child);
      }
    }
  }

  /** The script directory and those above it, up to the root of its project. */
  #foldersAbove(scriptDirectory: string): readonly string[] {
    const folders = [scriptDirectory];
    let folder = scriptDirectory;
    while (folder !== this.#tree.root && isWithin(folder, this.#tree.root)) {
      folder = parentPath(folder);
      folders.push(folder);
      if (this.#tree.folders.get(folder)?.files.some((name) => projectMarks.has(name)) ?? false) break;
    }
    return folders;
  }

  /** One file that can't be read does not keep others from it. */
  #textOf(file: string): string | undefined {
    try {
      return this.#fileSystem.readText(file);
    } catch {
      return undefined;
    }
  }

  #read(file: string): FileSettings {
    const known = this.#settings.get(file);
    if (known !== undefined) return known;
    const text = this.#textOf(file);
    const isRead = text !== undefined && text.length <= longestText;
    const settings: FileSettings = {
      sets: isRead && setsVersionLocations(text),
      width: isRead ? versionWidthIn(text) : undefined,
    };
    this.#settings.set(file, settings);
    return settings;
  }
}

/** What one file sets. */
interface FileSettings {
  /** It sets `version_locations`. */
  readonly sets: boolean;
  /** How wide it makes `version_num`. */
  readonly width: number | undefined;
}

/** Files that lie at the root of a project. */
const projectMarks: ReadonlySet<string> = new Set(['pyproject.toml', 'setup.py', 'setup.cfg']);

function setsVersionLocations(text: string): boolean {
  if (!text.includes('version_locations')) return false;
  const code = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n');
  return code.includes('version_locations') && setters.some((setter) => setter.test(code));
}
