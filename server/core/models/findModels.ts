import type { FileSystem } from '../files/fileSystem';
import { isWithin, joinPath } from '../files/paths';
import type { TextMemory } from '../files/textMemory';
import { walkWorkspace } from '../project/discovery/workspaceTree';
import { ConfigLookup } from '../workbenchConfig/configLookup';
import type { Model } from './modelsInSource';
import { mayHaveModels, modelsInSource } from './modelsInSource';

/** The most Python files that one search reads. */
const mostFiles = 5000;

/** The longest file that is searched, in characters. */
const longestText = 1_000_000;

/** A model with its file. */
export interface PlacedModel extends Model {
  readonly file: string;
}

/** The scope of a search for models. */
export interface ModelSearch {
  readonly root: string;
  /** Globs of what is left out. */
  readonly exclude: readonly string[];
  /** Folders in which no models are looked for, such as those of revisions. */
  readonly without: readonly string[];
}

/** The models of the Python files below a folder; of very many files only those of the first ones. */
export function* findModels(
  fileSystem: FileSystem,
  { root, exclude, without }: ModelSearch,
  memory: TextMemory<readonly Model[]>,
): Generator<void, readonly PlacedModel[]> {
  const tree = yield* walkWorkspace(fileSystem, root, exclude, new ConfigLookup(fileSystem, root));
  const found: PlacedModel[] = [];
  let count = 0;
  for (const [folder, { files }] of tree.folders) {
    if (without.some((other) => isWithin(folder, other))) continue;
    for (const name of files) {
      if (!name.endsWith('.py')) continue;
      if (++count > mostFiles) return found;
      const file = joinPath(folder, name);
      for (const model of modelsOfFile(fileSystem, file, memory)) found.push({ ...model, file });
      yield;
    }
  }
  return found;
}

function modelsOfFile(
  fileSystem: FileSystem,
  file: string,
  memory: TextMemory<readonly Model[]>,
): readonly Model[] {
  const read = (text = ''): readonly Model[] =>
    text.length <= longestText && mayHaveModels(text) ? modelsInSource(text) : [];
  return memory.valueOf(fileSystem, file, read) ?? [];
}
