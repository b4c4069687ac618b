import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { LocatedRevisionDto } from '../../../../server/protocol/git';
import { commandIds } from '../../../../server/protocol/identifiers';
import { shellWord } from '../../infrastructure/alembic/command/shellWord';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { readKnownDatabases } from '../../infrastructure/environments/databaseStates';
import { readRevisionArgument } from '../../infrastructure/environments/revisionArgument';
import { shortId } from '../../infrastructure/environments/revisionArgument';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { applyChange } from '../../infrastructure/vscode/applyChange';
import { gitRepositoryOf, localName } from '../../infrastructure/vscode/gitRepositories';
import type { GitRepository } from '../../infrastructure/vscode/gitRepositories';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';
import { UserError } from '../../infrastructure/vscode/userError';
import type { MessageAction } from '../../infrastructure/vscode/userError';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { downgradeElsewhere, nameOf } from './downgradeElsewhere';
import type { ReturnServices } from './downgradeElsewhere';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Services for looking for a revision and what can be done then. */
export type UnknownRevisionServices = ReturnServices & Pick<WorkbenchServices, 'store' | 'active'>;

type WayItem = PickRow & { readonly go?: () => PromiseLike<unknown> };

/**
 * Find Revision…: where Git has a revision that a database or a file names and that is not here, and what can
 * be done.
 */
export function activateUnknownRevision(
  services: UnknownRevisionServices & Pick<WorkbenchServices, 'commands'>,
): void {
  const { commands } = services;
  const { server, store, states } = services;
  commands.register(commandIds.findRevision, async (argument) => {
    requireTrust('Find Revision');
    const { environment, id } = await whichRevision(services, argument);
    const { found } = await server.locateRevision({ environment: environment.key, id });
    const stamp = await stampItems();
    if (found.length === 0) throw nowhere(id, stamp.length > 0);
    const repository = await gitRepositoryOf(vscode.Uri.parse(environment.scriptDirectoryUri));
    const known = await readKnownDatabases(store, states, environment);
    const isApplied = known?.unknown.includes(id) ?? false;
    const items: WayItem[] = [
      ...found.flatMap((place) => checkOutItems(place, repository)),
      ...(isApplied ? found : []).map((place) => downgradeItem(services, environment, place)),
      {
        icon: 'file-add',
        label: 'Import its file',
        description: 'with the revisions that it builds on and that are missing too',
        go: () => importFile(server, environment, id),
      },
      ...stamp,
    ];
    const picked = await pickRow(items, {
      title: `Revision ${id} · not in this checkout`,
      placeHolder: sentence(id, found[0]),
      matchOnDescription: true,
    });
    await picked?.go?.();
  });
}

async function whichRevision(
  { store, states, active }: UnknownRevisionServices,
  argument: unknown,
): Promise<{ readonly environment: EnvironmentDto; readonly id: string }> {
  const revision = readRevisionArgument(argument);
  const named = revision && store.find(revision.environmentKey);
  if (named) return { environment: named, id: revision.revisionId };
  const environment = await chooseEnvironment(store, active, 'Find Revision');
  const known = await readKnownDatabases(store, states, environment);
  const missing = (await store.history(environment))?.missing.map(({ id }) => id) ?? [];
  const ids = [...(known?.unknown ?? []), ...missing];
  const id = ids.length > 1 ? await pickId(ids) : ids[0];
  if (id !== undefined) return { environment, id };
  if (ids.length > 0) throw new vscode.CancellationError();
  throw new UserError(
    'Every revision that is named is here, as far as the databases were asked.',
    [{ title: 'Show Current', command: commandIds.showCurrent }],
    'information',
  );
}

async function pickId(ids: readonly string[]): Promise<string | undefined> {
  const items = ids.map((id) => ({ label: id, id }));
  return (await pickRow(items, { title: 'Find Revision' }))?.id;
}

function sentence(id: string, place: LocatedRevisionDto | undefined): string {
  if (!place) return '';
  const where = place.ref === null ? `was once in commit ${place.commit.slice(0, 9)}` : `is on ${place.ref}`;
  return `${shortId(id)} ${where}: ${place.author}, ${place.date.slice(0, 10)}`;
}

function checkOutItems(place: LocatedRevisionDto, repository: GitRepository | undefined): readonly WayItem[] {
  const { ref, commit, author, date } = place;
  if (ref === 'HEAD') return [];
  const branch = ref === null ? commit : localName(ref, repository?.state.remotes ?? []);
  const command = ref === null ? `git switch --detach ${commit}` : `git switch ${shellWord(branch)}`;
  const description = `${commit.slice(0, 9)} · ${author} · ${date.slice(0, 10)}`;
  const copy: WayItem = {
    icon: 'copy',
    label: `Copy "${ref === null ? `git switch --detach ${commit.slice(0, 9)}` : command}"`,
    description: repository ? '' : description,
    go: () => vscode.env.clipboard.writeText(command),
  };
  if (!repository) return [copy];
  const label = `Check out ${ref === null ? commit.slice(0, 9) : branch}`;
  return [{ icon: 'git-branch', label, description, go: () => checkOut(repository, branch) }, copy];
}

function downgradeItem(
  services: UnknownRevisionServices,
  environment: EnvironmentDto,
  place: LocatedRevisionDto,
): WayItem {
  return {
    icon: 'arrow-down',
    label: `Downgrade in a temporary worktree of ${nameOf(place)}…`,
    description: 'reverts the revisions that this checkout lacks; your files stay as they are',
    go: () => downgradeElsewhere(services, environment, place),
  };
}

async function checkOut(repository: GitRepository, branch: string): Promise<void> {
  try {
    await repository.checkout(branch);
  } catch (error) {
    const said = (error as { readonly stderr?: string }).stderr?.trim().split('\n', 1)[0];
    const reason = said ?? (error instanceof Error ? error.message : String(error));
    throw new UserError(
      `${branch} could not be checked out (${reason}); commit or stash what you changed first.`,
    );
  }
}

async function importFile(server: HistoryServer, environment: EnvironmentDto, id: string): Promise<void> {
  const change = await server.importRevision({ environment: environment.key, id });
  if (change.kind === 'refused') throw new UserError(change.reason);
  await applyChange(server.flawOfPlan, change);
}

const stampCommand = 'alembicWorkbench.stamp';

/** Stamping is the last resort: it changes what the database says of itself, not the database. */
async function stampItems(): Promise<readonly WayItem[]> {
  const known = await vscode.commands.getCommands(true);
  if (!known.includes(stampCommand)) return [];
  return [
    {
      icon: 'tag',
      label: 'Stamp…',
      description: 'say that the database is at a revision of this checkout; changes no table',
      go: () => vscode.commands.executeCommand(stampCommand),
    },
  ];
}

function nowhere(id: string, canStamp: boolean): UserError {
  const actions: MessageAction[] = [{ title: 'Fetch', command: 'git.fetch' }];
  if (canStamp) actions.push({ title: 'Stamp…', command: stampCommand });
  return new UserError(
    `No branch that is known here has ever had ${id}; fetch the branch that it is on, and try again.`,
    actions,
    'warning',
  );
}
