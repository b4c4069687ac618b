import { diffLines } from 'diff';
import type { Change } from '../edits/change';
import { applyTextEdits, smallestEdit } from '../text/textEdit';
import type { DirectoryEntry, EncodingFlaw, FileObstacle, FileSystem } from '../files/fileSystem';
import type { TextEdit } from '../text/textEdit';
import { folderOf } from '../files/paths';

interface LaidOver {
  readonly text: string;
  /** The path of the file underneath; undefined for a new file. */
  readonly origin: string | undefined;
  /** The text of the file underneath, as the first change found it; empty for a new file. */
  readonly before: string;
}

/**
 * Files with changes laid over them, so that the outcome can be read before anything is written. Immutable.
 */
export class ChangedFiles implements FileSystem {
  readonly #base: FileSystem;
  readonly #files: ReadonlyMap<string, LaidOver>;
  readonly #gone: ReadonlySet<string>;
  readonly #revision: number;

  constructor(
    base: FileSystem,
    files: ReadonlyMap<string, LaidOver> = new Map(),
    gone: ReadonlySet<string> = new Set(),
    revision = 0,
  ) {
    this.#base = base;
    this.#files = files;
    this.#gone = gone;
    this.#revision = revision;
  }

  /**
   * The files after one more change. Throws RangeError where it edits or renames a file that can't be read.
   */
  with(change: Change): ChangedFiles {
    const files = new Map(this.#files);
    const gone = new Set(this.#gone);
    const read = (path: string): LaidOver => {
      const known = files.get(path);
      const text = known ? known.text : gone.has(path) ? undefined : this.#base.readText(path);
      if (text === undefined) throw new RangeError(`${path} can't be read`);
      return known ?? { text, origin: path, before: text };
    };
    for (const { file, edits } of change.edits) {
      const before = read(file);
      files.set(file, { ...before, text: applyTextEdits(before.text, edits) });
    }
    for (const { file, text } of change.creates) files.set(file, { text, origin: undefined, before: '' });
    for (const { from, to } of change.renames) {
      files.set(to, read(from));
      files.delete(from);
      gone.add(from);
    }
    for (const path of files.keys()) gone.delete(path);
    return new ChangedFiles(this.#base, files, gone, this.#revision + 1);
  }

  /** Everything that differs from the files underneath, as one change. */
  toChange(): Change {
    const entries = [...this.#files];
    return {
      edits: entries.flatMap(([, { text, origin, before }]) => {
        if (origin === undefined) return [];
        const edits = editsBetween(before, text);
        return edits.length > 0 ? [{ file: origin, edits, before }] : [];
      }),
      creates: entries.flatMap(([file, { text, origin }]) => (origin === undefined ? [{ file, text }] : [])),
      renames: entries.flatMap(([to, { origin, before }]) =>
        origin === undefined || origin === to ? [] : [{ from: origin, to, before }],
      ),
    };
  }

  /** The path that a file has underneath; undefined for a new one. */
  originOf(path: string): string | undefined {
    const known = this.#files.get(path);
    return known ? known.origin : path;
  }

  readDirectory(path: string): readonly DirectoryEntry[] | undefined {
    const entries = this.#base.readDirectory(path);
    const own = [...this.#files.keys()].filter((file) => folderOf(file) === path);
    if (!entries && own.length === 0) return undefined;
    const names = new Set(own.map((file) => file.slice(path.length + 1)));
    const kept = (entries ?? []).filter(({ name }) => !names.has(name) && !this.#gone.has(`${path}/${name}`));
    return [...kept, ...[...names].map((name) => ({ name, kind: 'file' as const }))];
  }

  readText(path: string): string | undefined {
    if (this.#gone.has(path)) return undefined;
    return this.#files.get(path)?.text ?? this.#base.readText(path);
  }

  encodingFlaw(path: string): EncodingFlaw | undefined {
    const origin = this.#gone.has(path) ? undefined : this.originOf(path);
    return origin === undefined ? undefined : this.#base.encodingFlaw?.(origin);
  }

  obstacle(path: string): FileObstacle | undefined {
    return this.#gone.has(path) || this.#files.has(path) ? undefined : this.#base.obstacle?.(path);
  }

  version(path: string): string | undefined {
    if (this.#gone.has(path)) return undefined;
    return this.#files.has(path) ? `changed:${String(this.#revision)}` : this.#base.version(path);
  }

  realPath(path: string): string {
    return this.#base.realPath(path);
  }

  writePlace(path: string): string | undefined {
    return this.#base.writePlace ? this.#base.writePlace(path) : this.#base.realPath(path);
  }
}

/** The edits that turn one text into another, line by line, so that a person sees what is meant. */
function editsBetween(before: string, after: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let position = 0;
  let removed = '';
  let added = '';
  const close = (): void => {
    edits.push(...smallestEdit(position, removed, added));
    position += removed.length;
    removed = '';
    added = '';
  };
  for (const part of diffLines(before, after)) {
    if (part.removed) removed += part.value;
    else if (part.added) added += part.value;
    else {
      close();
      position += part.value.length;
    }
  }
  close();
  return edits;
}
