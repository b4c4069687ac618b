import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { PlanStepDto } from '../../../../server/protocol/migrations';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { readSetting } from '../../infrastructure/alembic/command/runnerSettings';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { readKnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { findRevision } from '../../infrastructure/environments/revisionArgument';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { CheckedOutCommits } from '../../infrastructure/vscode/checkedOutCommits';
import { changedFiles, gitRepositoryOf, readState } from '../../infrastructure/vscode/gitRepositories';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';
import { showMessage } from '../../infrastructure/vscode/messages';
import { UserError } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Milliseconds from a change of files until Git, which may be at it, has the commit that it belongs to. */
const gitFinishes = 300;

/** What the messages about pending revisions are made from. */
export type PendingServices = Pick<WorkbenchServices, 'store' | 'states' | 'active' | 'server'>;

/**
 * One quiet message when a commit brought revisions that a database does not have yet, or took away the one
 * at which it stands; only where its state is known already. Also Show Plan.
 */
export function activatePendingRevisions(
  services: PendingServices & Pick<WorkbenchServices, 'commands'>,
): vscode.Disposable {
  const { commands } = services;
  const { store, states, active } = services;
  const seen = new Map<string, Seen>();
  let looking = Promise.resolve();
  let isQueued = false;
  const look = (): void => {
    if (isQueued) return;
    isQueued = true;
    looking = looking.then(() => lookAtAll()).catch(() => undefined);
  };
  const commits = new CheckedOutCommits(look);
  async function lookAtAll(): Promise<void> {
    await pause(gitFinishes);
    isQueued = false;
    for (const environment of store.environments) await lookAt(environment);
  }
  async function lookAt(environment: EnvironmentDto): Promise<void> {
    const known = await readKnownDatabases(store, states, environment);
    if (!known) return;
    const repository = await gitRepositoryOf(vscode.Uri.parse(environment.scriptDirectoryUri));
    if (!repository) return;
    commits.follow(repository);
    const history = await store.history(environment);
    const ids = new Set(history?.revisions.map(({ id }) => id));
    const before = seen.get(environment.key);
    if (before && sameIds(before.ids, ids)) return;
    // Git tells what a commit brought from what a person is making here.
    await readState(repository);
    const commit = repository.state.HEAD?.commit;
    const changed = changedFiles(repository);
    const own = new Set(
      history?.revisions.filter(({ uri }) => changed.has(vscode.Uri.parse(uri).fsPath)).map(({ id }) => id),
    );
    if (before && before.commit === commit) {
      const withdrawn = [...before.own].filter((id) => !ids.has(id));
      const kept = [...before.ids].filter((id) => !withdrawn.includes(id));
      seen.set(environment.key, { commit, own, ids: new Set([...kept, ...own]) });
      return;
    }
    seen.set(environment.key, { commit, own, ids });
    if (!before || !readSetting(environment, 'pendingMessage')) return;
    const gone = known.unknown.find((id) => before.ids.has(id));
    if (gone !== undefined) {
      const names = databaseNames(known.databases.filter(({ heads }) => heads.includes(gone)));
      void showMessage('information', `${names} stands at ${gone}, which is not in this checkout any more.`, [
        findRevision(environment, gone),
      ]);
      return;
    }
    const came = [...ids].filter((id) => !before.ids.has(id) && !known.applied.has(id) && !own.has(id));
    if (came.length > 0) tell(environment, databaseNames(known.databases), came.length);
  }
  commands.register(commandIds.showPlan, async () => {
    const environment = await chooseEnvironment(store, active, 'Show Plan');
    // A message that is on its way comes before the list, not over it.
    await looking;
    await showPlan(services, environment);
  });
  return vscode.Disposable.from(commits, store.onDidChange(look), states.onDidChange(look));
}

/** What was there at the last look. */
interface Seen {
  /** The commit that was checked out. */
  readonly commit: string | undefined;
  readonly ids: ReadonlySet<string>;
  /** Those of files that no commit has as they are. */
  readonly own: ReadonlySet<string>;
}

function sameIds(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((id) => other.has(id));
}

function tell(environment: EnvironmentDto, names: string, count: number): void {
  const revisions = count === 1 ? '1 new revision is' : `${count} new revisions are`;
  void showMessage('information', `${revisions} pending for ${names} (${environment.label}).`, [
    { title: 'Upgrade…', command: commandIds.upgrade },
    { title: 'Show Plan', command: commandIds.showPlan },
  ]);
}

/** The pending revisions, oldest first; picking one opens it. Starts nothing. */
async function showPlan(
  { store, states, server }: PendingServices,
  environment: EnvironmentDto,
): Promise<void> {
  const known = await readKnownDatabases(store, states, environment);
  if (!known) {
    throw new UserError(
      'No database of this environment was asked yet, so what is pending is not known.',
      [{ title: 'Show Current', command: commandIds.showCurrent }],
      'information',
    );
  }
  const pending = await pendingSteps(server, environment, known);
  if (pending.length === 0) throw new UserError('Nothing is pending.', [], 'information');
  const items = pending.map((step, index) => ({ ...planItem(step, index), uri: step.uri }));
  const picked = await pickRow(items, {
    title: `Pending · ${databaseNames(known.databases)}`,
    placeHolder: 'What an upgrade to the newest revisions would run, in order. Pick one to open it.',
    matchOnDescription: true,
  });
  if (picked) await vscode.window.showTextDocument(vscode.Uri.parse(picked.uri));
}

/** The longest of the databases' plans, as the server computes them: what the furthest behind lacks. */
async function pendingSteps(
  server: HistoryServer,
  environment: EnvironmentDto,
  { databases }: KnownDatabases,
): Promise<readonly PlanStepDto[]> {
  let longest: readonly PlanStepDto[] = [];
  for (const { heads } of databases) {
    const plan = await server.plan({
      environment: environment.key,
      direction: 'upgrade',
      target: 'heads',
      current: heads,
    });
    if (plan.kind === 'unknown') throw new UserError(plan.reason);
    if (plan.kind === 'error') throw new UserError(`Alembic can't upgrade: ${plan.message}`);
    if (plan.kind === 'plan' && plan.steps.length > longest.length) longest = plan.steps;
  }
  return longest;
}

function planItem({ id, message, destructive }: PlanStepDto, index: number): PickRow {
  return {
    ...(destructive ? { icon: 'warning' } : {}),
    label: `${index + 1}. ${message || id}`,
    description: `${id}${destructive ? ' · drops tables or columns' : ''}`,
  };
}
