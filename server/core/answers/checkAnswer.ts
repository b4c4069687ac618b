import type { CheckSummary } from '../findings/checkSummary';
import { countRules, countSeverities } from '../findings/checkSummary';
import type { Finding } from '../findings/finding';
import type { DetailedFinding } from '../findings/detailedFinding';
import type { SilencedFinding } from '../findings/silencedFinding';
import { safeConfigurationFixOf, safeFixOf } from '../fixing/safeFix';
import { unreleasedRevisions } from '../newness/unreleasedRevisions';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { GitFacts } from '../rules/engine/gitFacts';
import { releasedRevisions } from '../rules/engine/releasedRevisions';
import type { EnvironmentAnswer } from './environmentAnswer';

/** The findings of one environment. */
export interface CheckedEnvironment {
  readonly snapshot: EnvironmentSnapshot;
  readonly git: GitFacts | undefined;
  readonly findings: readonly Finding[];
  /** What comments, the configuration or the baseline keep from being told. */
  readonly silenced: readonly SilencedFinding[];
}

/** The findings of a check. */
export interface CheckedProject {
  readonly checked: readonly CheckedEnvironment[];
  /** In config files that belong to no environment. */
  readonly inConfig: readonly Finding[];
}

/** A check as JSON. */
interface CheckAnswer {
  readonly environments: readonly (EnvironmentAnswer & { readonly findings: readonly DetailedFinding[] })[];
  readonly configFiles?: { readonly findings: readonly DetailedFinding[] };
  readonly summary: CheckSummary;
  readonly statistics?: ReturnType<typeof countRules>;
}

/** All findings, those in config files first. */
export function allFindings({ checked, inConfig }: CheckedProject): readonly Finding[] {
  return [...inConfig, ...checked.flatMap(({ findings }) => findings)];
}

/**
 * `described` has the environments of `checked`, in their order; `report` looks up the places of findings.
 */
export function checkAnswer(
  project: CheckedProject,
  described: readonly EnvironmentAnswer[],
  summary: CheckSummary,
  report: (
    snapshot: EnvironmentSnapshot | undefined,
    findings: readonly Finding[],
  ) => readonly DetailedFinding[],
  hasStatistics = false,
): CheckAnswer {
  const { checked, inConfig } = project;
  return {
    environments: described.map((environment, index) => ({
      ...environment,
      findings: report(checked[index]?.snapshot, checked[index]?.findings ?? []),
    })),
    ...(inConfig.length > 0 && { configFiles: { findings: report(undefined, inConfig) } }),
    summary,
    ...(hasStatistics && { statistics: countRules(allFindings(project)) }),
  };
}

/**
 * Counts of the files that were asked for; `since` are revisions that are old together with their ancestors.
 */
export function checkSummary(
  project: CheckedProject,
  since: (snapshot: EnvironmentSnapshot) => readonly string[],
  isAskedFor: (file: string) => boolean,
): CheckSummary {
  const { checked, inConfig } = project;
  let revisions = 0;
  let unreleased = 0;
  let fixable = inConfig.filter((finding) => safeConfigurationFixOf(finding).ok).length;
  for (const { snapshot, git, findings } of checked) {
    const files = snapshot.files.filter(({ path }) => isAskedFor(path));
    const added = unreleasedRevisions(snapshot, releasedRevisions(git), since(snapshot));
    revisions += files.length;
    if (git || since(snapshot).length > 0)
      unreleased += files.filter(({ script }) => script && added.has(script.id)).length;
    fixable += findings.filter((finding) => safeFixOf(snapshot, finding).ok).length;
  }
  return { ...countSeverities(allFindings(project)), revisions, new: unreleased, fixable };
}
