import { fileNameOf } from '../../core/files/paths';
import type { DirectoryEntry, EncodingFlaw, FileObstacle, FileSystem } from '../../core/files/fileSystem';
import { withoutNullBytes } from '../../core/python/nullBytes';
import type { SourceBytes } from '../../core/files/sourceBytes';

/** A document that is open in the editor, as far as the files of a workspace are concerned. */
export interface OpenText {
  readonly path: string;
  /** The URI in the client's own spelling. */
  readonly uri: string;
  /** The client's document version, for edits that must not hit a later text. */
  readonly version: number;
  text(): string;
}

/** What happened to one path on disk. */
export interface FileEvent {
  readonly path: string;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/**
 * What has changed for those who read files: nothing, a text, whether a file is there, or a directory with
 * all that is in it.
 */
export type FileChange = 'none' | 'text' | 'existence' | 'directory';

interface OpenEntry {
  readonly document: OpenText;
  readonly stamp: string;
  /** Deleted on disk while open: the editor still shows it, but Alembic would not find it. */
  readonly isDeleted: boolean;
}

/**
 * Disk with the open documents laid over it. What disk said is remembered until an event says that it
 * changed, so that one edit costs one file and not a look at all of them; `remembers: false` is for clients
 * that send no file events.
 */
export class WorkspaceFiles implements FileSystem {
  readonly #disk: FileSystem;
  readonly #open = new Map<string, OpenEntry>();
  /** Open documents by their path without symbolic links, where that is a different one. */
  readonly #openByRealPath = new Map<string, string>();
  readonly #directories = new Map<string, readonly DirectoryEntry[] | undefined>();
  readonly #versions = new Map<string, string | undefined>();
  readonly #realPaths = new Map<string, string>();
  /**
   * The encoding flaws of files of which that was asked: what an editor shows is the same with one and
   * without.
   */
  readonly #flaws = new Map<string, EncodingFlaw['kind'] | undefined>();
  #stampCount = 0;
  remembers = false;

  constructor(disk: FileSystem) {
    this.#disk = disk;
  }

  readDirectory(path: string): readonly DirectoryEntry[] | undefined {
    const entries = this.#remember(this.#directories, path, () => this.#disk.readDirectory(path));
    const unsaved = this.#unsavedNames(path, entries);
    return unsaved.length === 0 ? entries : [...(entries ?? []), ...unsaved];
  }

  readText(path: string): string | undefined {
    return this.openText(path)?.text() ?? this.#disk.readText(path);
  }

  encodingFlaw(path: string): EncodingFlaw | undefined {
    const flaw = this.#disk.encodingFlaw?.(path);
    this.#flaws.set(path, flaw?.kind);
    return flaw;
  }

  readSourceBytes(path: string): SourceBytes | undefined {
    return this.openText(path) ? undefined : this.#disk.readSourceBytes?.(path);
  }

  obstacle(path: string): FileObstacle | undefined {
    return this.openText(path) ? undefined : this.#disk.obstacle?.(path);
  }

  version(path: string): string | undefined {
    const entry = this.#openEntry(path);
    if (entry && !entry.isDeleted) return entry.stamp;
    return this.#remember(this.#versions, path, () => this.#disk.version(path));
  }

  realPath(path: string): string {
    return this.#remember(this.#realPaths, path, () => this.#disk.realPath(path));
  }

  /** Never from memory: links may have changed without an event. */
  writePlace(path: string): string | undefined {
    return this.#disk.writePlace ? this.#disk.writePlace(path) : this.#disk.realPath(path);
  }

  isOnDisk(path: string): boolean {
    return this.#disk.version(path) !== undefined;
  }

  /** Whether disk has the text that is read here. */
  isSaved(path: string): boolean {
    const open = this.openText(path);
    if (!open) return true;
    const onDisk = this.#disk.readText(path);
    if (onDisk === open.text()) return true;
    // An editor shows UTF-16 without the null bytes for which Python does not load it.
    return onDisk?.includes('\0') === true && withoutNullBytes(onDisk) === open.text();
  }

  /** The open document of a path, whichever way through symbolic links the client took to it. */
  openText(path: string): OpenText | undefined {
    const entry = this.#openEntry(path);
    return entry && !entry.isDeleted ? entry.document : undefined;
  }

  /**
   * A document was opened or has a new text; false where that is the text on disk, so that nothing changed.
   */
  setOpen(document: OpenText): boolean {
    const { path } = document;
    const isAsOnDisk = !this.#open.has(path) && this.#disk.readText(path) === document.text();
    const stamp = (isAsOnDisk && this.#disk.version(path)) || `open:${++this.#stampCount}`;
    this.#open.set(path, { document, stamp, isDeleted: false });
    const realPath = this.#disk.realPath(document.path);
    if (realPath !== document.path) this.#openByRealPath.set(realPath, document.path);
    return !isAsOnDisk;
  }

  /** False where the document held what is on disk, so that nothing changed. */
  setClosed(path: string): boolean {
    const text = this.#open.get(path)?.document.text();
    this.#open.delete(path);
    for (const [realPath, openPath] of this.#openByRealPath) {
      if (openPath === path) this.#openByRealPath.delete(realPath);
    }
    this.#forgetFile(path);
    return this.#disk.readText(path) !== text;
  }

  /**
   * Drops what is remembered of a path and, where it is a directory, of all that is below it. An open
   * document hides what happens to its file's text, but for an encoding that was looked at.
   */
  note(event: FileEvent): FileChange {
    const { path, kind } = event;
    this.#versions.delete(path);
    const open = this.#open.get(path);
    if (open) this.#open.set(path, { ...open, isDeleted: kind === 'deleted' });
    const isDirectory = kind === 'deleted' ? this.#wasDirectory(path) : this.#isDirectory(path);
    if (isDirectory) this.#forgetBelow(path);
    else if (kind === 'changed') {
      const isHidden = open !== undefined && !open.isDeleted;
      return isHidden && !this.#hasOtherFlaw(path) ? 'none' : 'text';
    }
    this.#forgetFile(path);
    return isDirectory ? 'directory' : 'existence';
  }

  forgetAll(): void {
    this.#directories.clear();
    this.#versions.clear();
    this.#realPaths.clear();
  }

  #hasOtherFlaw(path: string): boolean {
    if (!this.#flaws.has(path)) return false;
    return this.#flaws.get(path) !== this.encodingFlaw(path)?.kind;
  }

  #isDirectory(path: string): boolean {
    return !this.isOnDisk(path) && this.#disk.readDirectory(path) !== undefined;
  }

  /** Of a path that is gone nobody can tell any more, so a name like that of a directory is taken for one. */
  #wasDirectory(path: string): boolean {
    return this.#directories.has(path) || !fileNameOf(path).includes('.');
  }

  #openEntry(path: string): OpenEntry | undefined {
    return this.#open.get(path) ?? this.#open.get(this.#openByRealPath.get(path) ?? '');
  }

  /** Files of a directory that exist in the editor only: opened under a name that was never saved. */
  #unsavedNames(directory: string, entries: readonly DirectoryEntry[] | undefined): DirectoryEntry[] {
    const prefix = directory.endsWith('/') ? directory : `${directory}/`;
    const names: DirectoryEntry[] = [];
    for (const [path, entry] of this.#open) {
      if (entry.isDeleted || !path.startsWith(prefix) || path.includes('/', prefix.length)) continue;
      const name = path.slice(prefix.length);
      if (!entries?.some((known) => known.name === name)) names.push({ name, kind: 'file' });
    }
    return names;
  }

  #remember<T>(memory: Map<string, T>, path: string, read: () => T): T {
    if (!this.remembers) return read();
    const known = memory.get(path);
    if (known !== undefined || memory.has(path)) return known as T;
    const value = read();
    memory.set(path, value);
    return value;
  }

  /** Also drops the listings of all directories above: they may be new or gone with the file. */
  #forgetFile(path: string): void {
    this.#versions.delete(path);
    this.#realPaths.delete(path);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      this.#directories.delete(path.slice(0, slash));
    }
    this.#directories.delete('/');
  }

  #forgetBelow(directory: string): void {
    for (const memory of [this.#directories, this.#versions, this.#realPaths]) {
      for (const path of memory.keys()) {
        if (path === directory || path.startsWith(`${directory}/`)) memory.delete(path);
      }
    }
  }
}
