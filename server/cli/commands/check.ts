import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import { findingLine } from '../../core/render/findingReport';
import type { Finding } from '../../core/findings/finding';
import type { GitFacts } from '../../core/rules/engine/gitFacts';
import { runRules } from '../../core/rules/engine/runRules';
import { needsParser } from '../../core/rules/engine/syntaxFacts';
import type { SyntaxFacts } from '../../core/rules/engine/syntaxFacts';
import type { CommandHost } from '../host';
import { UsageError } from '../host';
import type { CommonOptions, EnvironmentAnswer } from '../report';
import { defaultRuleSettings } from '../../core/rules/engine/ruleSettings';
import { configFindings } from '../../core/rules/engine/workbenchProblems';
import { hasFailure, reported, severityStyle, tellAnswers } from '../report';
import { readDiscovered } from '../selectEnvironments';

/** Options of `alembic-ls check`. */
export interface CheckOptions extends CommonOptions {
  /** False to leave Git alone. */
  readonly git?: boolean;
  /** The branch to compare with; the usual ones where it is left out. */
  readonly mainBranch?: string;
}

/** `alembic-ls check`: what every rule has to say. Fails on errors and warnings. */
export async function checkCommand(host: CommandHost, options: CheckOptions): Promise<number> {
  const answers: { snapshot: EnvironmentSnapshot; answer: EnvironmentAnswer }[] = [];
  const { snapshots, problems, workbench } = readDiscovered(host, options);
  // Under way while Git is read.
  const checking = host.checkSyntax(pathsToParse(snapshots));
  for (const snapshot of snapshots) {
    const git = await readGit(host, options, snapshot);
    answers.push({ snapshot, answer: checkOne(host, options, snapshot, git, await checking) });
  }
  return tellAnswers(
    host,
    options,
    answers,
    checkConfigFiles(host, options, configFindings(problems, workbench, defaultRuleSettings)),
  );
}

/** What is wrong in config files that lead to no environment and in workbench configurations; undefined where there are none. */
function checkConfigFiles(
  host: CommandHost,
  options: CheckOptions,
  problems: readonly Finding[],
): EnvironmentAnswer | undefined {
  if (problems.length === 0) return undefined;
  const findings = reported(host, options, undefined, problems);
  const lines = findings.map((finding) => `${findingLine(finding, severityStyle(host))}\n`);
  return { keys: { configFiles: { findings } }, text: lines.join(''), failed: hasFailure(findings) };
}

/** What Git says of an environment; wrong use where a branch is named and nothing can be compared with it. */
export async function readGit(
  host: CommandHost,
  { git, mainBranch }: Pick<CheckOptions, 'git' | 'mainBranch'>,
  snapshot: EnvironmentSnapshot,
): Promise<GitFacts | undefined> {
  if (git === false) return undefined;
  const configured = snapshot.environment.workbench?.config.mainBranch;
  const facts = await host.readGit(snapshot, mainBranch ?? configured);
  if (facts || mainBranch === undefined) return facts;
  // Whoever names a branch wants to know when nothing was compared.
  throw new UsageError(
    `Nothing could be compared with ${mainBranch}: name a branch that Git has here, or leave it out.`,
  );
}

/** Files of several environments may be the same. */
function pathsToParse(snapshots: readonly EnvironmentSnapshot[]): readonly string[] {
  return [...new Set(snapshots.flatMap(({ files }) => files.filter(needsParser).map(({ path }) => path)))];
}

function checkOne(
  host: CommandHost,
  options: CheckOptions,
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  syntax: SyntaxFacts | undefined,
): EnvironmentAnswer {
  const findings = reported(host, options, snapshot, runRules(snapshot, defaultRuleSettings, git, syntax));
  const lines = findings.map((finding) => `${findingLine(finding, severityStyle(host))}\n`);
  return {
    keys: { findings },
    text:
      lines.length > 0
        ? lines.join('')
        : `${String(snapshot.files.length)} revision files, nothing to report\n`,
    failed: hasFailure(findings) || loadErrorOf(snapshot) !== undefined,
    tellsProblems: true,
  };
}
