import { showLog, showMessage } from '../../vscode/messages';
import { copyCommandLine, openFile, selectInterpreter } from './failureActions';
import { explainedRefusal } from './refusal';
import type { RunOutcome } from './runOutcome';

/** How Python, and click, end where a person was to answer. */
const asksInTerminal = /^(?:EOFError\b|termios\.error\b|(?:click\.exceptions\.)?Abort(?:ed)?!?$)/;

/**
 * Says in one sentence why a run failed, then what it left behind where that is known, with the way to the
 * log and to the line.
 */
export function reportFailure(
  what: string,
  outcome: Extract<RunOutcome, { kind: 'failure' }>,
  leftBehind = '',
): void {
  const place = outcome.place ? [openFile(outcome.place.file, outcome.place.line)] : [];
  const isQuestion = asksInTerminal.test(outcome.message);
  const isModule = outcome.message.startsWith('ModuleNotFoundError: ');
  const next = isModule ? '; install it where Alembic runs, or select another interpreter.' : '';
  const reason = isQuestion
    ? 'env.py asks a question in a terminal, and there is none here; copy the command line and run it in one.'
    : (explainedRefusal(outcome.message) ?? `${outcome.message}${next}`);
  const why = `${what} failed: ${reason}`;
  const more = leftBehind === '' ? '' : `${why.endsWith('.') ? '' : '.'} ${leftBehind}`;
  const first = isModule ? [selectInterpreter] : isQuestion ? [copyCommandLine()] : [];
  void showMessage('error', why + more, [...first, ...place, showLog]);
}
