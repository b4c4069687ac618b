import type { FileSystem } from '../files/fileSystem';
import type { ModuleSource } from './moduleSource';
import { mayWriteRevisions, readModule } from './moduleSource';
import { mayHaveModels } from './modelsInSource';

/** The longest file that is read, in characters. */
const longestText = 1_000_000;

/** What modules say, for as long as their texts are the same. */
export class ModuleMemory {
  readonly #known = new Map<string, { readonly version: string; readonly source: ModuleSource }>();

  readonly #mayMatter = new Map<string, { readonly version: string; readonly matters: boolean }>();

  /** Whether a file that nothing loads may define models, or write revisions; the others need not be read. */
  mayMatter(fileSystem: FileSystem, file: string): boolean {
    const version = fileSystem.version(file);
    if (version === undefined) return false;
    const known = this.#mayMatter.get(file);
    if (known?.version === version) return known.matters;
    const text = fileSystem.readText(file) ?? '';
    const matters = mayHaveModels(text) || mayWriteRevisions(text);
    this.#mayMatter.set(file, { version, matters });
    return matters;
  }

  /** Undefined for a file that is not there, or too long to be read. */
  read(fileSystem: FileSystem, file: string): ModuleSource | undefined {
    const version = fileSystem.version(file);
    if (version === undefined) return undefined;
    const known = this.#known.get(file);
    if (known?.version === version) return known.source;
    const text = fileSystem.readText(file);
    if (text === undefined || text.length > longestText) return undefined;
    const source = readModule(text);
    this.#known.set(file, { version, source });
    return source;
  }
}
