import type { Finding } from '../../findings/finding';
import type { FixSpecification } from '../../findings/fixSpecification';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import type { ChangeOutcome } from '../change';
import type { EditContext } from '../editContext';

/** The fix of one kind. */
export type FixOf<Kind extends FixSpecification['kind']> = Extract<FixSpecification, { kind: Kind }>;

/** Everything there is to know of a kind of fix. */
export interface FixKind<Fix extends FixSpecification = FixSpecification> {
  /** The name in a menu, also where the fix can't be applied. */
  title(fix: Fix): string;
  /**
   * The change, over all files that it touches. The changed files have been read again and say what was
   * promised; a renamed file is to be edited under its old path first.
   */
  apply(snapshot: EnvironmentSnapshot, fix: Fix, context: EditContext): ChangeOutcome;
  /** What Git is asked for before the fix can be applied. */
  gitNeed?(fix: Fix): GitNeed;
  /**
   * Too much work for a menu that may not even be looked at; whether it can be applied is told when it is
   * chosen.
   */
  readonly isSlow?: true;
  /** Ids, parents, dependencies and labels stay as they are. */
  readonly keepsGraph?: true;
  /** Whether the fix may be applied without asking; never, where it is left out. */
  isSafe?(fix: Fix, finding: Finding, snapshot: EnvironmentSnapshot): boolean;
  /** Why a person is asked, where there is more to say than that several fixes are possible. */
  readonly whyAsked?: string;
  /** The revisions that a database would no longer be found by. */
  moved?(fix: Fix, snapshot: EnvironmentSnapshot): MovedRevisions;
}

/** Files of a commit, by their paths in the working tree. */
export type GitNeed =
  | { readonly kind: 'file'; readonly commit: string; readonly path: string }
  /** The revision, and those that it builds on as far as they are missing here. */
  | { readonly kind: 'revision'; readonly commit: string; readonly id: string }
  /** The same, from whichever commit has the revision. */
  | { readonly kind: 'search'; readonly id: string };

/** Ids of revisions that a fix puts elsewhere, or calls otherwise. */
export interface MovedRevisions {
  readonly moves?: readonly string[];
  readonly renames?: readonly string[];
}
