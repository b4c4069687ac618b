import { showLog, showMessage } from '../../vscode/messages';
import { copyCommandLine, openFile, selectInterpreter } from './failureActions';
import { explainedRefusal } from './refusal';
import type { RunOutcome } from './runOutcome';
import type { MessageAction } from '../../vscode/userError';

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
}

/**
 * Says in one sentence why a run failed, then what it left behind where that is known, with the way to the
 * log and to the line.
 */
export function reportFailure(
  what: string,
  outcome: Extract<RunOutcome, { kind: 'failure' }>,
  { leftBehind = '', inTerminal, others = [] }: FailureContext = {},
): void {
  const place = outcome.place ? [openFile(outcome.place.file, outcome.place.line)] : [];
  const isQuestion = asksInTerminal.test(outcome.message);
  const isModule = outcome.message.startsWith('ModuleNotFoundError: ');
  const next = isModule ? '; install it where Alembic runs, or select another interpreter.' : '';
  const reason = isQuestion
    ? `env.py asks a question in a terminal, and there is none here; ${inTerminal ? 'run it in one, or copy the command line' : 'copy the command line and run it in one'}.`
    : (explainedRefusal(outcome.message) ?? `${outcome.message}${next}`);
  const why = `${what} failed: ${reason}`;
  const more = leftBehind === '' ? '' : `${why.endsWith('.') ? '' : '.'} ${leftBehind}`;
  const first = isModule
    ? [selectInterpreter]
    : isQuestion
      ? [...(inTerminal ? [inTerminal] : []), copyCommandLine()]
      : [];
  void showMessage('error', why + more, [...first, ...place, ...others, showLog]);
}
