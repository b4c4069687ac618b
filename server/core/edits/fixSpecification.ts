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
      /** Take one id out of a file's `down_revision` or `depends_on`. */
      readonly kind: 'remove-reference';
      readonly file: string;
      readonly variable: 'down_revision' | 'depends_on';
      readonly name: string;
    }
  | {
      /** Keep only the first of several mentions of one id. */
      readonly kind: 'drop-repeated-reference';
      readonly file: string;
      readonly variable: 'down_revision' | 'depends_on';
      readonly name: string;
    }
  | {
      /** Open a loop by taking out the reference that closes it. */
      readonly kind: 'break-cycle';
      readonly file: string;
      readonly variable: 'down_revision' | 'depends_on';
      readonly name: string;
    }
  | {
      /** Write a new revision file whose parents are `revisions`. */
      readonly kind: 'create-merge';
      readonly revisions: readonly string[];
      /** `merge heads` where it is left out or empty. */
      readonly message?: string;
    }
  | {
      /** Make `parents` the only down revisions of a file. */
      readonly kind: 'reparent';
      readonly file: string;
      readonly parents: readonly string[];
    }
  | {
      /** Give a file another id; everything that names it follows, and the file's own name where it holds the id. */
      readonly kind: 'change-revision-id';
      readonly file: string;
      /** The new id, or undefined for a generated one. */
      readonly to?: string;
      /** The files that follow; all that name the id where it is left out. For one of two duplicates, this says which children are its own. */
      readonly children?: readonly string[];
    }
  | {
      /** Make the docstring's `Revision ID:` and `Revises:` lines say what the code says. */
      readonly kind: 'sync-docstring';
      readonly file: string;
    }
  | {
      /** Give the file the name that `file_template` would give it. */
      readonly kind: 'rename-file';
      readonly file: string;
    }
  | {
      /** Move a chain of revisions on top of another one. */
      readonly kind: 'rebase';
      /** The ids to move: each, but the first ones, the child of another. */
      readonly revisions: readonly string[];
      readonly onto: string;
      /** Write a new create date into every moved file that has one. */
      readonly newCreateDates?: boolean;
      /** Give moved revisions with sequential ids (`0007`) the numbers after the highest one. */
      readonly renumber?: boolean;
    }
  | {
      /** Write the file of a revision that is missing here as a commit has it, and those that it builds on as far as they are missing too. */
      readonly kind: 'import-revision';
      readonly id: string;
      /** The commit as a person would name it: `HEAD` or a branch. */
      readonly ref: string;
      readonly commit: string;
      /** Where the file would be in the working tree. */
      readonly file: string;
      /** It has been here before. */
      readonly wasHere: boolean;
    }
  | {
      /** The same for a revision that is to be looked for in everything that Git remembers. */
      readonly kind: 'find-revision';
      readonly id: string;
    }
  | {
      /** Give a file the text that a commit has of it, maybe under another path. */
      readonly kind: 'restore-merged';
      readonly file: string;
      /** Where the commit would have it in the working tree. */
      readonly path: string;
      readonly commit: string;
      /** The branch that the text is known from. */
      readonly ref: string;
    }
  | {
      /** Write an ignore comment for a rule: at the end of the line that holds `offset`, or for the whole file. */
      readonly kind: 'disable-rule';
      readonly file: string;
      readonly rule: string;
      readonly scope: 'line' | 'file';
      readonly offset: number;
    };
