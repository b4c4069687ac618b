import type { Change } from '../edits/change';

/** The files of a change as JSON, paths as they are shown. */
export interface ChangeAnswer {
  readonly edited: readonly string[];
  readonly created: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** A change that is not made, as JSON. */
interface RejectedAnswer {
  readonly refused: string;
  readonly written: false;
}

/** `shown` gives a path as it is shown. */
export function changeAnswer(
  { edits, creates, renames }: Change,
  shown: (path: string) => string,
): ChangeAnswer {
  return {
    edited: edits.map(({ file }) => shown(file)),
    created: creates.map(({ file }) => shown(file)),
    renamed: renames.map(({ from, to }) => ({ from: shown(from), to: shown(to) })),
  };
}

export function rejectedAnswer(reason: string): RejectedAnswer {
  return { refused: reason, written: false };
}
