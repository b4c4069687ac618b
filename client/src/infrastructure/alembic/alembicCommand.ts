import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { Refusal } from '../vscode/refusal';
import type { ChildCommand } from './childRun';

/** The environment's config file as a path. Throws a refusal where Alembic has none that it could be started with. */
export function configFile(environment: EnvironmentDto): string {
  if (environment.configUri) return vscode.Uri.parse(environment.configUri).fsPath;
  throw new Refusal(
    `${environment.label} has no config file, so Alembic can't be started for it; name one in the setting alembicWorkbench.configFiles.`,
    [
      {
        title: 'Open Setting',
        command: 'workbench.action.openSettings',
        arguments: ['alembicWorkbench.configFiles'],
      },
    ],
  );
}

/** `python -m alembic -c FILE [-n SECTION] …`: the options of Alembic itself come before its command. */
export function alembicCommand(
  environment: EnvironmentDto,
  interpreter: string,
  commandAndArguments: readonly string[],
): ChildCommand {
  const section = environment.section === 'alembic' ? [] : ['-n', environment.section];
  const { workingDirectory } = environment;
  return {
    program: interpreter,
    arguments: [
      ...alembicProgram(interpreter, workingDirectory),
      '-c',
      configFile(environment),
      ...section,
      ...commandAndArguments,
    ],
    workingDirectory,
    environment: process.env,
  };
}

/** A package `alembic` of the project's own would be taken by `-m alembic`; then the installed script is run instead. */
function alembicProgram(interpreter: string, workingDirectory: string): readonly string[] {
  const shadowed =
    existsSync(join(workingDirectory, 'alembic', '__init__.py')) ||
    existsSync(join(workingDirectory, 'alembic.py'));
  const script = join(dirname(interpreter), 'alembic');
  return shadowed && existsSync(script) ? [script] : ['-m', 'alembic'];
}
