import { relative } from 'node:path';
import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { LocatedRevisionDto } from '../../../../server/protocol/git';
import { placeOf } from '../../infrastructure/alembic/command/alembicCommand';
import type { AlembicRuns, Elsewhere } from '../../infrastructure/alembic/process/alembicRuns';
import {
  askDatabases,
  askDatabasesAgain,
  databaseRefusal,
} from '../../infrastructure/alembic/databases/askDatabases';
import { askCurrent, askProbe } from '../../infrastructure/alembic/bridge/bridge';
import type { BridgeError, DatabaseState, ScriptPlaces } from '../../infrastructure/alembic/bridge/bridge';
import { databaseDetails, databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { halfDone } from '../../infrastructure/alembic/output/halfDone';
import { outcomeOf, reportFailure } from '../../infrastructure/alembic/output/reportFailure';
import { parseRunningStep } from '../../infrastructure/alembic/output/runOutcome';
import { followStoppable } from '../../infrastructure/alembic/process/stoppableProgress';
import { confirmWrite, refuseWrite } from '../../infrastructure/alembic/databases/writeGuard';
import type { DatabaseStates } from '../../infrastructure/environments/databaseStates';
import { checkoutOf, TemporaryWorktree, WorktreeFailure } from '../../infrastructure/git/temporaryWorktree';
import {
  isWithin,
  LeadsOut,
  linkDatabases,
  placeInWorktree,
  sameDatabases,
  sameFileHere,
} from '../../infrastructure/git/worktreePlace';
import type { Interpreter, Interpreters } from '../../infrastructure/python/interpreters';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { showLog, showMessage } from '../../infrastructure/vscode/messages';
import { Refusal } from '../../infrastructure/vscode/refusal';
import type { WayOut } from '../../infrastructure/vscode/refusal';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { returnDetail } from './returnQuestion';
import type { ReturnPlan } from './returnQuestion';

/** What a downgrade in a temporary worktree needs. */
export interface ReturnServices {
  readonly server: HistoryServer;
  readonly states: DatabaseStates;
  readonly interpreters: Interpreters;
  readonly runs: AlembicRuns;
  /** Where it is noted which worktrees exist. */
  readonly worktreeRecords: string;
  readonly log: vscode.LogOutputChannel;
}

/** Says how it went, and where the databases stand then. */
type Tell = (after: readonly DatabaseState[] | undefined) => void;

const openEnvFile: WayOut = {
  title: 'Open Setting',
  command: 'workbench.action.openSettings',
  arguments: ['alembicWorkbench.envFile'],
};

/** A branch or commit as it is named to people. */
export function nameOf({ ref, commit }: LocatedRevisionDto): string {
  return ref ?? commit.slice(0, 9);
}

/**
 * Takes back what this checkout lacks, with the files of a branch that has it, in a worktree that is removed afterwards. The person's checkout,
 * index and stash are not touched.
 */
export async function downgradeElsewhere(
  services: ReturnServices,
  environment: EnvironmentDto,
  branch: LocatedRevisionDto,
): Promise<void> {
  requireTrust('Downgrade');
  const { states, interpreters, runs } = services;
  const resolved = await interpreters.resolve(environment);
  const interpreter = await pythonElsewhere(runs, environment, resolved);
  const databases = await askDatabases(runs, states, environment, resolved.path);
  refuseWrite(environment, databases, 'Downgrade');
  const place = placeOf(environment);
  const checkout = await checkoutOf(place.workingDirectory);
  if (checkout === undefined) {
    throw new Refusal(
      'Git does not know this folder, so it can make no worktree; check the branch out by hand.',
    );
  }
  const worktree = await makeWorktree(services, checkout, branch);
  let tell: Tell;
  try {
    const there = placeInWorktree(place, checkout, worktree.folder);
    if (!there) {
      throw new Refusal(
        `${nameOf(branch)} has no ${relative(checkout, place.configFile)}, so Alembic can't run there; check the branch out and downgrade by hand.`,
      );
    }
    link(databases, checkout, worktree, branch);
    const elsewhere: Elsewhere = {
      place: there,
      interpreter,
      onStart: ({ pid }) => void worktree.noteProcess(pid),
      isFileThere: (file) => isWithin(worktree.folder, file),
      fileHere: (file) => sameFileHere(file, checkout, worktree.folder),
    };
    tell = await downgradeIn(services, environment, { branch, checkout, worktree, elsewhere, databases });
  } finally {
    await worktree.remove();
  }
  tell(await askDatabasesAgain(runs, states, environment, resolved.path));
}

/** A command in Alembic's place would mean the workspace's own folders, or a container's: its Python alone is taken. */
async function pythonElsewhere(
  runs: AlembicRuns,
  environment: EnvironmentDto,
  { path, probe }: Interpreter,
): Promise<string> {
  if (probe) return path;
  const answer = await runs.ask(environment, path, 'Looking for Python', (run) => askProbe(run));
  if ('error' in answer) throw databaseRefusal(answer.error, path, environment);
  return answer.result.executable;
}

async function makeWorktree(
  { worktreeRecords, log }: ReturnServices,
  repository: string,
  branch: LocatedRevisionDto,
): Promise<TemporaryWorktree> {
  let stopped: Promise<boolean> | undefined;
  try {
    const worktree = await TemporaryWorktree.create({
      repository,
      commit: branch.tip,
      recordsFolder: worktreeRecords,
      onLine: ({ text }) => log.info(text),
      onStart: (git) => {
        const title = `Checking out ${nameOf(branch)} in a temporary worktree`;
        stopped = followStoppable(git, title, () => new vscode.Disposable(() => undefined));
      },
    });
    log.info(`${nameOf(branch)} (${branch.tip}) is checked out in ${worktree.folder}.`);
    return worktree;
  } catch (error) {
    if (!(error instanceof WorktreeFailure)) throw error;
    if (await stopped) throw new vscode.CancellationError();
    throw new Refusal(
      `Git made no worktree of ${nameOf(branch)} (${error.message}); check the branch out and downgrade by hand.`,
    );
  }
}

function link(
  databases: readonly DatabaseState[],
  checkout: string,
  worktree: TemporaryWorktree,
  branch: LocatedRevisionDto,
): void {
  try {
    linkDatabases(databases, checkout, worktree.folder);
  } catch (error) {
    if (error instanceof LeadsOut) {
      throw new Refusal(
        `The SQLite file can't be linked into a worktree of ${nameOf(branch)}, where ${error.message}; check the branch out and downgrade by hand.`,
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(
      `The SQLite file can't be reached from a worktree (${reason}); check the branch out and downgrade by hand.`,
    );
  }
}

interface ReturnRun {
  readonly branch: LocatedRevisionDto;
  readonly checkout: string;
  readonly worktree: TemporaryWorktree;
  readonly elsewhere: Elsewhere;
  /** The databases as they were asked from here. */
  readonly databases: readonly DatabaseState[];
}

async function downgradeIn(
  services: ReturnServices,
  environment: EnvironmentDto,
  returning: ReturnRun,
): Promise<Tell> {
  const { server } = services;
  // As they are named here: there, an SQLite file has another path that leads to it.
  const { branch, checkout, databases } = returning;
  const scripts = await askThere(services.runs, environment, returning);
  const plan = await server.planReturn({
    environment: environment.key,
    versionLocationUris: scripts.versionLocations.map((folder) => vscode.Uri.file(folder).toString()),
    databases: databases.map(({ heads }) => heads),
  });
  if (plan.kind === 'unknownEnvironment')
    throw new Refusal(`${environment.label} is not there any more; refresh the history.`);
  if (plan.kind === 'error') {
    throw new Refusal(`${nameOf(branch)} does not lead back to this checkout: ${plan.message}`, [showLog]);
  }
  const returnPlan: ReturnPlan = {
    databases: databases.map((database, index) => ({ database, steps: plan.databases[index] ?? [] })),
    alsoHere: plan.alsoHere,
    modulesFromHere: scripts.modules.map((file) => relative(checkout, file)),
  };
  const written = returnPlan.databases.filter(({ steps }) => steps.length > 0);
  await confirmWrite(
    environment,
    written.map(({ database }) => database),
    {
      message: `Downgrade ${databaseNames(written.map(({ database }) => database))} to ${plan.target}, in a temporary worktree of ${nameOf(branch)}?`,
      detail: returnDetail(returnPlan),
      button: 'Downgrade',
      destructive: written.some(({ steps }) => steps.some(({ destructive }) => destructive)),
    },
  );
  return await run(services, environment, returning, plan.target, returnPlan);
}

/** Asks from the worktree, and refuses where the files or the databases there are not those that are meant. */
async function askThere(
  runs: AlembicRuns,
  environment: EnvironmentDto,
  { branch, checkout, worktree, elsewhere, databases: here }: ReturnRun,
): Promise<ScriptPlaces> {
  const answer = await runs.ask(
    environment,
    elsewhere.interpreter,
    `Asking the database from ${nameOf(branch)}`,
    (bridge, target) => askCurrent(bridge, { ask: 'current', notFrom: checkout, ...target }),
    elsewhere,
  );
  if ('error' in answer) throw failedThere(answer.error, branch);
  const { databases, scripts } = answer.result;
  if (!scripts) throw new Refusal('Alembic did not say where its files are; look at the log.', [showLog]);
  const outside = [scripts.directory, ...scripts.versionLocations].find(
    (folder) => !isWithin(worktree.folder, folder),
  );
  if (outside !== undefined) {
    throw new Refusal(
      `In the worktree Alembic still takes its revisions from ${outside}, as when a package is installed from this checkout (an editable install); check ${nameOf(branch)} out and downgrade there.`,
      [],
      'warning',
    );
  }
  if (sameDatabases(here, databases)) return scripts;
  throw new Refusal(
    `In the worktree env.py leads to another database (${databases.map(databaseDetails).join('; ')}) than here (${here.map(databaseDetails).join('; ')}), perhaps because of a file that Git does not have; name it in the setting alembicWorkbench.envFile, or check ${nameOf(branch)} out.`,
    [openEnvFile],
    'warning',
  );
}

function failedThere({ message }: BridgeError, branch: LocatedRevisionDto): Refusal {
  const reason = message.split('\n', 1)[0]?.trim() ?? '';
  return new Refusal(
    `env.py fails in a worktree of ${nameOf(branch)} (${reason}), which has only what Git has; name a file of variables in the setting alembicWorkbench.envFile, or check the branch out.`,
    [openEnvFile, showLog],
  );
}

async function run(
  { runs }: ReturnServices,
  environment: EnvironmentDto,
  { branch, elsewhere }: ReturnRun,
  target: string,
  { databases }: ReturnPlan,
): Promise<Tell> {
  const names = databaseNames(databases.map(({ database }) => database));
  const title = `Downgrading ${names} to ${target}`;
  const steps = databases.flatMap((each) => each.steps);
  const messages = new Map(steps.map(({ id, message }) => [id, message]));
  let done = 0;
  const progress = (line: string): string | undefined => {
    const step = parseRunningStep(line);
    return step && `${++done} of ${steps.length}: ${messages.get(step.revision) || step.revision}`;
  };
  const words = ['downgrade', target];
  const finished = await runs.run(environment, elsewhere.interpreter, words, title, progress, elsewhere);
  const outcome = outcomeOf(environment, finished, elsewhere);
  const last = finished.end.output.map(({ text }) => parseRunningStep(text)).findLast((step) => step);
  const during = last ? ` (taking back ${last.revision})` : '';
  return (after) => {
    const rows = [...new Set(after?.flatMap(({ heads }) => heads))];
    const where = after ? ` It now stands at ${rows.join(', ') || 'base'}.` : '';
    switch (outcome.kind) {
      case 'success': {
        const revisions = steps.length === 1 ? '1 revision' : `${steps.length} revisions`;
        const message = `Downgraded ${names} with the files of ${nameOf(branch)}: ${revisions} ran.${where}`;
        void showMessage('information', message, [showLog]);
        return;
      }
      case 'interrupted': {
        const half = halfDone(after ?? [], finished.end.output);
        void showMessage('warning', `Downgrade was interrupted. ${half}${where}`, [showLog]);
        return;
      }
      case 'failure':
        reportFailure(`Downgrade of ${names} in a worktree of ${nameOf(branch)}${during}`, outcome);
    }
  };
}
