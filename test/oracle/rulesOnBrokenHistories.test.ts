import assert from 'node:assert/strict';
import type { EnvironmentSnapshot } from '../../server/core/project/environmentSnapshot';
import { findCycles } from '../../server/core/revision/graph/findCycles';
import { runRules } from '../../server/core/rules/engine/runRules';
import { snapshotOf } from '../core/snapshotOf';
import { judgeByAlembic } from './historyOracle';
import { randomHistory } from './randomHistory';
import { caseCount, caseSeed } from '../fixtures/caseCount';

const cases = caseCount(2000);
const firstSeed = caseSeed();

suite('rules on broken histories', () => {
  test('an error is found exactly where the real Alembic fails to load to upgrade or list', async () => {
    const seeds = Array.from({ length: cases }, (_, index) => firstSeed + index);
    const histories = seeds.map(randomHistory);
    const verdicts = await judgeByAlembic(histories);
    const wrong: string[] = [];
    const counts = { healthy: 0, broken: 0, unnoticedLoops: 0, unknown: 0 };
    for (const [index, history] of histories.entries()) {
      const verdict = verdicts[index];
      const snapshot = snapshotOf(
        Object.entries(history).map(([name, text]) => ({ path: `/versions/${name}`, text })),
      );
      const failure = verdict?.load ?? verdict?.upgrade ?? verdict?.history ?? undefined;
      // A loop that the library does not notice gives an order that can't be kept, even where it happens to
      // finish.
      const isLoop =
        failure === undefined && (findCycles(snapshot.map.graph).length > 0 || leavesOutRevisions(snapshot));
      const errors = runRules(snapshot, { rules: {} }).filter(({ severity }) => severity === 'error');
      // What only running a file would tell may break it, without our saying so.
      const isUnknown =
        failure !== undefined &&
        errors.length === 0 &&
        snapshot.files.some(({ dynamic }) => dynamic.length > 0);
      if (isUnknown) {
        counts.unknown++;
        continue;
      }
      if (isLoop) counts.unnoticedLoops++;
      else counts[failure === undefined ? 'healthy' : 'broken']++;
      if ((failure !== undefined || isLoop) !== errors.length > 0) {
        wrong.push(
          `seed ${seeds[index]}: Alembic says ${JSON.stringify(verdict)}, we say ${errors.map(({ code }) => code).join(', ') || 'nothing'}\n${Object.entries(
            history,
          )
            .map(([name, text]) => `#- ${name}\n${text}`)
            .join('')}`,
        );
      }
    }
    console.log(
      `      seeds ${firstSeed} to ${firstSeed + cases - 1}: ${counts.healthy} healthy, ${counts.broken} broken, ${counts.unnoticedLoops} with a loop that Alembic lives with, ${counts.unknown} broken by values that only running them tells`,
    );
    assert.ok(wrong.length === 0, `${wrong.length} histories differ\n${wrong.slice(0, 10).join('\n')}`);
  });
});

/**
 * Whether Alembic upgrades to all its heads without ever running some of the revisions: a duplicate id can
 * cut off what others build on.
 */
function leavesOutRevisions({ map }: EnvironmentSnapshot): boolean {
  const reached = new Set<string>();
  const waiting = [...map.heads];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const revision = reached.has(id) ? undefined : map.revisions.get(id);
    reached.add(id);
    waiting.push(...(revision?.downRevisions ?? []), ...(revision?.resolvedDependencies ?? []));
  }
  return [...map.revisions.keys()].some((id) => !reached.has(id));
}
