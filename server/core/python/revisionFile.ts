import type { TextRange } from '../text/textRange';

/**
 * A module-level value as Alembic would see it after importing the file, as far as it can be known without
 * running it. `range` covers the whole expression, quotes and parentheses included.
 */
export type StaticValue =
  | { readonly kind: 'none'; readonly range: TextRange }
  | StaticString
  | { readonly kind: 'number'; readonly value: number; readonly source: string; readonly range: TextRange }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly range: TextRange }
  /** `value` has one character (0 to 255) a byte. */
  | { readonly kind: 'bytes'; readonly value: string; readonly range: TextRange }
  | {
      readonly kind: 'sequence';
      readonly form: 'tuple' | 'list' | 'set';
      readonly items: readonly StaticValue[];
      readonly range: TextRange;
    }
  | DynamicValue;

/** A string constant. Several adjacent literals are one value with several `literals`. */
export interface StaticString {
  readonly kind: 'string';
  readonly value: string;
  readonly range: TextRange;
  /**
   * The single literals that make up the value, each from its prefix or opening quote to its closing quote.
   */
  readonly literals: readonly TextRange[];
}

/**
 * A value that only running the file would give: a call, a name from elsewhere, a condition. Never guessed.
 */
export interface DynamicValue {
  readonly kind: 'dynamic';
  /** The expression as written. */
  readonly source: string;
  readonly range: TextRange;
}

/** The four variables that Alembic reads from a revision file, in the order of its template. */
export const headerNames = ['revision', 'down_revision', 'branch_labels', 'depends_on'] as const;

export type HeaderName = (typeof headerNames)[number];

/** The assignment that counts for one of the four variables: the last one that is executed. */
export interface HeaderAssignment {
  readonly name: HeaderName;
  /** The variable's name where it is assigned. */
  readonly nameRange: TextRange;
  /** The whole statement, without its line end. */
  readonly statementRange: TextRange;
  readonly value: StaticValue;
  /**
   * The expression to the right of `=`. `value.range` lies elsewhere where that is the name of a constant of
   * the module.
   */
  readonly valueRange: TextRange;
}

export interface Docstring {
  /** The literal, quotes included. */
  readonly range: TextRange;
  /** The text between the quotes in the file, escapes not resolved. */
  readonly contentRange: TextRange;
  /** The value, escapes resolved. */
  readonly value: string;
}

/** `upgrade` or `downgrade` as bound at module level, where that may be something that can be run. */
export interface MigrationFunction {
  readonly nameRange: TextRange;
  /**
   * From `def` (or `async def`) to the end of the body; the whole statement for a function that is imported
   * or assigned.
   */
  readonly range: TextRange;
  /**
   * From the first statement of the body to the end of the last; empty at the end of `range` for a function
   * that is imported or assigned.
   */
  readonly bodyRange: TextRange;
  /** The body does nothing: only `pass`, `...`, or a docstring. */
  readonly isEmpty: boolean;
}

/** What a call of an `async def`, or of a function with `yield`, gives in place of running the body. */
export type CallResult = 'coroutine' | 'generator' | 'async generator';

/** A mistake in module-level statements, strings or brackets, which keeps Python from loading the file. */
export interface ReadingProblem {
  readonly kind: 'syntax' | 'merge-conflict-markers';
  readonly message: string;
  /** What Python says in its SyntaxError, as near as can be; `{line}` stands for the line of `range`. */
  readonly pythonMessage: string;
  /** Python's error names neither the file nor a line. */
  readonly namesNoPlace?: true;
  readonly range: TextRange;
}

/** Why a text was not read at all, though Python may be content with it. */
export interface UnreadText {
  /** What is in the way, as the rest of a sentence that begins with "This file is not read, since". */
  readonly why: string;
  readonly range: TextRange;
}

/** What was understood of one revision file, and what was not. Reading never fails. */
export interface RevisionFileReading {
  readonly header: Readonly<Partial<Record<HeaderName, HeaderAssignment>>>;
  /** The module docstring, or undefined where Python would see none. */
  readonly docstring: Docstring | undefined;
  /** Alembic's `doc`: the docstring, stripped, up to the first empty line; may hold newlines. */
  readonly message: string;
  /** Alembic's `longdoc`: the whole docstring, stripped. */
  readonly longMessage: string;
  readonly upgrade: MigrationFunction | undefined;
  readonly downgrade: MigrationFunction | undefined;
  /** The functions whose call runs nothing, and what the call gives instead; left out for none. */
  readonly notRun?: Readonly<Partial<Record<'upgrade' | 'downgrade', CallResult>>>;
  /**
   * The values written in the docstring's `Revision ID:`, `Revises:` and `Create Date:` lines, ranges in the
   * file.
   */
  readonly docstringFields: Readonly<
    Partial<
      Record<'revisionId' | 'revises' | 'createDate', { readonly value: string; readonly range: TextRange }>
    >
  >;
  readonly problems: readonly ReadingProblem[];
  /**
   * Lines of an unresolved merge conflict that stand in strings, so that Python loads the file all the same.
   */
  readonly conflictMarkersInStrings?: readonly TextRange[];
  /** Left out where the text was read. Nothing else is known of one that was not. */
  readonly unread?: UnreadText;
  /** The `# alembic: ignore` comments, in order; left out where there are none. */
  readonly ignoreComments?: readonly IgnoreComment[];
}

/** One `# alembic: ignore[…]` or `# alembic: ignore-file[…]` comment. */
export interface IgnoreComment {
  readonly scope: 'line' | 'file';
  /** The whole comment. */
  readonly range: TextRange;
  /** The rule ids in brackets; undefined for a bare comment, which means every rule. */
  readonly rules: readonly { readonly id: string; readonly range: TextRange }[] | undefined;
  /** The places it speaks for. */
  readonly covers: TextRange;
  /** What follows `--`. */
  readonly reason: string | undefined;
}
