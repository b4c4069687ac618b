import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { listHistory } from '../../../server/core/revision/plan/history';
import { planUpgrade } from '../../../server/core/revision/plan/plan';
import { findCycles } from '../../../server/core/revision/graph/findCycles';
import type { EnvironmentSnapshot } from '../../../server/core/project/environmentSnapshot';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { sharedFolder } from '../../fixtures/projectRoot';
import { snapshotOf } from '../snapshotOf';

interface GraphRecord {
  readonly id: string;
  readonly files: readonly { readonly name: string; readonly source: string }[];
  readonly load: { readonly error?: unknown; readonly unstable?: readonly { readonly error?: unknown }[] };
  readonly queries?: readonly Recorded[];
}

interface Recorded {
  readonly t: string;
  readonly arg?: string;
  readonly range?: string | null;
  readonly current?: readonly string[];
  readonly error?: unknown;
  readonly hang?: boolean;
  readonly table_error?: unknown;
}

suite('rules on recorded histories', () => {
  const recording = `${sharedFolder}/vectors/random.jsonl`;
  if (!existsSync(recording)) {
    test('no recording', function () {
      console.log('      no recorded histories beside the checkout: nothing compared');
      this.skip();
    });
    return;
  }
  test('an error is found exactly where Alembic fails to load, upgrade or list', () => {
    const records = readFileSync(recording, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as GraphRecord);
    const wrong: string[] = [];
    let failing = 0;
    for (const record of records) {
      const snapshot = snapshotOf(
        record.files.map(({ name, source }) => ({ path: `/versions/${name}`, text: source })),
      );
      const expected = hasLoadError(record) || hasFailure(record) || failsByModel(snapshot);
      const errors = runRules(snapshot, { rules: {} }).filter(({ severity }) => severity === 'error');
      if (expected) failing++;
      if (expected !== errors.length > 0) {
        wrong.push(
          `${record.id}: Alembic ${expected ? 'fails' : 'is content'}, ${errors.map(({ code, message }) => `${code}: ${message}`).join('; ')}`,
        );
      }
    }
    console.log(`      ${records.length} histories, ${failing} of which fail`);
    assert.deepEqual(wrong, []);
  });
});

function hasLoadError({ load }: GraphRecord): boolean {
  return load.error !== undefined || (load.unstable?.every((each) => each.error !== undefined) ?? false);
}

/** Whether `upgrade heads` on an empty database, or `history`, was recorded to fail. */
function hasFailure({ queries }: GraphRecord): boolean {
  return (queries ?? []).some(
    (query) =>
      ((query.t === 'upgrade' && query.arg === 'heads' && (query.current ?? []).length === 0) ||
        (query.t === 'history' && (query.range ?? null) === null)) &&
      (query.error !== undefined || query.hang === true || query.table_error !== undefined),
  );
}

/**
 * The same from our own model of these commands, which other tests hold against the real ones, and an order
 * that can't be kept.
 */
function failsByModel({ map }: EnvironmentSnapshot): boolean {
  const upgrade = planUpgrade(map, 'heads');
  return (
    !upgrade.ok ||
    upgrade.value.tableError !== undefined ||
    !listHistory(map).ok ||
    findCycles(map.graph).length > 0
  );
}
