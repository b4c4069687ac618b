import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Finding, Severity } from './finding';
import type { GitFacts } from './gitFacts';
import type { Suppression } from './suppression';

/** What a rule says before severity settings are applied. */
export interface RuleFinding extends Omit<Finding, 'code' | 'severity'> {
  /** Where this finding differs from the rule's default severity, because Alembic reacts differently to it. */
  readonly severity?: Severity;
}

/** What a rule may look at. Nothing else: no disk, no clock, no settings. */
export interface RuleContext {
  readonly snapshot: EnvironmentSnapshot;
  /** Undefined where there is no Git, it was not read, or nothing can be compared. */
  readonly git: GitFacts | undefined;
  /** The ids of all rules. */
  readonly knownRules: ReadonlySet<string>;
  /** What the ignore comments did; only for the rules about these comments, which run last. */
  readonly suppression: Suppression | undefined;
}

/** A rule: one file, one page in docs/rules, tests that fire and tests that stay quiet. */
export interface Rule {
  /** Words joined by dashes; the name of the file and of its page. */
  readonly id: string;
  readonly defaultSeverity: Severity | 'off';
  /** One sentence for lists of rules. */
  readonly summary: string;
  /** It has nothing to say without Git's facts. */
  readonly needsGit?: true;
  /** Yields undefined now and then where there is much to look at and little to say, so that the host can look after other things. */
  check(context: RuleContext): Iterable<RuleFinding | undefined>;
}
