import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { pickRow } from '../vscode/quickPick';
import { showProblems, UserError } from '../vscode/userError';
import type { ActiveEnvironment } from './activeEnvironment';
import { readEnvironmentKey } from './revisionArgument';
import type { EnvironmentStore } from './environmentStore';

/**
 * The environment that a command is for: that of its row in a view, the only one, or the one that the person
 * picks. Throws a UserError where there is none and a cancellation where nothing is picked.
 */
export async function chooseEnvironment(
  store: EnvironmentStore,
  active: ActiveEnvironment,
  purpose: string,
  argument?: unknown,
): Promise<EnvironmentDto> {
  const named = store.find(readEnvironmentKey(argument) ?? '');
  if (named) {
    active.choose(named);
    return named;
  }
  const [first, ...others] = store.environments;
  if (!first) throw noEnvironment(store);
  if (others.length === 0) return first;
  const current = active.current;
  const items = store.environments
    .map((environment) => ({
      label: environment.label,
      description: environment.key === current?.key ? 'active' : '',
      environment,
    }))
    .sort((a, b) => Number(b.environment === current) - Number(a.environment === current));
  const picked = await pickRow(items, {
    title: purpose,
    placeHolder: 'Which Alembic environment?',
  });
  if (!picked) throw new vscode.CancellationError();
  active.choose(picked.environment);
  return picked.environment;
}

function noEnvironment(store: EnvironmentStore): UserError {
  switch (store.state) {
    case 'noWorkspace':
      return new UserError('No folder is open; open the folder of a project that uses Alembic.', [
        { title: 'Open Folder…', command: 'vscode.openFolder' },
      ]);
    case 'serverFailed':
      return new UserError('The language server is not running; restart it.', [
        { title: 'Restart Server', command: commandIds.restartServer },
      ]);
    case 'reading':
      return new UserError('The workspace is still being read; try again in a moment.', [], 'information');
    case 'brokenConfig':
      return new UserError("Alembic can't use the config file of this workspace; the problems say why.", [
        showProblems,
      ]);
    case 'noEnvironment':
    case 'ready':
      return new UserError(
        'No Alembic environment was found in this workspace; initialise Alembic, or look at the log for what was read.',
        [{ title: 'Initialise Alembic Here…', command: commandIds.initialise }],
      );
  }
}
