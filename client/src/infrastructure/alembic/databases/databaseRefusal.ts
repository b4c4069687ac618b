import { openSetting } from '../../vscode/refusal';
import { Refusal } from '../../vscode/refusal';
import type { BridgeError } from '../bridge/bridgeAnswers';
import type { RunTarget } from '../command/runTarget';
import { openConfig, openFile, selectInterpreter } from '../output/failureActions';

/** Why the bridge gave no answer, as a sentence with a next step. */
export function databaseRefusal(error: BridgeError, target: RunTarget): Refusal {
  const interpreter = target.interpreter.path;
  const place = error.file ? [openFile(error.file, error.line)] : [];
  const isReplaced = target.settings.command.length > 0;
  const other = isReplaced ? openSetting('command') : selectInterpreter;
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
          [openConfig(target.environment)],
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
        `Running env.py failed with ${shortType(error.type)} (${reason}); fix it and try again.`,
        place,
      );
    case 'settingMissing':
      return new Refusal(
        `env.py asks for ${reason}, which nothing sets here; name the file that has it in the setting alembicWorkbench.envFile, or set it in alembicWorkbench.env.`,
        [openSetting('env'), ...place],
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
        [openSetting('command')],
      );
    case 'interrupted':
    case 'noAnswer':
    case 'other':
      return new Refusal(`The database could not be asked: ${reason}`, place);
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}

function shortType(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}
