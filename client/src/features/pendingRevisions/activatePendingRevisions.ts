import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { PlanStepDto } from '../../../../server/protocol/migrations';
import { databaseNames } from '../../infrastructure/alembic/databases/databaseName';
import { askDatabases } from '../../infrastructure/alembic/databases/askDatabases';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { readSetting } from '../../infrastructure/alembic/command/runnerSettings';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { readKnownDatabases } from '../../infrastructure/environments/databaseStates';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { findRevision } from '../../infrastructure/environments/revisionArgument';
import type { RevisionArgument } from '../../infrastructure/environments/revisionArgument';
import { isOwnWork } from '../../infrastructure/git/headLog';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { CheckedOutCommits } from '../../infrastructure/vscode/checkedOutCommits';
import { changedFiles, gitRepositoryOf, readState } from '../../infrastructure/vscode/gitRepositories';
import type { GitRepository } from '../../infrastructure/vscode/gitRepositories';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';
import { UnaskedMessages } from '../../infrastructure/vscode/unaskedMessages';
import type { UnaskedMessage } from '../../infrastructure/vscode/unaskedMessages';
import { UserError } from '../../infrastructure/vscode/userError';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { headsSentence } from './newHeads';

/** Milliseconds from a change of files until Git, which may be at it, has the commit that it belongs to. */
const gitFinishes = 300;

/** What the messages about pending revisions are made from. */
export type PendingServices = Pick<WorkbenchServices, 'store' | 'states' | 'active' | 'server'>;

/** What asking databases for a plan needs. */
type AskingServices = Pick<WorkbenchServices, 'targets' | 'client'>;

/**
 * One quiet message when another commit is checked out by a merge, a pull or the like: where it brought a
 * second head, took away the revision at which a database stands, or brought revisions that one does not have
 * yet, as far as its state is known already. Also Show Plan.
 */
export function activatePendingRevisions(
  services: PendingServices & AskingServices & Pick<WorkbenchServices, 'commands'>,
): vscode.Disposable {
  const { commands } = services;
  const { store, states, active } = services;
  const settled = new Map<string, Settled>();
  const unasked = new UnaskedMessages();
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
    const news: News[] = [];
    const read = once(() => store.readAgain());
    for (const { key } of store.environments) {
      const found = await newsOf(key, read);
      if (found) news.push(found);
    }
    // One message for a Git operation; heads keep anything else from being run.
    const [first] = news.sort((one, other) => one.rank - other.rank);
    if (first) void unasked.show(first);
  }
  /** What a commit brought; undefined where there is nothing to say, as at the first look. */
  async function newsOf(key: string, readAgain: () => Promise<void>): Promise<News | undefined> {
    const environment = store.find(key);
    const repository =
      environment && (await gitRepositoryOf(vscode.Uri.parse(environment.scriptDirectoryUri)));
    if (!repository) return undefined;
    commits.follow(repository);
    const before = settled.get(key);
    const looked = await idsOf(environment);
    if (before && before.commit === repository.state.HEAD?.commit && sameIds(before.looked, looked))
      return undefined;
    await readState(repository);
    const commit = repository.state.HEAD?.commit;
    // What a person makes is no news, and what Git is about to commit is counted then.
    if (before?.commit === commit && before) {
      settled.set(key, { ...before, looked });
      return undefined;
    }
    const isOwn = before !== undefined && isOwnWork(repository.rootUri.fsPath, before.commit, commit);
    // Files that Git wrote may not be read yet.
    if (before && !isOwn) await readAgain();
    const now = store.find(key);
    if (!now) return undefined;
    const ids = await idsOf(now);
    settled.set(key, { commit, ids, looked: ids, hasStrayHeads: now.hasStrayHeads });
    if (!before || isOwn || !readSetting(now, 'pendingMessage')) return undefined;
    return await newsSince(before, now, { ids, repository });
  }
  async function idsOf(environment: EnvironmentDto): Promise<ReadonlySet<string>> {
    const history = await store.history(environment);
    return new Set(history?.revisions.map(({ id }) => id));
  }
  async function newsSince(
    before: Settled,
    environment: EnvironmentDto,
    { ids, repository }: { readonly ids: ReadonlySet<string>; readonly repository: GitRepository },
  ): Promise<News | undefined> {
    if (environment.hasStrayHeads && !before.hasStrayHeads) {
      const heads = await newHeads(services, environment);
      if (heads) return heads;
    }
    const known = await readKnownDatabases(store, states, environment);
    if (!known) return undefined;
    const gone = known.unknown.find((id) => before.ids.has(id));
    if (gone !== undefined) return noLongerHere(environment, known, gone);
    const history = await store.history(environment);
    const changed = changedFiles(repository);
    const own = new Set(
      history?.revisions.filter(({ uri }) => changed.has(vscode.Uri.parse(uri).fsPath)).map(({ id }) => id),
    );
    const came = [...ids].filter((id) => !before.ids.has(id) && !known.applied.has(id) && !own.has(id));
    return came.length > 0 ? pendingNow(environment, databaseNames(known.databases), came.length) : undefined;
  }
  commands.register(commandIds.showPlan, async (row) => {
    const environment = await chooseEnvironment(store, active, 'Show Plan', row);
    // A message that is on its way comes before the list, not over it.
    await looking;
    await showPlan(services, environment);
  });
  return vscode.Disposable.from(commits, store.onDidChange(look), states.onDidChange(look));
}

/** What was there when another commit was checked out last. */
interface Settled {
  /** The commit that was checked out. */
  readonly commit: string | undefined;
  readonly ids: ReadonlySet<string>;
  /** Those of the last look, which may have found what a person makes. */
  readonly looked: ReadonlySet<string>;
  readonly hasStrayHeads: boolean;
}

/** A message, and how much it matters beside others: less is more. */
type News = UnaskedMessage & { readonly rank: number };

/** The same run, however often it is asked for. */
function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}

function sameIds(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((id) => other.has(id));
}

async function newHeads(
  { store, server }: PendingServices,
  environment: EnvironmentDto,
): Promise<News | undefined> {
  const listed = await server.listMovableChains(environment.key);
  const history = await store.history(environment);
  if (!listed || !history || listed.chains.length < 2) return undefined;
  const argument = (revisionId: string): RevisionArgument => ({
    environmentKey: environment.key,
    revisionId,
  });
  const nameOf = (id: string): string => {
    const message = history.revisions.find((revision) => revision.id === id)?.message;
    return message ? `"${message}"` : id;
  };
  const mine = listed.chains.find(({ isNewHere }) => isNewHere) ?? listed.chains[0];
  return {
    rank: 0,
    text: headsSentence(listed, nameOf),
    actions: [
      { title: 'Move Mine on Top…', command: commandIds.rebase, arguments: [argument(mine?.head ?? '')] },
      { title: 'Merge…', command: commandIds.mergeHeads, arguments: [argument(mine?.head ?? '')] },
    ],
  };
}

function noLongerHere(environment: EnvironmentDto, { databases }: KnownDatabases, gone: string): News {
  const names = databaseNames(databases.filter(({ heads }) => heads.includes(gone)));
  return {
    rank: 1,
    text: `${names} stands at ${gone}, which is not in this checkout any more.`,
    actions: [findRevision(environment, gone)],
  };
}

function pendingNow(environment: EnvironmentDto, names: string, count: number): News {
  const revisions = count === 1 ? '1 new revision is' : `${count} new revisions are`;
  return {
    rank: 2,
    text: `${revisions} pending for ${names} (${environment.label}).`,
    actions: [
      { title: 'Upgrade…', command: commandIds.upgrade },
      { title: 'Show Plan', command: commandIds.showPlan },
    ],
  };
}

/** Asks the databases, as an upgrade does. */
async function askFirst(
  { store, states, targets, client }: PendingServices & AskingServices,
  environment: EnvironmentDto,
): Promise<KnownDatabases | undefined> {
  requireTrust('Show Plan');
  await askDatabases(client, states, await targets.prepare(environment));
  return await readKnownDatabases(store, states, environment);
}

/** The pending revisions, oldest first; picking one opens it. */
async function showPlan(
  services: PendingServices & AskingServices,
  environment: EnvironmentDto,
): Promise<void> {
  const { store, states, server } = services;
  const known =
    (await readKnownDatabases(store, states, environment)) ?? (await askFirst(services, environment));
  if (!known) throw new UserError('The database did not say where it stands; look at the log.');
  const pending = await pendingSteps(server, environment, known);
  if (pending.length === 0) throw new UserError('Nothing is pending.', [], 'information');
  const upgrade = { icon: 'arrow-up', label: 'Upgrade…', description: 'asks before it runs', uri: undefined };
  const items = [...pending.map((step, index) => ({ ...planItem(step, index), uri: step.uri })), upgrade];
  const picked = await pickRow(items, {
    title: `Pending · ${databaseNames(known.databases)}`,
    placeHolder: 'What an upgrade to the newest revisions would run, in order. Pick one to open it.',
    matchOnDescription: true,
  });
  if (picked === upgrade) await vscode.commands.executeCommand(commandIds.upgrade);
  else if (picked?.uri !== undefined) await vscode.window.showTextDocument(vscode.Uri.parse(picked.uri));
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
