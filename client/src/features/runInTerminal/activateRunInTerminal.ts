import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { TerminalWish } from '../../infrastructure/alembic/output/failureActions';
import { UserError } from '../../infrastructure/vscode/userError';
import { requireTrust } from '../../infrastructure/vscode/trust';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Runs what writes to a database in a terminal, with every question that belongs to it. */
export type WriteInTerminal = (
  command: 'upgrade' | 'downgrade' | 'stamp',
  environment: EnvironmentDto,
  revision: string,
) => Promise<void>;

/**
 * Run in Terminal, for an env.py that asks a person: what writes after its usual question, what only reads at
 * once.
 */
export function activateRunInTerminal(
  { commands, store, targets, runner }: Pick<WorkbenchServices, 'commands' | 'store' | 'targets' | 'runner'>,
  writeInTerminal: WriteInTerminal,
): void {
  commands.register(commandIds.runInTerminal, async (asked) => {
    requireTrust('Run in Terminal');
    const { environmentKey, words } = asked as TerminalWish;
    const environment = store.environments.find(({ key }) => key === environmentKey);
    if (!environment) throw new UserError('This environment is not there any more; refresh the history.');
    const [command = '', revision = ''] = words;
    const onlyReads = command === 'current' || command === 'check' || words.includes('--sql');
    if (onlyReads)
      await runner.readInTerminal(await targets.prepare(environment), words, `alembic ${command}`);
    else if (command === 'upgrade' || command === 'downgrade' || command === 'stamp')
      await writeInTerminal(command, environment, revision);
  });
}
