import type { ConfigurationEdit } from '../config/configurationFix';
import type { TextRange } from '../text/textRange';

/** A header variable that holds any number of names: other revisions, or the file's own branch labels. */
export type ReferenceVariable = 'down_revision' | 'depends_on' | 'branch_labels';

/** A fix of a finding, as plain data. It is turned into a change only when a person asks for it. */
export type FixSpecification =
  | {
      /**
       * Replace one name in a file's `down_revision` (and `Revises:` line), `depends_on` or `branch_labels`
       * by another.
       */
      readonly kind: 'change-reference';
      readonly file: string;
      readonly variable: ReferenceVariable;
      readonly from: string;
      readonly to: string;
      /** The finding stands in another file, so that the title names this one. */
      readonly isElsewhere?: true;
    }
  | {
      /** Take one name out of a file's `down_revision`, `depends_on` or `branch_labels`. */
      readonly kind: 'remove-reference';
      readonly file: string;
      readonly variable: ReferenceVariable;
      readonly name: string;
    }
  | {
      /** Keep only the first of several mentions of one name. */
      readonly kind: 'drop-repeated-reference';
      readonly file: string;
      readonly variable: ReferenceVariable;
      readonly name: string;
    }
  | {
      /** Open a loop by taking out the reference that closes it. */
      readonly kind: 'break-cycle';
      readonly file: string;
      readonly variable: ReferenceVariable;
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
      /**
       * Give a file another id; everything that names it follows, and the file's own name where it holds the
       * id.
       */
      readonly kind: 'change-revision-id';
      readonly file: string;
      /** The new id, or undefined for a generated one. */
      readonly to?: string;
      /**
       * The files that follow; all that name the id where it is left out. For one of two duplicates, this
       * says which children are its own.
       */
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
      /** The files that are meant by ids which several files have. */
      readonly files?: readonly string[];
      /** The files that were built on one of `files` and follow its new id. */
      readonly children?: readonly string[];
    }
  | {
      /**
       * Write the file of a revision that is missing here as a commit has it, and those that it builds on as
       * far as they are missing too.
       */
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
      /** The branch that the text is known from; `applied` for what a database has run. */
      readonly ref: string;
    }
  | {
      /**
       * Give a file the text that a commit has of it, and put what its functions had gained into a new
       * revision.
       */
      readonly kind: 'move-change';
      readonly file: string;
      /** Where the commit would have it in the working tree. */
      readonly path: string;
      readonly commit: string;
      /** The branch that the text is known from. */
      readonly ref: string;
      /** The head that the new revision is to follow. */
      readonly onto: string;
    }
  | {
      /** Write the revisions that a commit has grown, and move those of this branch on top of them. */
      readonly kind: 'import-and-rebase';
      /** The ids to move. */
      readonly revisions: readonly string[];
      /** The head of the commit that they move onto; it is missing here. */
      readonly onto: string;
      readonly commit: string;
      /** The branch as a person would name it. */
      readonly ref: string;
    }
  | {
      /** Write header variables: a value that Alembic can't use is replaced, a missing line is added. */
      readonly kind: 'write-header';
      readonly file: string;
      /** The file's own id, or `new` for a generated one; left out where it stays. */
      readonly revision?: { readonly id: string } | 'new';
      /** The names that each variable is to hold; none for `None`. */
      readonly names?: Readonly<Partial<Record<ReferenceVariable, readonly string[]>>>;
    }
  | {
      /** Write the function that is missing, in the style of the others. */
      readonly kind: 'add-function';
      readonly file: string;
      readonly name: 'upgrade' | 'downgrade';
      /** What it does: nothing, or say that there is no way back. */
      readonly body: 'pass' | 'raise';
    }
  | {
      /** Write into `downgrade` what undoes `upgrade`, or what says that nothing does. */
      readonly kind: 'generate-downgrade';
      readonly file: string;
      readonly body: 'inverse' | 'raise';
    }
  | {
      /** Give a function that is misspelt its right name. */
      readonly kind: 'rename-function';
      readonly file: string;
      readonly from: string;
      readonly to: 'upgrade' | 'downgrade';
    }
  | {
      /**
       * Close an open bracket or string, take out a bracket that closes nothing, or comment out a line that
       * is no Python.
       */
      readonly kind: 'repair-syntax';
      readonly file: string;
      /** What is replaced, in the text that the snapshot was built from. */
      readonly range: TextRange;
      /** What stood there. */
      readonly oldText: string;
      readonly newText: string;
      /** One-based, for the title. */
      readonly line: number;
    }
  | {
      /**
       * Keep one side of every merge conflict in a file; or both, theirs in a file of its own that follows
       * ours.
       */
      readonly kind: 'resolve-conflict';
      readonly file: string;
      readonly keep: 'ours' | 'theirs' | 'both';
      /** What Git calls the side that is kept; empty where it says nothing. */
      readonly label: string;
      /** What the header then says, where the sides differ in it. */
      readonly says?: string;
    }
  | {
      /** Move a file that is no revision out of the version location, beside env.py. */
      readonly kind: 'move-out';
      readonly file: string;
    }
  | {
      /** Give a file that Python can't read a name that Alembic passes over. */
      readonly kind: 'exclude-file';
      readonly file: string;
    }
  | {
      /** Change a config file or env.py, or make a folder that a config file names. */
      readonly kind: 'edit-config';
      readonly file: string;
      /** What it is called in a menu. */
      readonly title: string;
      readonly edits: readonly ConfigurationEdit[];
      /** Empty files to make, for the folders that they are in. */
      readonly creates: readonly string[];
      /** It says what was plainly meant, so that nobody needs to be asked. */
      readonly isCertain?: true;
      /** The absolute script directory that only Alembic itself can make; there are no edits then. */
      readonly initialises?: string;
    }
  | {
      /**
       * Write an ignore comment for a rule: at the end of the line that holds `offset`, or for the whole
       * file.
       */
      readonly kind: 'disable-rule';
      readonly file: string;
      readonly rule: string;
      readonly scope: 'line' | 'file';
      readonly offset: number;
    }
  | {
      /** Change a rule's name in an ignore comment, or take it out. */
      readonly kind: 'edit-ignore';
      readonly file: string;
      /** Where the comment begins. */
      readonly offset: number;
      /** Undefined for a comment that names none. */
      readonly rule: string | undefined;
      /** The name that was meant; left out to take it out. */
      readonly to?: string;
    };
