/** Files by path over an array in load order; snapshots that differ in a few files share the positions. */
export class FileIndex<File extends { readonly path: string }> implements ReadonlyMap<string, File> {
  readonly #files: readonly File[];
  #positions: ReadonlyMap<string, number> | undefined;

  constructor(files: readonly File[], positions?: ReadonlyMap<string, number>) {
    this.#files = files;
    this.#positions = positions;
  }

  /** The index of files that have the same paths in the same order. */
  withFiles(files: readonly File[]): FileIndex<File> {
    return new FileIndex(files, this.#placed());
  }

  positionOf(path: string): number | undefined {
    return this.#placed().get(path);
  }

  get size(): number {
    return this.#files.length;
  }

  get(path: string): File | undefined {
    const position = this.positionOf(path);
    return position === undefined ? undefined : this.#files[position];
  }

  has(path: string): boolean {
    return this.positionOf(path) !== undefined;
  }

  forEach(callback: (value: File, key: string, map: ReadonlyMap<string, File>) => void): void {
    for (const file of this.#files) callback(file, file.path, this);
  }

  *entries(): MapIterator<[string, File]> {
    for (const file of this.#files) yield [file.path, file];
  }

  *keys(): MapIterator<string> {
    for (const file of this.#files) yield file.path;
  }

  *values(): MapIterator<File> {
    yield* this.#files;
  }

  [Symbol.iterator](): MapIterator<[string, File]> {
    return this.entries();
  }

  #placed(): ReadonlyMap<string, number> {
    this.#positions ??= new Map(this.#files.map((file, position) => [file.path, position]));
    return this.#positions;
  }
}
