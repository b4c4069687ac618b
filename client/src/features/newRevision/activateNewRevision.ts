import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import type { AlembicRuns } from '../../infrastructure/alembic/alembicRuns';
import { outcomeOf, reportFailure } from '../../infrastructure/alembic/reportFailure';
import { saveDirtyRevisions } from '../../infrastructure/alembic/saveDirtyRevisions';
import type { ActiveEnvironment } from '../../infrastructure/environments/activeEnvironment';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import type { Interpreters } from '../../infrastructure/python/interpreters';
import type { CommandRegistry } from '../../infrastructure/vscode/commandRegistry';
import { showLog, showMessage } from '../../infrastructure/vscode/messages';
import { Refusal } from '../../infrastructure/vscode/refusal';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { listVersionFiles } from './versionFiles';

/** New Revision…: a message, autogenerate or empty, and the head to build on where there are several. */
export function activateNewRevision(
  commands: CommandRegistry,
  active: ActiveEnvironment,
  store: EnvironmentStore,
  interpreters: Interpreters,
  runs: AlembicRuns,
): void {
  commands.register(commandIds.newRevision, async (wanted) => {
    requireTrust('New Revision');
    const environment = await chooseEnvironment(store, active, 'New Revision');
    const message = await askMessage();
    const autogenerate = wantsAutogenerate(wanted) || (await askKind());
    const head = await askHead(environment, await store.history(environment));
    const interpreter = (await interpreters.resolve(environment)).path;
    await saveDirtyRevisions(environment);
    const commandLine = revisionArguments(environment, message, autogenerate, head);
    await createRevision(runs, store, environment, interpreter, commandLine, autogenerate);
  });
}

/** True where another command asks for differences that it has found already. */
function wantsAutogenerate(wanted: unknown): boolean {
  return (
    typeof wanted === 'object' && wanted !== null && 'autogenerate' in wanted && wanted.autogenerate === true
  );
}

async function askMessage(): Promise<string> {
  const message = await vscode.window.showInputBox({
    title: 'New Revision',
    prompt: 'What does the revision do?',
    placeHolder: 'add users table',
    validateInput: (text) =>
      text.trim() === '' ? 'A message names the file and shows in the history.' : undefined,
  });
  if (message === undefined) throw new vscode.CancellationError();
  return message.trim();
}

async function askKind(): Promise<boolean> {
  const items = [
    {
      label: '$(sparkle) Autogenerate',
      description: 'connects to the database and compares it with the models',
      autogenerate: true,
    },
    { label: '$(file) Empty', description: 'upgrade() and downgrade() to fill in', autogenerate: false },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'New Revision',
    placeHolder: 'How does the revision start?',
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.autogenerate;
}

/** The head to build on, asked only where Alembic would ask too. */
async function askHead(environment: EnvironmentDto, history: HistoryDto | null): Promise<string | undefined> {
  const heads = history?.realHeads ?? environment.heads;
  if (heads.length < 2) return undefined;
  const items = heads.map((id) => ({
    label: history?.revisions.find((revision) => revision.id === id)?.message || id,
    description: id,
    id,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'New Revision',
    placeHolder: 'There are several heads: which one does the revision build on?',
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.id;
}

/** Options with `=`, so that a value that begins with a dash is taken as a value. */
function revisionArguments(
  environment: EnvironmentDto,
  message: string,
  autogenerate: boolean,
  head: string | undefined,
): readonly string[] {
  return [
    'revision',
    `--message=${message}`,
    ...(autogenerate ? ['--autogenerate'] : []),
    ...(head === undefined ? [] : [`--head=${head}`]),
    ...(environment.nextSequentialId === null ? [] : [`--rev-id=${environment.nextSequentialId}`]),
  ];
}

async function createRevision(
  runs: AlembicRuns,
  store: EnvironmentStore,
  environment: EnvironmentDto,
  interpreter: string,
  commandLine: readonly string[],
  autogenerate: boolean,
): Promise<void> {
  const folders = environment.versionLocationUris.map((uri) => vscode.Uri.parse(uri).fsPath);
  const before = await listVersionFiles(folders);
  const title = autogenerate ? 'Comparing models and database' : 'Creating a revision';
  const finished = await runs.run(environment, interpreter, commandLine, title, () => undefined);
  const after = await listVersionFiles(folders);
  const created = [...after].find((file) => !before.has(file));
  await store.readAgain();
  const outcome = outcomeOf(environment, finished);
  switch (outcome.kind) {
    case 'interrupted':
      void showMessage('warning', 'New Revision was interrupted; no revision was made.', [showLog]);
      return;
    case 'failure':
      if (outcome.message.includes('Target database is not up to date')) throw upgradeFirst();
      reportFailure('New Revision', outcome);
      return;
    case 'success':
      if (!created)
        throw new Refusal('Alembic ended well and made no file; the log has what it wrote.', [], 'warning');
      await vscode.window.showTextDocument(vscode.Uri.file(created), { preview: false });
  }
}

function upgradeFirst(): Refusal {
  return new Refusal(
    'Autogenerate compares the models with a database that has every revision; upgrade it first.',
    [{ title: 'Upgrade…', command: commandIds.upgrade }],
    'warning',
  );
}
