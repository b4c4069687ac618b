import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { OwnCommandDto } from '../../../../server/protocol/ownCommands';
import { lineCommands } from '../../infrastructure/alembic/command/projectLine';
import { readRunSettings } from '../../infrastructure/alembic/command/runnerSettings';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import type { PickRow } from '../../infrastructure/vscode/quickPick';

/** A row with a command line of the project's own. */
export interface LineRow extends PickRow {
  readonly line?: string;
}

/** The lines of the settings, then those that files of the project have. */
export async function listLines(
  server: HistoryServer,
  environment: EnvironmentDto,
): Promise<readonly LineRow[]> {
  const { commandLines } = readRunSettings(environment).runner;
  const known = Object.entries(commandLines).map(([name, line]) => ({
    icon: 'terminal',
    label: lineCommands.some((command) => command === name) ? line : name,
    description: lineCommands.some((command) => command === name) ? name : line,
    line,
  }));
  const found = (await server.readOwnCommands(environment.key))?.commands ?? [];
  const others = found.filter(({ line }) => !Object.values(commandLines).includes(line));
  return [
    ...(known.length > 0 ? [heading('Settings'), ...known] : []),
    ...(others.length > 0 ? [heading('Found in the project'), ...others.map(rowOf)] : []),
  ];
}

/** A row for a line that a file of the project has. */
function rowOf({ line, verbs, path }: OwnCommandDto): LineRow {
  return { icon: 'terminal', label: line, description: `${path} · alembic ${verbs.join(', ')}`, line };
}

function heading(label: string): LineRow {
  return { label, isHeading: true };
}
