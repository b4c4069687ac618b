import { commandIds } from '../../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import type { MessageAction } from '../../vscode/userError';

/** A command line that is to be run, or to stand for a command of Alembic's. */
export interface LineWish {
  readonly environmentKey: string;
  readonly command?: string;
  readonly line?: string;
}

/** A button that has a command of Alembic's run by a line of the project's from now on. */
export function useProjectCommand({ key }: EnvironmentDto, command: string, line?: string): MessageAction {
  const wish: LineWish = { environmentKey: key, command, ...(line === undefined ? {} : { line }) };
  const title = line === undefined ? "Use Project's Command…" : 'Always Use This Line…';
  return { title, command: commandIds.useProjectCommand, arguments: [wish] };
}

/** The command of the button below; nobody else calls it. */
export const createConfigFileCommand = '_alembicWorkbench.createConfigFile';

/** A button that writes a minimal alembic.ini for an environment that code alone configures. */
export function createConfigFile({ key }: EnvironmentDto): MessageAction {
  const wish: LineWish = { environmentKey: key };
  return { title: 'Create alembic.ini', command: createConfigFileCommand, arguments: [wish] };
}
