import type { Environment, EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import type { Finding, Severity } from '../../findings/finding';
import type { Memoize } from './memoize';
import type { RuleFacts } from './ruleFacts';
import type { Suppression } from './suppression';

/** What a rule says before severity settings are applied. */
export interface RuleFinding extends Omit<Finding, 'code' | 'severity'> {
  /**
   * Where this finding differs from the rule's default severity, because Alembic reacts differently to it.
   */
  readonly severity?: Severity | undefined;
}

/** What a rule may look at. Nothing else: no disk, no clock, no settings. */
export interface RuleContext extends RuleFacts {
  readonly snapshot: EnvironmentSnapshot;
  /** The files that the rule's own `suspects` has picked, in load order; none for a rule without it. */
  readonly suspects: readonly RevisionFile[];
  /** Keeps what follows from something that never changes from one run to the next. */
  readonly remember: Memoize;
  /** The ids of all rules. */
  readonly knownRules: ReadonlySet<string>;
  /** What the ignore comments did; only for the rules about these comments, which run last. */
  readonly suppression: Suppression | undefined;
}

/** A rule: one file, one page in docs/rules, tests that fire and tests that stay quiet. */
export type Rule = FileRule | HistoryRule;

interface RuleDescription {
  /** Words joined by dashes; the name of the file and of its page. */
  readonly id: string;
  readonly defaultSeverity: Severity | 'off';
  /** One sentence for lists of rules. */
  readonly summary: string;
  /** It has nothing to say without Git's facts. */
  readonly needsGit?: true;
  /** Without a parser's facts it does not say all that it has to say. */
  readonly needsSyntax?: true;
  /** It has nothing to say where nobody has looked for models. */
  readonly needsModels?: true;
  /** It has nothing to say where no database was asked. */
  readonly needsApplied?: true;
}

/**
 * A rule that looks at one file and nothing else, so that what it says holds until the file is read again.
 */
export interface FileRule extends RuleDescription {
  checkFile(file: RevisionFile): Iterable<RuleFinding>;
}

/**
 * A rule that looks at the whole history. It runs after every change, so what it looks at should be little:
 * suspects, and what the graph lists.
 */
export interface HistoryRule extends RuleDescription {
  /**
   * Gives the test by which files are picked that the rule has to look at. The test sees one file and nothing
   * else, and is asked once for each file that is read.
   */
  suspects?(environment: Environment): (file: RevisionFile) => boolean;
  /**
   * Yields undefined now and then where there is much to look at and little to say, so that the host can look
   * after other things.
   */
  check(context: RuleContext): Iterable<RuleFinding | undefined>;
}
