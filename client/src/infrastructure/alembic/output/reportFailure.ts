import type { RunTarget } from '../command/runTarget';
import { explainBridgeError } from '../databases/explainBridgeError';
import { showLog, showMessage } from '../../vscode/messages';
import { tryAgain, withAgain } from '../../vscode/userError';
import type { Again, MessageAction } from '../../vscode/userError';
import { copyCommandLine, openFile, selectInterpreter } from './failureActions';
import { nextSteps } from './nextSteps';
import type { RunFailure } from './runOutcome';

/** How Python, and click, end where a person was to answer. */
export const asksInTerminal = /^(?:EOFError\b|termios\.error\b|(?:[\w.]{1,80}\.)?Abort(?:ed)?!?$)/;

/** What else is known of a failed run. */
export interface FailureContext {
  /** What it left behind, in sentences. */
  readonly leftBehind?: string | undefined;
  /** The button that runs the same in a terminal. */
  readonly inTerminal?: MessageAction;
  /** Further buttons, behind those of the failure itself. */
  readonly others?: readonly MessageAction[];
  /** What runs the same again, with what was typed and chosen for it. */
  readonly again?: Again;
}

/** Why a run failed, in a sentence, and the buttons of that. */
interface Reason {
  readonly sentence: string;
  readonly actions: readonly MessageAction[];
  /** Whether the same may go well next time, once what is wrong is put right. */
  readonly offersTryAgain: boolean;
}

/**
 * Says in one sentence why a run failed, then what it left behind where that is known, with the way to the
 * log and to the line.
 */
export function reportFailure(
  what: string,
  outcome: RunFailure,
  target: RunTarget,
  context: FailureContext = {},
): void {
  const { leftBehind = '', again, others = [] } = context;
  const { sentence, actions, offersTryAgain } = reasonOf(outcome, target, context);
  const why = `${what} failed: ${sentence}`;
  const more = leftBehind === '' ? '' : `${why.endsWith('.') ? '' : '.'} ${leftBehind}`;
  const offered = again && offersTryAgain ? [tryAgain(again)] : [];
  void showMessage('error', why + more, [...withAgain(actions, again), ...offered, ...others, showLog]);
}

function reasonOf(outcome: RunFailure, target: RunTarget, { inTerminal }: FailureContext): Reason {
  const { message, known } = outcome;
  const place = outcome.place ? [openFile(outcome.place.file, outcome.place.line)] : [];
  if (known) {
    const { file = null, line = null } = outcome.place ?? {};
    // The same sentences as where the database was asked.
    const error = explainBridgeError({ type: '', file, line, ...known }, target);
    const actions = [...error.actions, ...nextSteps(known.message, target.environment)];
    return { sentence: error.message, actions, offersTryAgain: true };
  }
  if (asksInTerminal.test(message)) {
    const next = inTerminal
      ? 'run it in one, or copy the command line'
      : 'copy the command line and run it in one';
    return {
      sentence: `env.py asks a question in a terminal, and there is none here; ${next}.`,
      actions: [...(inTerminal ? [inTerminal] : []), copyCommandLine(), ...place],
      offersTryAgain: false,
    };
  }
  if (message.startsWith('ModuleNotFoundError: '))
    return {
      sentence: `${message}; install it where Alembic runs, or select another interpreter.`,
      actions: [selectInterpreter, ...place],
      offersTryAgain: true,
    };
  const actions = [...place, ...nextSteps(message, target.environment)];
  return { sentence: message, actions, offersTryAgain: true };
}
