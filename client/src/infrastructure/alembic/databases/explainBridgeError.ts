import { openSetting } from '../../vscode/userError';
import type { MessageAction } from '../../vscode/userError';
import { UserError } from '../../vscode/userError';
import type { BridgeError } from '../bridge/bridgeAnswers';
import { commandLineOf } from '../command/alembicCommand';
import type { RunTarget } from '../command/runTarget';
import {
  copyCommandLine,
  correctUrl,
  openConfig,
  openFile,
  runInTerminal,
  selectInterpreter,
} from '../output/failureActions';
import { driverInstall } from '../output/driverInstall';
import { explainRefusal } from '../output/refusal';
import { findEnvFiles } from '../output/envFiles';
import { urlSource } from './envFileActions';
import { explainSetUp } from './explainSetUp';

/**
 * Why the bridge gave no answer, as a sentence with a next step. `words` are the command in whose place it
 * asked.
 */
export function explainBridgeError(
  error: BridgeError,
  target: RunTarget,
  words: readonly string[] = ['current'],
): UserError {
  const interpreter = target.interpreter.path;
  const place = error.file ? [openFile(error.file, error.line)] : [];
  const isReplaced = target.settings.command.length > 0;
  const other = isReplaced ? openSetting('command') : selectInterpreter;
  const takeOther = isReplaced
    ? 'correct the setting alembicWorkbench.command'
    : 'select another interpreter';
  const reason = firstLine(error.message);
  const source = error.kind === 'dialectMisspelt' ? urlSource(error, target).actions : [];
  const isMissing = /^(?:No module named|Can't load plugin)/.test(reason);
  switch (error.kind) {
    case 'alembicMissing':
    case 'alembicTooOld':
      return new UserError(`${reason} Install Alembic there or ${takeOther}.`, [other]);
    case 'driverMissing':
      if (reason.endsWith('sqlalchemy.dialects:driver'))
        return new UserError(
          "The database's URL is still that of Alembic's template (driver://…); set sqlalchemy.url in the config file.",
          [openConfig(target.environment)],
        );
      return new UserError(
        `The database driver ${isMissing ? 'is missing for' : "can't be loaded by"} ${interpreter} (${reason}); install it there or ${takeOther}.`,
        [...(isReplaced ? [] : installActions(interpreter, reason)), other],
      );
    case 'dialectMisspelt':
      return new UserError(
        reason,
        [
          ...(error.replace ? [correctUrl(error.replace, target, error.file, envFiles(target))] : []),
          // More buttons than these are cut in a notification.
          ...(source.length > 0 ? source : [openConfig(target.environment), ...place]),
        ],
        'error',
        { offersTryAgain: true },
      );
    case 'notAUrl':
      return ofConnection(
        `The database's URL is none that SQLAlchemy can read (${reason}); write it as dialect://user:password@host/name.`,
        error,
        target,
      );
    case 'databaseLocked':
    case 'databaseMissing':
    case 'wrongPassword':
    case 'odbcDriverMissing':
    case 'cannotConnect':
      return ofConnection(explainRefusal(error.kind, reason), error, target);
    case 'schemaMissing':
    case 'statementNotKept':
    case 'permissionDenied':
    case 'databaseRefused':
      return new UserError(explainRefusal(error.kind, reason), place);
    case 'percentSign':
    case 'asynchronousDriver':
    case 'driverOption':
    case 'dialectWithoutAlembic':
    case 'loggingSections':
    case 'moduleElsewhere':
      return new UserError(explainSetUp(error.kind, reason), place);
    case 'environmentRaised':
      if (shortType(error.type) === 'ModuleNotFoundError')
        return new UserError(
          `env.py can't import what it needs (${reason}); install it for ${interpreter} or ${takeOther}.`,
          [other, ...place],
        );
      return new UserError(
        `Running env.py failed with ${shortType(error.type)} (${reason}); fix it and try again.`,
        place,
      );
    case 'settingMissing':
      return new UserError(
        `env.py asks for ${reason}, which nothing sets here; name the file that has it in the setting alembicWorkbench.envFile, or set it in alembicWorkbench.env.`,
        [...urlSource(error, target).actions, openSetting('env'), ...place],
        'error',
        { offersTryAgain: true },
      );
    case 'argumentMissing':
      return new UserError(
        `env.py asks for -x ${reason}=…, which nothing gives here; add it to the setting alembicWorkbench.xArguments.`,
        [openSetting('xArguments'), ...place],
      );
    case 'asksInTerminal':
      return new UserError(
        'env.py asks a question in a terminal, which there is none of here; run it in one, or copy the command line.',
        [runInTerminal(target, words), copyCommandLine(commandLineOf(target, words)), ...place],
      );
    case 'needsDatabase':
      return new UserError(
        `This can't be written out without a database (${reason}); preview other revisions, or look at the log.`,
        place,
        'warning',
      );
    case 'environmentExited':
      return new UserError(
        `${reason} Nothing was asked of the database; the log has what env.py wrote.`,
        place,
      );
    case 'anotherDatabase':
      return new UserError(
        `${reason}, so the run was ended; nothing was written to a database of the project. Run it against a database of its own instead.`,
        place,
        'warning',
      );
    case 'noDatabase':
      return new UserError(`${reason} Look at how it calls context.run_migrations().`, place);
    case 'alembic':
      return new UserError(`Alembic failed: ${reason}`, place);
    case 'commandFailed':
      return new UserError(
        `The command of the setting alembicWorkbench.command did not say where the database stands (${reason}); look at the log and at the setting.`,
        [openSetting('command')],
      );
    case 'interrupted':
    case 'noAnswer':
    case 'other':
      return new UserError(`The database could not be asked: ${reason}`, place);
  }
}

/** What is wrong on the way to the database: env.py is shown only where no file of variables is known. */
function ofConnection(sentence: string, error: BridgeError, target: RunTarget): UserError {
  const { words, actions } = urlSource(error, target);
  const place = error.file ? [openFile(error.file, error.line)] : [];
  return new UserError(`${sentence}${words}`, actions.length > 0 ? actions : place, 'error', {
    offersTryAgain: true,
  });
}

function envFiles(target: RunTarget): readonly string[] {
  return findEnvFiles(target).map(({ path }) => path);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}

function shortType(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

/** A button that copies the line which installs a driver. */
function installActions(interpreter: string, reason: string): readonly MessageAction[] {
  const line = driverInstall(interpreter, reason);
  return line === undefined ? [] : [{ ...copyCommandLine(line), title: 'Copy Install Command' }];
}
