import { parseRunningStep } from '../../infrastructure/alembic/output/runOutcome';
import type { DatabasePlan } from './databasePlans';

/**
 * Reads "3 of 7: add users" from the lines of Alembic's log; where a line has no id that was planned, the
 * plan's order tells which step it is.
 */
export function progressReader(plans: readonly DatabasePlan[]): (line: string) => string | undefined {
  const ordered = plans.flatMap(({ databases, steps }) => databases.flatMap(() => steps));
  const byId = new Map(ordered.map((step) => [step.id, step]));
  let done = 0;
  return (line) => {
    const running = parseRunningStep(line);
    if (!running) return undefined;
    const planned = byId.get(running.revision) ?? ordered[done];
    done++;
    return `${done} of ${ordered.length}: ${planned?.message || planned?.id || running.revision}`;
  };
}
