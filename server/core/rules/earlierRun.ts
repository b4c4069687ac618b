import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import type { Finding } from './finding';
import type { GitFacts } from './gitFacts';
import type { RuleSettings } from './ruleSettings';

/** What the rules said of an earlier snapshot of the same environment. */
export interface RuleRun {
  readonly snapshot: EnvironmentSnapshot;
  readonly settings: RuleSettings;
  readonly git: GitFacts | undefined;
  readonly findings: readonly Finding[];
}

/** With more changed files than this, comparing them is not worth while. */
const mostChangedFiles = 20;

/**
 * Whether the rules would say the very same again, as after most keystrokes in the body of a migration: the graph is the one of before, and
 * in the files that changed everything that a rule looks at has the same value in the same place. What is inside of functions matters to
 * rules only where a file has a finding already, or is compared with Git's.
 */
export function wouldSayTheSame(
  { snapshot: before, settings: earlierSettings, git: earlierGit, findings }: RuleRun,
  snapshot: EnvironmentSnapshot,
  settings: RuleSettings,
  git: GitFacts | undefined,
): boolean {
  if (
    before.map !== snapshot.map ||
    before.environment !== snapshot.environment ||
    before.files.length !== snapshot.files.length ||
    earlierGit !== git ||
    JSON.stringify(earlierSettings) !== JSON.stringify(settings)
  )
    return false;
  const changed: RevisionFile[] = [];
  for (const [position, file] of snapshot.files.entries()) {
    const earlier = before.files[position];
    if (file === earlier) continue;
    if (!earlier || changed.length === mostChangedFiles || !looksTheSame(earlier, file)) return false;
    changed.push(file);
  }
  return !changed.some(({ path }) => isInGit(git, path) || findings.some((each) => concerns(each, path)));
}

function looksTheSame(one: RevisionFile, other: RevisionFile): boolean {
  return one.path === other.path && one.script === other.script && visibleParts(one) === visibleParts(other);
}

/** Everything that rules look at in a file without findings, as text. */
function visibleParts({ reading, failure, dynamic }: RevisionFile): string {
  const { header, docstring, message, longMessage, docstringFields, problems, ignoreComments } = reading;
  const functions = [reading.upgrade, reading.downgrade].map((each) => each?.isEmpty);
  return JSON.stringify([
    header,
    docstring,
    message,
    longMessage,
    docstringFields,
    problems,
    ignoreComments,
    functions,
    failure,
    dynamic,
  ]);
}

function isInGit(git: GitFacts | undefined, path: string): boolean {
  return git !== undefined && (git.mergeBase.files.has(path) || git.main.files.has(path));
}

function concerns({ file, related }: Finding, path: string): boolean {
  return file === path || related.some((each) => each.file === path);
}
