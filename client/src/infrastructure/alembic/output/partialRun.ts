import type { DatabaseState } from '../bridge/bridgeAnswers';
import type { OutputLine } from '../process/childRun';
import { databaseName, databaseNames } from '../databases/databaseName';
import { parseRunningStep, stepName } from './runOutcome';

/**
 * What an interrupted or failed run leaves behind, in a sentence: what the database rolled back, or which
 * revision may be half done. What ran is read from Alembic's log, which an env.py without logging does not
 * write.
 */
export function describePartialRun(
  databases: readonly DatabaseState[],
  output: readonly OutputLine[],
  before: readonly DatabaseState[] = [],
): string {
  const last = output.findLast(({ text }) => parseRunningStep(text) !== undefined)?.text;
  const step = last === undefined ? undefined : parseRunningStep(last);
  const which = step?.revision
    ? `The ${step.direction} of ${stepName(step)}`
    : 'The revision that was running';
  const keeping = databases.filter(({ transactionalDdl }) => transactionalDdl !== true);
  if (databases.length > 0 && keeping.length === 0) {
    const begun = output.filter(({ text }) => parseRunningStep(text) !== undefined).length;
    if (begun > 1 && standAsBefore(databases, before)) {
      const stand = databases.length > 1 ? 'stand where they stood' : 'stands where it stood';
      return `${databaseNames(databases)} ${stand}: the ${begun} revisions that had begun were rolled back, as far as nothing was committed in between.`;
    }
    return `${which} was rolled back by the database, as far as it was not committed.`;
  }
  const [unsure] = keeping;
  if (unsure?.transactionalDdl === false) {
    return `${which} may be half done in ${databaseName(unsure)}, because ${unsure.dialect} can't roll back a change of tables; look at them before you run it again.`;
  }
  return `${which} may be half done where the database can't roll back a change of tables; look at them before you run it again.`;
}

function standAsBefore(databases: readonly DatabaseState[], before: readonly DatabaseState[]): boolean {
  const rows = (of: readonly DatabaseState[]): string =>
    JSON.stringify(of.map(({ heads }) => [...heads].sort()));
  return before.length > 0 && rows(databases) === rows(before);
}
