import type { FileSystem } from '../files/fileSystem';
import type { ModuleFinder } from './moduleFinder';
import type { ModuleMemory } from './moduleMemory';
import type { ModuleImport } from './moduleSource';

/** The modules that a program loads. */
export interface ImportWalk {
  /** Each file, and whether it is loaded for certain: not only in a function or under a condition. */
  readonly reached: ReadonlyMap<string, boolean>;
  /** There are more files than are read. */
  readonly isCut: boolean;
}

/** The most files that one walk reads. */
const mostFiles = 1500;

/** Follows the imports of a file through the modules of its project. What is installed is not followed. */
export function* walkImports(
  fileSystem: FileSystem,
  start: string,
  finder: ModuleFinder,
  memory: ModuleMemory,
): Generator<void, ImportWalk> {
  const reached = new Map<string, boolean>();
  const pending: (readonly [string, boolean])[] = [[start, true]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [file, isCertain] = next;
    const before = reached.get(file);
    if (before === true || before === isCertain) continue;
    if (reached.size >= mostFiles) return { reached, isCut: true };
    reached.set(file, isCertain);
    const source = memory.read(fileSystem, file);
    if (!source) continue;
    for (const each of source.imports)
      for (const loaded of filesOf(finder, each, file)) pending.push([loaded, isCertain && each.isCertain]);
    yield;
  }
  return { reached, isCut: false };
}

/** What one import runs: the module, and those of its names that are modules. */
function filesOf(finder: ModuleFinder, { module, names }: ModuleImport, file: string): readonly string[] {
  const found = finder.find(module, file);
  if (!found) return [];
  if (found.folder === undefined || names.length === 0) return found.files;
  const prefix = /\.$/.test(module) ? module : `${module}.`;
  return [...found.files, ...names.flatMap((name) => finder.find(`${prefix}${name}`, file)?.files ?? [])];
}
