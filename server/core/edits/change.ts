import type { TextEdit } from '../text/textEdit';

/** Everything that one action does, applied whole or not at all. A file is never overwritten. */
export interface Change {
  readonly edits: readonly FileEdit[];
  readonly creates: readonly { readonly file: string; readonly text: string }[];
  readonly renames: readonly FileRename[];
}

/** Edits of one file. */
export interface FileEdit {
  readonly file: string;
  readonly edits: readonly TextEdit[];
  /** The text of the file for which the edits were made. */
  readonly before: string;
}

/** Another path for a file, which is edited under its old one first. */
export interface FileRename {
  readonly from: string;
  readonly to: string;
  /** The text of the file before the whole change. */
  readonly before: string;
}

/** A change, or the one sentence that says why it can't be made. */
export type ChangeOutcome =
  | { readonly ok: true; readonly title: string; readonly change: Change }
  | { readonly ok: false; readonly reason: string };
