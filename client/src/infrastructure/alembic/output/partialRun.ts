import type { DatabaseState } from '../bridge/bridgeAnswers';
import type { OutputLine } from '../process/childRun';
import { databaseName } from '../databases/databaseName';
import { parseRunningStep } from './runOutcome';

/**
 * What an interrupted or failed run leaves behind, in a sentence: what the database rolled back, or which
 * revision may be half done. What ran is read from Alembic's log, which an env.py without logging does not
 * write.
 */
export function describePartialRun(
  databases: readonly DatabaseState[],
  output: readonly OutputLine[],
): string {
  const last = output.findLast(({ text }) => parseRunningStep(text) !== undefined)?.text;
  const step = last === undefined ? undefined : parseRunningStep(last);
  const which = step?.revision
    ? `The ${step.direction} of ${step.revision}`
    : 'The revision that was running';
  const keeping = databases.filter(({ transactionalDdl }) => transactionalDdl !== true);
  if (databases.length > 0 && keeping.length === 0) {
    return `${which} was rolled back by the database, as far as it was not committed.`;
  }
  const [unsure] = keeping;
  if (unsure?.transactionalDdl === false) {
    return `${which} may be half done in ${databaseName(unsure)}, because ${unsure.dialect} can't roll back a change of tables; look at them before you run it again.`;
  }
  return `${which} may be half done where the database can't roll back a change of tables; look at them before you run it again.`;
}
