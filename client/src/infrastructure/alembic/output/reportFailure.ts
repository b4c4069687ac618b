import { showLog, showMessage } from '../../vscode/messages';
import { openFile, selectInterpreter } from './failureActions';
import type { RunOutcome } from './runOutcome';

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
  const isModule = outcome.message.startsWith('ModuleNotFoundError: ');
  const next = isModule ? '; install it where Alembic runs, or select another interpreter.' : '';
  const why = `${what} failed: ${outcome.message}${next}`;
  const more = leftBehind === '' ? '' : `${why.endsWith('.') ? '' : '.'} ${leftBehind}`;
  void showMessage('error', why + more, [...(isModule ? [selectInterpreter] : []), ...place, showLog]);
}
