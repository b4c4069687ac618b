import type { FileSystem } from '../files/fileSystem';
import { TextMemory } from '../files/textMemory';
import { mayHaveTables } from './modelsInSource';
import type { ModuleSource } from './moduleSource';
import { mayWriteRevisions, readModule } from './moduleSource';

/** The longest file that is read, in characters. */
const longestText = 1_000_000;

/** What modules say, for as long as their texts are the same. */
export class ModuleMemory {
  readonly #sources = new TextMemory<ModuleSource | undefined>();
  readonly #mayMatter = new TextMemory<boolean>();

  /** Whether a file that nothing loads may define models, or write revisions; the others need not be read. */
  mayMatter(fileSystem: FileSystem, file: string): boolean {
    const matters = (text = ''): boolean =>
      mayHaveTables(text) || mayWriteRevisions(text) || /\bcreate_all\b/.test(text);
    return this.#mayMatter.valueOf(fileSystem, file, matters) ?? false;
  }

  /** Undefined for a file that is not there, or too long to be read. */
  read(fileSystem: FileSystem, file: string): ModuleSource | undefined {
    return this.#sources.valueOf(fileSystem, file, (text) =>
      text === undefined || text.length > longestText ? undefined : readModule(text),
    );
  }
}
