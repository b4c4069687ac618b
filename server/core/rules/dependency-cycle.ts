import { findLoops } from './support/loops';
import { describeLoop } from './support/loopFinding';
import type { Rule } from './engine/rule';

/** Revisions that wait for each other through `depends_on`, or through it and `down_revision` together. */
export const dependencyCycle: Rule = {
  id: 'dependency-cycle',
  defaultSeverity: 'error',
  summary: 'Revisions wait for each other through depends_on.',
  *check({ snapshot }) {
    for (const loop of findLoops(snapshot.map, 'dependencies')) yield* describeLoop(snapshot, loop);
  },
};
