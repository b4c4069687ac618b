/** A way out of a finding, as plain data. It is turned into a change only when a person asks for it. */
export type FixSpecification =
  | {
      /** Replace one id in a file's `down_revision` or `depends_on` (and `Revises:` line) by another. */
      readonly kind: 'change-reference';
      readonly file: string;
      readonly variable: 'down_revision' | 'depends_on';
      readonly from: string;
      readonly to: string;
    }
  | {
      /** Write a new revision file whose parents are `revisions`. */
      readonly kind: 'create-merge';
      readonly revisions: readonly string[];
    }
  | {
      /** Make `parents` the only down revisions of a file. */
      readonly kind: 'reparent';
      readonly file: string;
      readonly parents: readonly string[];
    };
