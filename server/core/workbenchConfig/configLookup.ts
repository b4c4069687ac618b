import type { FileSystem } from '../files/fileSystem';
import { isWithin, joinPath, parentPath } from '../files/paths';
import { ownConfigFile, readWorkbenchConfig } from './readWorkbenchConfig';
import type { WorkbenchConfigReading } from './workbenchConfig';

/** What is asked of the files. */
export type ConfigFiles = Pick<FileSystem, 'readText' | 'readDirectory' | 'version'>;

/** Finds the workbench configuration of folders, reading each file once. */
export class ConfigLookup {
  readonly #fileSystem: ConfigFiles;
  readonly #top: string;
  readonly #own = new Map<string, WorkbenchConfigReading | undefined>();
  readonly #nearest = new Map<string, WorkbenchConfigReading | undefined>();

  /** `top` is the highest folder that is looked into outside of a repository. */
  constructor(fileSystem: ConfigFiles, top: string) {
    this.#fileSystem = fileSystem;
    this.#top = top;
  }

  /** The configuration of the folder itself. */
  in(folder: string): WorkbenchConfigReading | undefined {
    if (!this.#own.has(folder)) this.#own.set(folder, this.#read(folder));
    return this.#own.get(folder);
  }

  /** The nearest configuration from the folder upwards to the root of its repository. */
  nearest(folder: string): WorkbenchConfigReading | undefined {
    if (this.#nearest.has(folder)) return this.#nearest.get(folder);
    const visited: string[] = [];
    let found: WorkbenchConfigReading | undefined;
    const last = this.#lastFolder(folder);
    for (let each = folder; ; each = parentPath(each)) {
      visited.push(each);
      found = this.in(each);
      if (found || each === last || parentPath(each) === each) break;
    }
    for (const each of visited) this.#nearest.set(each, found);
    return found;
  }

  /** Every configuration that was found. */
  get readings(): readonly WorkbenchConfigReading[] {
    return [...this.#own.values()].filter((reading) => reading !== undefined);
  }

  /** What lies above a repository belongs to others. */
  #lastFolder(folder: string): string {
    for (let each = folder; ; each = parentPath(each)) {
      if (this.#holdsRepository(each)) return each;
      if (parentPath(each) === each) return isWithin(folder, this.#top) ? this.#top : folder;
    }
  }

  /** In a worktree or submodule `.git` is a file. */
  #holdsRepository(folder: string): boolean {
    const path = joinPath(folder, '.git');
    return this.#fileSystem.version(path) !== undefined || this.#fileSystem.readDirectory(path) !== undefined;
  }

  #read(folder: string): WorkbenchConfigReading | undefined {
    for (const name of [ownConfigFile, 'pyproject.toml']) {
      const path = joinPath(folder, name);
      const text = this.#fileSystem.readText(path);
      const reading = text === undefined ? undefined : readWorkbenchConfig(path, text);
      if (reading) return reading;
    }
    return undefined;
  }
}
