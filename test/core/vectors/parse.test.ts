import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { sharedFolder } from '../../fixtures/projectRoot';
import { pythonInteger } from '../../../server/core/text/pythonText';
import {
  parseRelative,
  splitDowngradeTarget,
  splitIdentifier,
} from '../../../server/core/revision/resolve/relativeNotation';

const path = `${sharedFolder}/vectors/parse.jsonl`;

suite('recorded answers of the real library: one identifier taken apart', () => {
  test('every record', function () {
    if (!existsSync(path)) {
      console.log(`      no ${path}: nothing compared`);
      this.skip();
    }
    const records = readFileSync(path, 'utf8').split('\n').filter(Boolean);
    for (const line of records) {
      const expected = JSON.parse(line) as { readonly arg: string };
      assert.deepEqual(partsOf(expected.arg), expected);
    }
    assert.ok(records.length > 0);
  });
});

function partsOf(arg: string): unknown {
  const relative = parseRelative(arg);
  const first = splitIdentifier(arg);
  const last = splitDowngradeTarget(arg);
  const integer = pythonInteger(first.rest);
  return {
    arg,
    relative: relative
      ? {
          branch_label: relative.branchLabel ?? null,
          symbol: relative.symbol ?? null,
          steps: relative.steps,
          text: relative.text,
          matched_whole: relative.matchedWhole,
        }
      : null,
    ...(first.label === undefined ? {} : { resolve_split: { branch_label: first.label, id: first.rest } }),
    downgrade_absolute_split: { branch_label: last.label ?? null, id: last.rest },
    ...(integer === undefined ? {} : { resolve_int: Object.is(integer, -0) ? 0 : integer }),
  };
}
