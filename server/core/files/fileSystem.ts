import type { SourceBytes } from './sourceBytes';

/**
 * The files that an environment is read from, given by the host: disk, or disk with open documents laid
 * over it. Paths are absolute and written with `/` (`C:/x` on Windows). Nothing here throws: what can't be
 * read is undefined.
 */
export interface FileSystem {
  /** The entries of a directory in no particular order, or undefined where there is no readable directory. */
  readDirectory(path: string): readonly DirectoryEntry[] | undefined;
  /** The text, decoded as Python does, without a byte order mark; undefined where there is no file. */
  readText(path: string): string | undefined;
  /** What keeps Python from reading the bytes on disk as plain UTF-8, whatever text an editor shows. */
  encodingFlaw?(path: string): EncodingFlaw | undefined;
  /**
   * The file's units where it is quicker to have those than its text; undefined where the text is to be
   * asked for. They hold until the next call.
   */
  readSourceBytes?(path: string): SourceBytes | undefined;
  /** Why the text of what is there is not read; undefined where it is, or where nothing is there. */
  obstacle?(path: string): FileObstacle | undefined;
  /** Something that changes whenever the text may have changed; undefined where there is no file. */
  version(path: string): string | undefined;
  /** The path with symbolic links resolved, or the path itself where that can't be done. */
  realPath(path: string): string;
  /** The real path of a file that is yet to be written; undefined where that can't be told. */
  writePlace?(path: string): string | undefined;
}

/** Why the bytes of a file are no plain UTF-8. */
export type EncodingFlaw =
  | { readonly kind: 'utf-8-mark' | 'utf-16-le' | 'utf-16-be' }
  | {
      readonly kind: 'not-utf-8';
      /** The offset in the text of the first byte that belongs to no character. */
      readonly at: number;
      readonly byte: number;
      /** The offset of that byte. */
      readonly position: number;
      /** In the words of Python's decoder. */
      readonly reason: string;
    };

/** The longest file that is read. Bytes. */
export const largestText = 16 * 1024 * 1024;

export type FileObstacle = 'not-a-file' | 'too-large' | 'forbidden';

/** What an obstacle is, behind "since it is". */
export function wordsOfObstacle(obstacle: FileObstacle): string {
  switch (obstacle) {
    case 'not-a-file':
      return 'no regular file';
    case 'too-large':
      return 'larger than 16 MB';
    case 'forbidden':
      return 'not open to you';
  }
}

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link-to-file' | 'link-to-directory' | 'other';
}
