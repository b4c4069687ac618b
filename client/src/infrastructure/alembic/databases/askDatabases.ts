import * as vscode from 'vscode';
import { commandIds } from '../../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import type { DatabaseStates } from '../../environments/databaseStates';
import { Refusal } from '../../vscode/refusal';
import type { WayOut } from '../../vscode/refusal';
import type { AlembicRuns } from '../process/alembicRuns';
import type { BridgeError, DatabaseState } from '../bridge/bridge';
import { openCommandSetting, runnerSettings } from '../command/runnerSettings';

/** Asks where the environment's databases stand and remembers it. Throws a refusal that says what to do where that fails. */
export async function askDatabases(
  runs: AlembicRuns,
  states: DatabaseStates,
  environment: EnvironmentDto,
  interpreter: string,
): Promise<readonly DatabaseState[]> {
  const answer = await runs.askDatabases(environment, interpreter, 'Asking the database where it stands');
  if ('error' in answer) throw databaseRefusal(answer.error, interpreter, environment);
  states.set(environment.key, answer.result.databases);
  return answer.result.databases;
}

/** Asks again after a run; where that fails, forgets what was known rather than show what may be wrong. */
export async function askDatabasesAgain(
  runs: AlembicRuns,
  states: DatabaseStates,
  environment: EnvironmentDto,
  interpreter: string,
): Promise<readonly DatabaseState[] | undefined> {
  try {
    return await askDatabases(runs, states, environment, interpreter);
  } catch {
    states.forget(environment.key);
    return undefined;
  }
}

/** A button that opens a file at a line, counted from one. */
export function openFile(file: string, line: number | null): WayOut {
  const position = { line: Math.max(0, (line ?? 1) - 1), character: 0 };
  const uri = vscode.Uri.file(file).toString();
  return {
    title: 'Open File',
    command: commandIds.openRevision,
    arguments: [{ uri, range: { start: position, end: position } }],
  };
}

/** The button of every failure that is about the interpreter. */
export const selectInterpreter: WayOut = {
  title: 'Select Interpreter…',
  command: commandIds.selectInterpreter,
};

/** Why the bridge gave no answer, as a sentence with a next step. */
export function databaseRefusal(
  error: BridgeError,
  interpreter: string,
  environment: EnvironmentDto,
): Refusal {
  const place = error.file ? [openFile(error.file, error.line)] : [];
  const isReplaced = runnerSettings(environment).command.length > 0;
  const other = isReplaced ? openCommandSetting : selectInterpreter;
  const takeOther = isReplaced
    ? 'correct the setting alembicWorkbench.command'
    : 'select another interpreter';
  const reason = firstLine(error.message);
  switch (error.kind) {
    case 'alembicMissing':
    case 'alembicTooOld':
      return new Refusal(`${reason} Install Alembic there or ${takeOther}.`, [other]);
    case 'driverMissing':
      if (reason.endsWith('sqlalchemy.dialects:driver'))
        return new Refusal(
          "The database's URL is still that of Alembic's template (driver://…); set sqlalchemy.url in the config file.",
          [openConfig(environment)],
        );
      return new Refusal(
        `The database driver is missing for ${interpreter} (${reason}); install it there or ${takeOther}.`,
        [other],
      );
    case 'wrongPassword':
      return new Refusal(
        `The database refused the login (${reason}); look at the user and password that env.py uses.`,
        place,
      );
    case 'cannotConnect':
      return new Refusal(
        `The database can't be reached (${reason}); see that it runs and that its URL is right.`,
        place,
      );
    case 'environmentRaised':
      if (shortType(error.type) === 'ModuleNotFoundError')
        return new Refusal(
          `env.py can't import what it needs (${reason}); install it for ${interpreter} or ${takeOther}.`,
          [other, ...place],
        );
      return new Refusal(
        `Running env.py failed with ${shortType(error.type)} (${reason}); mend it and try again.`,
        place,
      );
    case 'settingMissing':
      return new Refusal(
        `env.py asks for ${reason}, which nothing sets here; name the file that has it in the setting alembicWorkbench.envFile, or set it in alembicWorkbench.env.`,
        [
          {
            title: 'Open Setting',
            command: 'workbench.action.openSettings',
            arguments: ['alembicWorkbench.env'],
          },
          ...place,
        ],
      );
    case 'environmentExited':
      return new Refusal(
        `${reason} Nothing was asked of the database; the log has what env.py wrote.`,
        place,
      );
    case 'noDatabase':
      return new Refusal(`${reason} Look at how it calls context.run_migrations().`, place);
    case 'alembic':
      return new Refusal(`Alembic refused: ${reason}`, place);
    case 'commandFailed':
      return new Refusal(
        `The command of the setting alembicWorkbench.command did not say where the database stands (${reason}); look at the log and at the setting.`,
        [openCommandSetting],
      );
    case 'interrupted':
    case 'noAnswer':
    case 'other':
      return new Refusal(`The database could not be asked: ${reason}`, place);
  }
}

/** The templates for pyproject.toml have their URL in an alembic.ini beside it. */
function openConfig({ configUri, workingDirectory }: EnvironmentDto): WayOut {
  const ini = vscode.Uri.joinPath(vscode.Uri.file(workingDirectory), 'alembic.ini').toString();
  const uri = configUri?.endsWith('.ini') ? configUri : ini;
  return { title: 'Open Config File', command: commandIds.openRevision, arguments: [{ uri }] };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}

function shortType(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}
