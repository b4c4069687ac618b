import type { ConfigurationProblem } from '../core/config/alembicConfiguration';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import type { FindingReport, ReportableFinding } from '../core/findings/findingReport';
import { reportFindings } from '../core/findings/findingReport';
import { findingLine } from '../core/render/findingLine';
import type { Finding } from '../core/findings/finding';
import { defaultRuleSettings } from '../core/rules/engine/ruleSettings';
import type { CommandHost } from './host';
import type { EnvironmentSelection } from './selectEnvironments';
import { readDiscovered, shownConfig, shownPath } from './selectEnvironments';
import type { EnvironmentAnswer } from '../core/answers/environmentAnswer';
import { environmentAnswer, environmentProblems } from '../core/answers/environmentAnswer';
import type { NoAnswer } from '../core/answers/noAnswer';
import { reasonOf } from '../core/history/namedRevisions';
import { visibleText } from '../core/text/visibleText';
import { fileNameOf } from '../core/files/paths';
import { joinList } from '../core/text/lists';
import type { WorkbenchConfigReading } from '../core/workbenchConfig/workbenchConfig';
import { jsonText } from './jsonText';

/** Options that every command takes. */
export interface CommonOptions extends EnvironmentSelection {
  readonly json?: boolean;
}

/**
 * The answer for one environment, as JSON and as text. A command prints one of the two only, so getters keep
 * it from computing both.
 */
export interface PrintedAnswer {
  /** Stand beside the keys that every environment has. */
  readonly keys: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly failed: boolean;
  /** The text holds the environment's problems already. */
  readonly includesProblems?: boolean;
}

/** Printed in place of an answer. */
export function failedAnswer(reason: NoAnswer): PrintedAnswer {
  const text = 'error' in reason ? reasonOf(reason.error) : reason.unknown;
  return { keys: { ...reason }, text: `${visibleText(text)}\n`, failed: true };
}

/** Answers for every environment that was asked for, as text or as one JSON object; gives the exit code. */
export async function answerForEach(
  host: CommandHost,
  options: CommonOptions,
  answer: (snapshot: EnvironmentSnapshot) => PrintedAnswer,
): Promise<number> {
  const { snapshots, problems } = readDiscovered(host, options);
  const answers = snapshots.map((snapshot) => ({ snapshot, answer: answer(snapshot) }));
  const isNamed = snapshots.some(({ environment }) => environment.configuration.configFile !== undefined);
  const rest = isNamed ? undefined : reportNoEnvironment(host, options, problems, answers.length === 0);
  return await printAnswers(host, options, answers, rest);
}

/** What is wrong in config files, where no environment comes from one; undefined where that is nothing. */
function reportNoEnvironment(
  host: CommandHost,
  options: CommonOptions,
  found: readonly ConfigurationProblem[],
  isAll: boolean,
): PrintedAnswer | undefined {
  const problems = reported(host, options, undefined, found);
  if (problems.length === 0) return undefined;
  if (!options.json) for (const problem of problems) printProblem(host, problem);
  return { keys: { configFiles: { problems } }, text: '', failed: isAll || hasFailure(problems) };
}

function printProblem(host: CommandHost, problem: FindingReport): void {
  host.printError(`${findingLine(problem, severityStyle(host, host.errorColours))}\n`);
}

/**
 * Prints answers as text or as one JSON object; gives the exit code. `rest` belongs to no environment and
 * comes first.
 */
export async function printAnswers(
  host: CommandHost,
  options: CommonOptions,
  answers: readonly { readonly snapshot: EnvironmentSnapshot; readonly answer: PrintedAnswer }[],
  rest?: PrintedAnswer,
): Promise<number> {
  const answered = await Promise.all(
    answers.map(async (each) => ({
      ...each,
      report: await describeEnvironment(host, options, each.snapshot),
    })),
  );
  const failed =
    rest?.failed === true ||
    (answered.length === 0 && !rest) ||
    answered.some((each) => each.answer.failed || hasFailure(each.report.problems));
  if (options.json) {
    const environments = answered.map((each) => ({ ...each.report, ...each.answer.keys }));
    host.print(jsonText({ environments, ...rest?.keys }));
    return failed ? 1 : 0;
  }
  if (rest) host.print(rest.text);
  if (answered.length === 0 && rest) return failed ? 1 : 0;
  if (answered.length === 0) return noEnvironment(host, []);
  for (const each of answered) {
    if (answered.length > 1) host.print(`${heading(host, options, each.snapshot)}\n`);
    host.print(each.answer.text);
    if (each.answer.includesProblems) continue;
    for (const problem of each.report.problems) printProblem(host, problem);
  }
  return failed ? 1 : 0;
}

/** Says that there is no environment, and why that may be so; gives the exit code. */
export function noEnvironment(host: CommandHost, workbench: readonly WorkbenchConfigReading[]): number {
  const keys = workbench.flatMap(({ config }) => [
    ...(config.exclude.length > 0 ? ['exclude'] : []),
    ...(config.configFiles.length > 0 ? ['config-files'] : []),
  ]);
  const [first] = workbench;
  const why =
    keys.length > 0 && first
      ? `; ${joinList(keys)} in ${fileNameOf(first.config.path)} may leave it out`
      : '';
  host.printError(
    `No Alembic environment was found here${visibleText(why)}; go to the project with --cwd, or name its config file with --config.\n`,
  );
  return 1;
}

/** Findings with their places looked up, paths as they are shown. */
export function reported(
  host: CommandHost,
  selection: EnvironmentSelection,
  snapshot: EnvironmentSnapshot | undefined,
  findings: readonly ReportableFinding[],
): readonly FindingReport[] {
  const textOf = (file: string): string | undefined =>
    snapshot?.filesByPath.get(file)?.readText() ?? host.fileSystem.readText(file);
  return reportFindings(findings, textOf, (file) => shownPath(host, selection, file));
}

/** Whether a check with these findings fails: hints and information do not count. */
export function hasFailure(findings: readonly Pick<Finding, 'severity'>[]): boolean {
  return findings.some(({ severity }) => severity === 'error' || severity === 'warning');
}

/** Colours a word by severity if the output is a terminal; the output is standard output by default. */
export function severityStyle(
  host: CommandHost,
  inColour = host.colours,
): (text: string, severity: Finding['severity']) => string {
  const colours = { error: 31, warning: 33, information: 36, hint: 90 } as const;
  return (text, severity) => (inColour ? `\u001b[${String(colours[severity])}m${text}\u001b[39m` : text);
}

/** The line that names an environment where several are answered for. */
export function heading(
  host: CommandHost,
  selection: EnvironmentSelection,
  snapshot: EnvironmentSnapshot,
): string {
  const { section } = snapshot.environment.configuration;
  const name = visibleText(
    `${shownConfig(host, selection, snapshot)}${section === 'alembic' ? '' : ` [${section}]`}`,
  );
  return host.colours ? `\u001b[1m${name}\u001b[22m` : name;
}

/** The keys that every environment has in JSON. */
export async function describeEnvironment(
  host: CommandHost,
  selection: EnvironmentSelection,
  snapshot: EnvironmentSnapshot,
): Promise<EnvironmentAnswer> {
  const problems = await environmentProblems(snapshot, (each) => host.runRules(each, defaultRuleSettings));
  return environmentAnswer(snapshot, reported(host, selection, snapshot, problems), (path) =>
    shownPath(host, selection, path),
  );
}
