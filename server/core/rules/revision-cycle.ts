import { findLoops } from './support/loops';
import { describeLoop } from './support/loopFinding';
import type { Rule } from './engine/rule';

/**
 * Revisions that lead back to themselves through `down_revision`. Alembic can't load most of them; a loop
 * with an entrance and an exit it does not notice, and `upgrade` then runs for ever or in a wrong order.
 */
export const revisionCycle: Rule = {
  id: 'revision-cycle',
  defaultSeverity: 'error',
  summary: 'Revisions lead back to themselves through down_revision.',
  *check({ snapshot }) {
    for (const loop of findLoops(snapshot.map, 'parents')) yield* describeLoop(snapshot, loop);
  },
};
