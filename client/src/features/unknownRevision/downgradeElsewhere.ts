import { relative } from 'node:path';
import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { LocatedRevisionDto } from '../../../../server/protocol/git';
import type { AskedTarget, RunTarget } from '../../infrastructure/alembic/command/runTarget';
import { inPlace, withAnswer } from '../../infrastructure/alembic/command/runTargets';
import type { DatabaseClient } from '../../infrastructure/alembic/databases/databaseClient';
import type { Elsewhere } from '../../infrastructure/alembic/process/finishedRun';
import { askDatabases, askDatabasesAgain } from '../../infrastructure/alembic/databases/askDatabases';
import { explainBridgeError } from '../../infrastructure/alembic/databases/explainBridgeError';
import { askCurrent, askProbe } from '../../infrastructure/alembic/bridge/bridge';
import type {
  BridgeError,
  DatabaseState,
  ScriptPlaces,
} from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { sameDatabase } from '../../infrastructure/alembic/databases/databaseIdentity';
import { requireSameDatabases } from '../../infrastructure/alembic/databases/requireSameDatabases';
import { standing } from '../../infrastructure/alembic/databases/standing';
import type { ExpectedEnd } from '../../infrastructure/alembic/output/reachedEnd';
import { reportMissedEnd } from '../../infrastructure/alembic/output/reportMissedEnd';
import { databaseDetails, databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { describePartialRun } from '../../infrastructure/alembic/output/partialRun';
import { reportFailure } from '../../infrastructure/alembic/output/reportFailure';
import { outcomeOf, parseRunningStep } from '../../infrastructure/alembic/output/runOutcome';
import { followStoppable } from '../../infrastructure/alembic/process/stoppableProgress';
import { confirmWrite, refuseWrite } from '../../infrastructure/alembic/databases/writeGuard';
import { checkoutOf, TemporaryWorktree, WorktreeFailure } from '../../infrastructure/git/temporaryWorktree';
import {
  isWithin,
  OutsideWorktree,
  linkDatabases,
  placeInWorktree,
  sameDatabases,
  sameFileHere,
} from '../../infrastructure/git/worktreePlace';
import type { Interpreter } from '../../infrastructure/python/interpreters';
import { showLog, showMessage } from '../../infrastructure/vscode/messages';
import { openSetting } from '../../infrastructure/vscode/userError';
import { UserError } from '../../infrastructure/vscode/userError';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { refuseFiltered } from './refuseFiltered';
import { returnDetail } from './returnQuestion';
import type { ReturnPlan } from './returnQuestion';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** What a downgrade in a temporary worktree needs. */
export type ReturnServices = Pick<
  WorkbenchServices,
  'server' | 'states' | 'targets' | 'client' | 'runner' | 'worktreeRecords' | 'log'
>;

/** Says how it went, and where the databases stand then. */
type Tell = (after: readonly DatabaseState[] | undefined) => void;

const openEnvFile = openSetting('envFile');

/** A branch or commit as it is named to people. */
export function nameOf({ ref, commit }: LocatedRevisionDto): string {
  return ref ?? commit.slice(0, 9);
}

/**
 * Reverts the revisions that this checkout lacks, with the files of a branch that has it, in a worktree that
 * is removed afterwards. The person's checkout, index and stash are not touched.
 */
export async function downgradeElsewhere(
  services: ReturnServices,
  environment: EnvironmentDto,
  branch: LocatedRevisionDto,
): Promise<void> {
  requireTrust('Downgrade');
  const { states, targets, client } = services;
  const prepared = await targets.prepare(environment);
  const interpreter = await pythonElsewhere(client, prepared);
  const here = await askDatabases(client, states, prepared);
  const { databases, place } = here;
  refuseWrite(here, databases, 'Downgrade');
  const checkout = await checkoutOf(place.workingDirectory);
  if (checkout === undefined) {
    throw new UserError(
      'Git does not know this folder, so it can make no worktree; check the branch out by hand.',
    );
  }
  const worktree = await makeWorktree(services, checkout, branch);
  let tell: Tell;
  try {
    const there = placeInWorktree(place, checkout, worktree.folder);
    if (!there) {
      throw new UserError(
        `${nameOf(branch)} has no ${relative(checkout, place.configFile)}, so Alembic can't run there; check the branch out and downgrade by hand.`,
      );
    }
    await refuseFiltered(worktree, checkout, environment, nameOf(branch));
    link(databases, checkout, worktree, branch);
    const elsewhere: Elsewhere = {
      onStart: ({ pid }) => void worktree.noteProcess(pid),
      isFileThere: (file) => isWithin(file, worktree.folder),
      fileHere: (file) => sameFileHere(file, checkout, worktree.folder),
    };
    const target = inPlace(here, there, interpreter);
    tell = await downgradeIn(services, { branch, checkout, worktree, elsewhere, here, target });
  } finally {
    await worktree.remove();
  }
  tell(await askDatabasesAgain(client, states, here));
}

/**
 * A command in Alembic's place would mean the workspace's own folders, or a container's: its Python alone is
 * taken.
 */
async function pythonElsewhere(client: DatabaseClient, target: RunTarget): Promise<Interpreter> {
  const { interpreter } = target;
  if (interpreter.probe) return interpreter;
  const answer = await client.ask(target, 'Looking for Python', (run) => askProbe(run));
  if ('error' in answer) throw explainBridgeError(answer.error, target);
  return { ...interpreter, path: answer.result.executable, probe: answer.result };
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
    throw new UserError(
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
    if (error instanceof OutsideWorktree) {
      throw new UserError(
        `The SQLite file can't be linked into a worktree of ${nameOf(branch)}, where ${error.message}; check the branch out and downgrade by hand.`,
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The SQLite file can't be reached from a worktree (${reason}); check the branch out and downgrade by hand.`,
    );
  }
}

interface ReturnRun {
  readonly branch: LocatedRevisionDto;
  readonly checkout: string;
  readonly worktree: TemporaryWorktree;
  readonly elsewhere: Elsewhere;
  /** What the databases were asked with from here. */
  readonly here: AskedTarget;
  /** The same in the worktree. */
  readonly target: RunTarget;
}

async function downgradeIn(services: ReturnServices, returning: ReturnRun): Promise<Tell> {
  const { server } = services;
  const { branch, checkout, here } = returning;
  // As they are named here: there, an SQLite file has another path that leads to it.
  const { environment, databases } = here;
  const { scripts, target } = await askThere(services.client, returning);
  const plan = await server.planReturn({
    environment: environment.key,
    versionLocationUris: scripts.versionLocations.map((folder) => vscode.Uri.file(folder).toString()),
    databases: databases.map(({ heads }) => heads),
  });
  if (plan.kind === 'unknownEnvironment')
    throw new UserError(`${environment.label} is not there any more; refresh the history.`);
  if (plan.kind === 'error') {
    throw new UserError(`${nameOf(branch)} does not lead back to this checkout: ${plan.message}`, [showLog]);
  }
  const returnPlan: ReturnPlan = {
    databases: databases.map((database, index) => ({ database, steps: plan.databases[index] ?? [] })),
    alsoHere: plan.alsoHere,
    modulesFromHere: scripts.modules.map((file) => relative(checkout, file)),
  };
  const written = returnPlan.databases.filter(({ steps }) => steps.length > 0);
  await confirmWrite(
    target,
    written.map(({ database }) => database),
    {
      message: `Downgrade ${databaseNames(written.map(({ database }) => database))} to ${plan.target}, in a temporary worktree of ${nameOf(branch)}?`,
      detail: returnDetail(returnPlan),
      button: 'Downgrade',
      destructive: written.some(({ steps }) => steps.some(({ destructive }) => destructive)),
    },
  );
  return await run(services, { ...returning, target }, plan.target, returnPlan);
}

/**
 * Asks from the worktree, and refuses where the files or the databases there are not those that are meant.
 */
async function askThere(
  client: DatabaseClient,
  { branch, checkout, worktree, elsewhere, here: { databases: here }, target }: ReturnRun,
): Promise<{ readonly scripts: ScriptPlaces; readonly target: AskedTarget }> {
  const answer = await client.ask(
    target,
    `Asking the database from ${nameOf(branch)}`,
    (bridge, command) => askCurrent(bridge, command, checkout),
    elsewhere,
  );
  if ('error' in answer) throw failedThere(answer.error, branch);
  const { databases, scripts } = answer.result;
  if (!scripts) throw new UserError('Alembic did not say where its files are; look at the log.', [showLog]);
  const outside = [scripts.directory, ...scripts.versionLocations].find(
    (folder) => !isWithin(folder, worktree.folder),
  );
  if (outside !== undefined) {
    throw new UserError(
      `In the worktree Alembic still takes its revisions from ${outside}, as when a package is installed from this checkout (an editable install); check ${nameOf(branch)} out and downgrade there.`,
      [],
      'warning',
    );
  }
  if (sameDatabases(here, databases)) return { scripts, target: withAnswer(target, answer.result) };
  throw new UserError(
    `In the worktree env.py leads to another database (${databases.map(databaseDetails).join('; ')}) than here (${here.map(databaseDetails).join('; ')}), perhaps because of a file that Git does not have; name it in the setting alembicWorkbench.envFile, or check ${nameOf(branch)} out.`,
    [openEnvFile],
    'warning',
  );
}

function failedThere({ message }: BridgeError, branch: LocatedRevisionDto): UserError {
  const reason = message.split('\n', 1)[0]?.trim() ?? '';
  return new UserError(
    `env.py fails in a worktree of ${nameOf(branch)} (${reason}), which has only what Git has; name a file of variables in the setting alembicWorkbench.envFile, or check the branch out.`,
    [openEnvFile, showLog],
  );
}

async function run(
  { runner, client }: ReturnServices,
  { branch, elsewhere, target }: ReturnRun & { readonly target: AskedTarget },
  revision: string,
  { databases }: ReturnPlan,
): Promise<Tell> {
  const names = databaseNames(databases.map(({ database }) => database));
  const steps = databases.flatMap((each) => each.steps);
  const messages = new Map(steps.map(({ id, message }) => [id, message]));
  let done = 0;
  const progress = (line: string): string | undefined => {
    const step = parseRunningStep(line);
    return step && `${++done} of ${steps.length}: ${messages.get(step.revision) || step.revision}`;
  };
  const finished = await runner.run({
    target,
    commandAndArguments: ['downgrade', revision],
    title: `Downgrading ${names} to ${revision}`,
    readProgress: progress,
    writesTo: databases.filter((each) => each.steps.length > 0).map(({ database }) => database),
    elsewhere,
    requireSame: () => requireSameDatabases(client, target, { position: true, elsewhere }),
  });
  const outcome = outcomeOf(target, finished, elsewhere);
  const last = finished.end.output.map(({ text }) => parseRunningStep(text)).findLast((step) => step);
  const during = last ? ` (taking back ${last.revision})` : '';
  return (after) => {
    const where = after?.length ? ` ${standing(after)}` : '';
    switch (outcome.kind) {
      case 'success': {
        const expected = stillThere(databases, after, revision);
        const { output } = finished.end;
        if (reportMissedEnd(target, `Downgrade of ${names}`, { expected, after, output })) return;
        const revisions = steps.length === 1 ? '1 revision' : `${steps.length} revisions`;
        const message = `Downgraded ${names} with the files of ${nameOf(branch)}: ${revisions} ran.${where}`;
        void showMessage('information', message, [showLog]);
        return;
      }
      case 'interrupted': {
        const half = describePartialRun(after ?? [], finished.end.output);
        void showMessage('warning', `Downgrade was interrupted. ${half}${where}`, [showLog]);
        return;
      }
      case 'failure':
        reportFailure(`Downgrade of ${names} in a worktree of ${nameOf(branch)}${during}`, outcome, target);
    }
  };
}

/** The databases that still have a row that was to be reverted, and where they were to stand. */
function stillThere(
  planned: ReturnPlan['databases'],
  after: readonly DatabaseState[] | undefined,
  revision: string,
): readonly ExpectedEnd[] {
  const rows = revision === 'base' ? [] : [revision];
  return planned.flatMap(({ database, steps }) => {
    const now = after?.find((one) => sameDatabase(one, database));
    const isLeft = steps.some(({ id }) => now?.heads.includes(id));
    return isLeft ? [{ database, rows }] : [];
  });
}
