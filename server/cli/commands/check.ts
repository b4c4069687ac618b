import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import type { CheckedEnvironment, CheckedProject } from '../../core/answers/checkAnswer';
import { allFindings, checkSummary } from '../../core/answers/checkAnswer';
import type { GitFacts } from '../../core/rules/engine/gitFacts';
import type { RuleSettings } from '../../core/rules/engine/ruleSettings';
import { withWorkbenchRules } from '../../core/rules/engine/ruleSettings';
import { runRulesInSteps } from '../../core/rules/engine/runRules';
import { needsParser } from '../../core/rules/engine/syntaxFacts';
import { configFindings } from '../../core/rules/engine/workbenchProblems';
import { ModuleMemory } from '../../core/models/moduleMemory';
import { modelScope, tablesSeen } from '../../core/models/unseenModels';
import { finish } from '../../core/text/finish';
import { committedApart } from '../../core/features/committedApart';
import { relativePath } from '../../core/files/paths';
import { visibleText } from '../../core/text/visibleText';
import { levelsOf, namedBaseline, writeBaseline } from '../checkSettings';
import type { CheckReportOptions } from '../checkReport';
import { tellCheck } from '../checkReport';
import type { FailLevel } from '../failLevels';
import { reaches } from '../failLevels';
import { CheckTargets } from '../checkTargets';
import type { CommandHost } from '../host';
import { UsageError } from '../host';
import { namedRevisions } from '../../core/history/namedRevisions';
import type { CommonOptions } from '../report';
import { noEnvironment } from '../report';
import { readDiscovered, workingDirectory } from '../selectEnvironments';
import { watchCheck } from '../watchCheck';

/** Options of `alembic-ls check`. */
export interface CheckOptions extends CommonOptions, CheckReportOptions {
  /** False to leave Git alone. */
  readonly git?: boolean;
  /** The branch to compare with; the configured or usual one where it is left out. */
  readonly base?: string;
  /** The older name of `base`. */
  readonly mainBranch?: string;
  /** Judges old revisions too. */
  readonly all?: boolean;
  /** Revisions that are old with their ancestors, beside the configured ones. */
  readonly since?: readonly string[];
  /** `ID=SEVERITY` of rules. */
  readonly rule?: readonly string[];
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly failOn: FailLevel;
  readonly exitZero?: boolean;
  /** Checks again after each change. */
  readonly watch?: boolean;
}

/** `alembic-ls check`: what every rule has to say. Fails on errors and warnings, if nothing else is said. */
export async function checkCommand(
  host: CommandHost,
  names: readonly string[],
  options: CheckOptions,
  version: string,
): Promise<number> {
  if (!options.watch) return await checkOnce(host, names, options, version);
  if (options.output !== undefined || options.writeBaseline || options.json || options.format !== 'text')
    throw new UsageError('With --watch the findings are text for a person: leave out what writes a report.');
  return await watchCheck(host, options, () => checkOnce(host, names, options, version));
}

async function checkOnce(
  host: CommandHost,
  names: readonly string[],
  options: CheckOptions,
  version: string,
): Promise<number> {
  const rules = levelsOf(options.rule ?? []);
  const baseline = options.writeBaseline ? [] : namedBaseline(host, options, options.baseline);
  const settings: RuleSettings = { rules, ...(baseline && { baseline }) };
  const targets = new CheckTargets(host, options, names);
  const { snapshots, problems, workbench } = readDiscovered(host, options);
  const since = sinceOf(options, snapshots);
  const all = await checkAll(host, options, { snapshots, settings, since });
  if (options.writeBaseline) {
    const { ok, message } = await writeBaseline(host, options, options.baseline, all);
    host.printError(`${ok ? '' : 'alembic-ls: '}${visibleText(message)}\n`);
    return ok ? 0 : 1;
  }
  const inConfig = configFindings(problems, workbench, settings).filter(({ file }) => targets.has(file));
  const checked = all.map((each) => ({
    ...each,
    findings: each.findings.filter(({ file }) => targets.has(file)),
    silenced: each.silenced.filter(({ finding }) => targets.has(finding.file)),
  }));
  const project: CheckedProject = { checked, inConfig };
  const whyNone = targets.whyNone(
    snapshots,
    workbench.map(({ config }) => config.path),
  );
  if (whyNone !== undefined) host.printError(`${whyNone}\n`);
  else if (snapshots.length === 0 && inConfig.length === 0) return noEnvironment(host, workbench);
  const summary = checkSummary(project, since, (file) => targets.has(file));
  const outcome = { ...project, summary, version, notCompared: notComparedOf(host, options, all) };
  // Files that are none of ours are passed over in silence.
  if (whyNone === undefined || options.json || options.output !== undefined || options.format !== 'text')
    await tellCheck(host, options, outcome);
  const isApart = options.git !== false && (await tellApart(host, snapshots));
  if (options.exitZero) return 0;
  const stops = !targets.areNamed && snapshots.some((each) => loadErrorOf(each) !== undefined);
  const fails = allFindings(project).some(({ severity }) => reaches(severity, options.failOn));
  if (!fails && options.failOn !== 'never')
    for (const snapshot of snapshots) tellLoadError(host, targets, snapshot);
  const failsByCommit = isApart && reaches('warning', options.failOn);
  return fails || failsByCommit || (stops && options.failOn !== 'never') ? 1 : 0;
}

/** In the hook before a commit: says what of models and their new revisions the commit leaves out. */
async function tellApart(host: CommandHost, snapshots: readonly EnvironmentSnapshot[]): Promise<boolean> {
  let isApart = false;
  for (const snapshot of snapshots) {
    const files = await host.readStaged(snapshot);
    if (!files) continue;
    for (const { staged, left, leftIs, table } of committedApart(host.fileSystem, snapshot, files)) {
      isApart = true;
      const [here, there] = [staged, left].map((path) => relativePath(path, host.workingDirectory));
      const what = leftIs === 'revision' ? 'the new revision' : 'the model';
      host.printError(
        `${visibleText(`alembic-ls: ${here} is staged, and ${what} ${there} with the same table ${table} is not: stage both, or commit with --no-verify.`)}\n`,
      );
    }
  }
  return isApart;
}

/** Says why Alembic stops, where the rules that would say it are off. */
function tellLoadError(host: CommandHost, targets: CheckTargets, snapshot: EnvironmentSnapshot): void {
  const error = targets.areNamed ? undefined : loadErrorOf(snapshot);
  if (error)
    host.printError(
      `alembic-ls: Alembic can't load these revisions (${visibleText(`${error.type}: ${error.message}`)}), and the rule that finds it is off.\n`,
    );
}

/** What is checked, and how. */
interface CheckRequest {
  readonly snapshots: readonly EnvironmentSnapshot[];
  readonly settings: RuleSettings;
  readonly since: (snapshot: EnvironmentSnapshot) => readonly string[];
}

/** Every environment with what the rules say of it. */
export async function checkAll(
  host: CommandHost,
  options: CheckOptions,
  { snapshots, settings, since }: CheckRequest,
): Promise<readonly CheckedEnvironment[]> {
  const checked: CheckedEnvironment[] = [];
  // Under way while Git is read.
  const checking = host.checkSyntax(pathsToParse(snapshots));
  const memory = new ModuleMemory();
  for (const snapshot of snapshots) {
    const git = await readGit(host, options, snapshot);
    const isOff = withWorkbenchRules(settings, snapshot.environment).rules['unseen-model'] === 'off';
    const scope = modelScope(
      snapshot.environment,
      workingDirectory(host, options),
      snapshots.map(({ environment }) => environment),
    );
    const unseenModels = isOff ? undefined : finish(tablesSeen(host.fileSystem, scope, memory)).unseen;
    const isUnknown = !git && ciBaseOf(host, options) !== undefined && since(snapshot).length === 0;
    const judged = options.all ? 'all' : isUnknown ? 'none' : { since: since(snapshot) };
    const facts = { git, syntax: await checking, unseenModels, judged } as const;
    const { findings, silenced } = finish(runRulesInSteps(snapshot, settings, facts));
    checked.push({ snapshot, git, findings, silenced });
  }
  return checked;
}

/** The branch that CI names, where no option decides. */
function ciBaseOf(host: CommandHost, { git, base, mainBranch = base }: GitChoice): string | undefined {
  return git === false || mainBranch !== undefined ? undefined : host.ci.base;
}

/** The branch of CI with which some environment could not be compared; undefined where all were. */
function notComparedOf(
  host: CommandHost,
  options: CheckOptions,
  checked: readonly CheckedEnvironment[],
): string | undefined {
  return checked.some(({ git }) => !git) ? ciBaseOf(host, options) : undefined;
}

type GitChoice = Pick<CheckOptions, 'git' | 'base' | 'mainBranch'>;

/**
 * What Git says of an environment, compared with the named branch, else the one that CI names, the configured
 * or a usual one. Wrong use where a branch is named and nothing can be compared with it.
 */
export async function readGit(
  host: CommandHost,
  choice: GitChoice,
  snapshot: EnvironmentSnapshot,
): Promise<GitFacts | undefined> {
  const { git, base, mainBranch = base } = choice;
  if (git === false) return undefined;
  const configured = snapshot.environment.workbench?.config.mainBranch;
  const facts = await host.readGit(snapshot, mainBranch ?? ciBaseOf(host, choice) ?? configured);
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

/** The revisions of `--since`, by environment. Throws a UsageError for one that no environment has. */
function sinceOf(
  { since = [] }: CheckOptions,
  snapshots: readonly EnvironmentSnapshot[],
): (snapshot: EnvironmentSnapshot) => readonly string[] {
  const named = new Map(
    snapshots.map((snapshot) => [
      snapshot,
      since.map((name) => {
        const found = namedRevisions(snapshot, [name]);
        return found.ok ? found.value : [];
      }),
    ]),
  );
  for (const [at, name] of since.entries())
    if (![...named.values()].some((found) => (found[at] ?? []).length > 0))
      throw new UsageError(`No revision is called '${name}': name with --since one that is here.`);
  return (snapshot) => [
    ...(snapshot.environment.workbench?.config.since ?? []),
    ...(named.get(snapshot) ?? []).flat(),
  ];
}
