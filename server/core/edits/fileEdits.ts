import type { TextEdit } from '../text/textEdit';

/** The edits of one file, in no particular order and never overlapping, or the one sentence that says why there are none. */
export type FileEdits =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly reason: string };

export function editsOf(edits: readonly TextEdit[]): FileEdits {
  return { ok: true, edits };
}

export function refuseEdits(reason: string): FileEdits {
  return { ok: false, reason };
}

/** One edit that turns `before`, which stands at `start`, into `after`, touching only what differs; none where nothing does. */
export function smallestEdit(start: number, before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before[prefix] === after[prefix]) prefix++;
  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    before[before.length - 1 - suffix] === after[after.length - 1 - suffix]
  ) {
    suffix++;
  }
  return [
    {
      range: { start: start + prefix, end: start + before.length - suffix },
      newText: after.slice(prefix, after.length - suffix),
    },
  ];
}
