import type { ChangeBounds } from '../core/edits/gateChange';
import { boundsOf } from '../core/edits/gateChange';
import type { CommandHost } from './host';
import { UsageError } from './host';
import type { EnvironmentSelection } from './selectEnvironments';
import { selectEnvironments, workingDirectory } from './selectEnvironments';

/** A command that can't go on before a person has looked: everything is told already, exit code 1. */
export class Stopped extends Error {}

/** Tells on standard error of changes in which earlier commands were killed. */
export async function tellInterrupted(host: CommandHost, selection: EnvironmentSelection): Promise<void> {
  tell(host, await host.interruptedChanges(() => boundsOfSelection(host, selection)));
}

/**
 * Finishes or reverts interrupted changes before a command reads the files it changes. Throws Stopped if
 * neither is possible.
 */
export async function settleFirst(host: CommandHost, selection: EnvironmentSelection): Promise<void> {
  const { sentences, isStuck } = await host.settleInterrupted(() => boundsOfSelection(host, selection));
  tell(host, sentences);
  if (isStuck) throw new Stopped();
}

function tell(host: CommandHost, sentences: readonly string[]): void {
  for (const sentence of sentences) host.printError(`alembic-ls: ${sentence}\n`);
}

/** All folders that the command may be about. */
function boundsOfSelection(host: CommandHost, selection: EnvironmentSelection): ChangeBounds {
  const directory = workingDirectory(host, selection);
  const folders = environmentsOf(host, selection).flatMap(
    ({ configuration }) => boundsOf(configuration, []).folders,
  );
  return { folders: [...new Set([directory, ...folders])] };
}

/** None where the command is used wrongly, of which it tells itself. */
function environmentsOf(
  host: CommandHost,
  selection: EnvironmentSelection,
): ReturnType<typeof selectEnvironments> {
  try {
    return selectEnvironments(host, selection);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}
