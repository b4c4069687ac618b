import type { FileSystem } from '../files/fileSystem';
import type { ModuleFinder } from './moduleFinder';
import type { ModuleMemory } from './moduleMemory';
import type { ModuleImport } from './moduleImports';
import type { ModuleSource } from './moduleSource';

/** The modules that a program loads. */
export interface ImportWalk {
  /** Each file, and whether it is loaded for certain: not only in a function or under a condition. */
  readonly reached: ReadonlyMap<string, boolean>;
  /** Files that only functions import whose names nothing mentions that is run. */
  readonly dormant: ReadonlySet<string>;
  /** There are more files than are read. */
  readonly isCut: boolean;
}

/** The most files that one walk reads. */
const mostFiles = 1500;

/**
 * Follows the imports of a file through the modules of its project. What is installed is not followed. A
 * function may run once its name is mentioned by what is run, in whatever module; all of them may where the
 * program is more than what loading it runs.
 */
export function* walkImports(
  fileSystem: FileSystem,
  start: string,
  finder: ModuleFinder,
  memory: ModuleMemory,
  runsAll = false,
): Generator<void, ImportWalk> {
  const walk = new Walk(finder, runsAll);
  walk.add(start, true);
  for (let next = walk.next(); next; next = walk.next()) {
    if (walk.reached.size > mostFiles) return { ...walk, dormant: new Set(), isCut: true };
    const source = memory.read(fileSystem, next.file);
    if (source) walk.take(next, source);
    yield;
  }
  return { reached: walk.reached, dormant: walk.dormant(), isCut: false };
}

interface Step {
  readonly file: string;
  readonly isCertain: boolean;
}

/** A function that nothing runs so far: what it mentions and imports. */
interface Sleeping {
  readonly names: Iterable<string>;
  readonly files: readonly string[];
}

class Walk {
  readonly reached = new Map<string, boolean>();
  readonly #finder: ModuleFinder;
  readonly #runsAll: boolean;
  readonly #pending: Step[] = [];
  readonly #mentioned = new Set<string>();
  readonly #sleeping = new Map<string, Sleeping[]>();

  constructor(finder: ModuleFinder, runsAll: boolean) {
    this.#finder = finder;
    this.#runsAll = runsAll;
  }

  add(file: string, isCertain: boolean): void {
    this.#pending.push({ file, isCertain });
  }

  /** The next file that is new, or certain only now. */
  next(): Step | undefined {
    for (let step = this.#pending.pop(); step; step = this.#pending.pop()) {
      const before = this.reached.get(step.file);
      if (before === true || before === step.isCertain) continue;
      this.reached.set(step.file, step.isCertain);
      return step;
    }
    return undefined;
  }

  take({ file, isCertain }: Step, { imports, calls }: ModuleSource): void {
    const later = new Map<string, string[]>();
    for (const each of imports) {
      const files = filesOf(this.#finder, each, file);
      if (each.owner !== '') later.set(each.owner, [...(later.get(each.owner) ?? []), ...files]);
      else for (const loaded of files) this.add(loaded, isCertain && each.isCertain);
    }
    for (const owner of new Set([...calls.keys(), ...later.keys()])) {
      const one = { names: calls.get(owner)?.names ?? [], files: later.get(owner) ?? [] };
      if (owner === '' || this.#runsAll || this.#mentioned.has(owner)) this.#run(one);
      else this.#sleeping.set(owner, [...(this.#sleeping.get(owner) ?? []), one]);
    }
  }

  dormant(): ReadonlySet<string> {
    return new Set([...this.#sleeping.values()].flat().flatMap(({ files }) => files));
  }

  #run(first: Sleeping): void {
    const running = [first];
    for (let next = running.pop(); next; next = running.pop()) {
      for (const file of next.files) this.add(file, false);
      for (const name of next.names) {
        this.#mentioned.add(name);
        running.push(...(this.#sleeping.get(name) ?? []));
        this.#sleeping.delete(name);
      }
    }
  }
}

/** What one import runs: the module, and those of its names that are modules. */
function filesOf(finder: ModuleFinder, { module, names }: ModuleImport, file: string): readonly string[] {
  const found = finder.find(module, file);
  if (!found) return [];
  if (found.folder === undefined || names.length === 0) return found.files;
  const prefix = /\.$/.test(module) ? module : `${module}.`;
  return [...found.files, ...names.flatMap((name) => finder.find(`${prefix}${name}`, file)?.files ?? [])];
}
