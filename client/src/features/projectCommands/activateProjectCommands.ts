import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { openSetting } from '../../infrastructure/vscode/userError';
import { UserError } from '../../infrastructure/vscode/userError';
import { lineCommands } from '../../infrastructure/alembic/command/projectLine';
import { splitCommandLine } from '../../infrastructure/alembic/command/splitCommandLine';
import type { LineWish } from '../../infrastructure/alembic/output/lineActions';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { askText } from '../../infrastructure/vscode/inputBox';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import { showForAMoment } from '../../infrastructure/vscode/statusBar';
import { requireTrust } from '../../infrastructure/vscode/trust';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { listLines } from './ownLines';
import { runLine } from './runLine';
import type { LineServices } from './runLine';
import { writeLine } from './writeLine';

/**
 * Run Project Command… runs a line that the project has for its database; Use Project's Command Line… has one
 * of Alembic's commands run by such a line from now on.
 */
export function activateProjectCommands(
  services: LineServices & Pick<WorkbenchServices, 'commands' | 'active'>,
): void {
  const { commands, active, store, server } = services;
  const environmentOf = async (wish: Partial<LineWish>, title: string): Promise<EnvironmentDto> =>
    store.environments.find(({ key }) => key === wish.environmentKey) ??
    (await chooseEnvironment(store, active, title));
  commands.register(commandIds.runProjectCommand, async (asked) => {
    const title = 'Run Project Command';
    requireTrust(title);
    const wish = wishIn(asked);
    const environment = await environmentOf(wish, title);
    const line = wish.line ?? (await pickLine(services, environment, title));
    await runLine(services, environment, line.includes('${') ? await complete(title, line) : line);
  });
  commands.register(commandIds.useProjectCommand, async (asked) => {
    const title = "Use Project's Command Line";
    requireTrust(title);
    const wish = wishIn(asked);
    const environment = await environmentOf(wish, title);
    const command = wish.command ?? (await pickCommand(title));
    const line = wish.line ?? (await pickLine({ server }, environment, `${title} · ${command}`));
    const typed = await askText({
      title: `${title} · ${command}`,
      prompt: `What runs in place of alembic ${command}? \${target}, \${message}, \${autogenerate} and \${options} are filled in.`,
      value: line,
      validate: flawOf,
    });
    await writeLine(store.environments, environment, command, typed.trim());
    showForAMoment(`${command} is now run by ${typed.trim()}`, 5000);
  });
}

function wishIn(asked: unknown): Partial<LineWish> {
  return typeof asked === 'object' && asked !== null && 'environmentKey' in asked
    ? (asked as Partial<LineWish>)
    : {};
}

function flawOf(text: string): string | undefined {
  return splitCommandLine(text.replaceAll('${', '\\${'))
    ? undefined
    : 'A program with its arguments; for what needs a shell write sh -c "…".';
}

async function complete(title: string, line: string): Promise<string> {
  return await askText({
    title,
    prompt: 'Fill in what stands in ${…}.',
    value: line,
    validate: (text) =>
      /\$\{(?:target|message|autogenerate|options|xArguments)/.test(text)
        ? 'Write what is meant in place of ${…}, or remove it.'
        : flawOf(text),
  });
}

async function pickCommand(title: string): Promise<string> {
  const rows = lineCommands.map((command) => ({ label: command, description: `alembic ${command}` }));
  const picked = await pickRow(rows, { title, placeHolder: 'Which of the commands of Alembic?' });
  if (!picked) throw new vscode.CancellationError();
  return picked.label;
}

async function pickLine(
  { server }: Pick<WorkbenchServices, 'server'>,
  environment: EnvironmentDto,
  title: string,
): Promise<string> {
  const rows = await listLines(server, environment);
  if (rows.length === 0)
    throw new UserError(
      'No script, Makefile or task of this project runs Alembic; name its command lines in the setting alembicWorkbench.commandLines.',
      [openSetting('commandLines')],
      'information',
    );
  const picked = await pickRow(rows, {
    title,
    placeHolder: 'Which command line of the project?',
    matchOnDescription: true,
  });
  if (picked?.line === undefined) throw new vscode.CancellationError();
  return picked.line;
}
