import type { TextEdit } from '../text/textEdit';

/**
 * The edits of one file, in no particular order and never overlapping, or the one sentence that says why
 * there are none.
 */
export type FileEdits =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly reason: string };

export function editsOf(edits: readonly TextEdit[]): FileEdits {
  return { ok: true, edits };
}

export function rejectEdits(reason: string): FileEdits {
  return { ok: false, reason };
}
