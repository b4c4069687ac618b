import type { FileSystem } from '../files/fileSystem';
import type { ModuleMemory } from './moduleMemory';

/** A function that loads modules whose names are not written anywhere, and the file that it is in. */
export interface ModuleLoader {
  readonly file: string;
  readonly call: string;
}

/**
 * A loader of modules that loading the files may run: at their outermost level, or in a function that is
 * called from there by its name, directly or through others. All functions of the program itself count.
 */
export function moduleLoader(
  fileSystem: FileSystem,
  program: string,
  files: Iterable<string>,
  memory: ModuleMemory,
): ModuleLoader | undefined {
  const functions = new Map<string, { names: Set<string>; loaders: ModuleLoader[] }>();
  const pending: string[] = [];
  for (const file of files)
    for (const [name, { names, loader }] of memory.read(fileSystem, file)?.calls ?? []) {
      const isRun = name === '' || file === program;
      if (isRun) pending.push(...names);
      if (isRun && loader !== undefined) return { file, call: loader };
      let known = functions.get(name);
      if (!known) functions.set(name, (known = { names: new Set(), loaders: [] }));
      for (const each of names) known.names.add(each);
      if (loader !== undefined) known.loaders.push({ file, call: loader });
    }
  const seen = new Set<string>(['']);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const known = functions.get(name);
    if (known?.loaders[0]) return known.loaders[0];
    if (known) pending.push(...known.names);
  }
  return undefined;
}
