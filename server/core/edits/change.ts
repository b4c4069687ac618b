import type { TextEdit } from '../text/textEdit';

/** Everything that one action does, applied whole or not at all. A file is never overwritten. */
export interface Change {
  readonly edits: readonly { readonly file: string; readonly edits: readonly TextEdit[] }[];
  readonly creates: readonly { readonly file: string; readonly text: string }[];
  readonly renames: readonly { readonly from: string; readonly to: string }[];
}

/** A change, or the one sentence that says why it can't be made. */
export type ChangeOutcome =
  | { readonly ok: true; readonly title: string; readonly change: Change }
  | { readonly ok: false; readonly reason: string };
