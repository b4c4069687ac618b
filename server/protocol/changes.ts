import type { RequestMethod } from './requestMethod';
import type { RangeDto } from './range';

/** A new merge revision written from the project's `script.py.mako` without running it. */
export const composeMerge: RequestMethod<ComposeMergeParams, ChangeDto> = {
  method: 'alembicWorkbench/composeMerge',
};

export interface ComposeMergeParams {
  readonly environment: string;
  /** Two or more revisions, in the order in which they are to stand. */
  readonly revisions: readonly string[];
  /** Empty for the standard "merge a and b". */
  readonly message: string;
}

/** A change over any number of files, applied by the client as one WorkspaceEdit, or the sentence why there is none. */
export type ChangeDto =
  | {
      readonly kind: 'change';
      readonly title: string;
      readonly edits: readonly {
        readonly uri: string;
        readonly edits: readonly { readonly range: RangeDto; readonly newText: string }[];
      }[];
      readonly creates: readonly { readonly uri: string; readonly text: string }[];
      readonly renames: readonly { readonly from: string; readonly to: string }[];
      /** The file to open afterwards. */
      readonly open: string | null;
    }
  | { readonly kind: 'refused'; readonly reason: string };
