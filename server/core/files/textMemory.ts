import type { FileSystem } from './fileSystem';

/** What was made of files, for as long as their texts are the same. */
export class TextMemory<Value> {
  readonly #known = new Map<string, { readonly version: string; readonly value: Value }>();

  /** What `make` makes of a file's text, which is undefined where it can't be read; undefined for no file. */
  valueOf(
    fileSystem: FileSystem,
    file: string,
    make: (text: string | undefined) => Value,
  ): Value | undefined {
    const version = fileSystem.version(file);
    if (version === undefined) return undefined;
    const known = this.#known.get(file);
    if (known?.version === version) return known.value;
    const value = make(fileSystem.readText(file));
    this.#known.set(file, { version, value });
    return value;
  }
}
