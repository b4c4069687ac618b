import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { longestLine } from '../../client/src/infrastructure/alembic/output/cutLine';
import { SecretMask } from '../../client/src/infrastructure/alembic/output/secretMask';
import { projectRoot } from '../fixtures/projectRoot';
import { secretCases } from '../fixtures/secretCases';
import type { SecretCase } from '../fixtures/secretCases';
import { pythonWith } from './alembicProject';

const cases = secretCases();

suite('masked text', () => {
  const shown = ({ text, sources = {}, as, dialect = '' }: SecretCase): string => {
    const mask = SecretMask.from(sources);
    if (as === 'sql') return mask.maskSql(text, dialect);
    return as === 'code' ? mask.maskCode(text) : mask.mask(text);
  };

  for (const each of cases) {
    test(`${each.as ?? 'text'}: ${each.text}`, () => {
      assert.equal(shown(each), each.masked);
      assert.equal(shown({ ...each, text: each.masked }), each.masked, 'masked again');
    });
  }

  test('bridge.py shows each of them the same', async () => {
    const python = await pythonWith();
    const fixtures = join(projectRoot, 'test', 'fixtures', 'secretCases.json');
    const script = join(projectRoot, 'test', 'database', 'mask_cases.py');
    const bridge = join(projectRoot, 'client', 'python', 'bridge.py');
    const { stdout, stderr } = spawnSync(python, [script, bridge, fixtures], { encoding: 'utf8' });
    assert.notEqual(stdout, '', stderr);
    assert.deepEqual(
      JSON.parse(stdout),
      cases.map(({ masked }) => masked),
    );
  });

  test('a long line is cut, and says so; a password in the cut is not shown', () => {
    const mask = new SecretMask();
    assert.equal(mask.mask(`${'x'.repeat(longestLine)}`), 'x'.repeat(longestLine));
    assert.equal(mask.mask(`${'x'.repeat(longestLine)}yz\nend`), `${'x'.repeat(longestLine)}…\nend`);
    const blanks = ' '.repeat(longestLine - 26);
    assert.ok(!mask.mask(`${blanks}postgresql://me:${'hush'.repeat(9)}@db/app`).includes('hush'));
    assert.ok(!mask.mask(`${blanks} password=${'hush'.repeat(9)} x`).includes('hush'));
    const known = new SecretMask({ DB_PASS: 'hush'.repeat(9) });
    assert.ok(!known.mask(`${blanks} it is ${'hush'.repeat(9)} x`).includes('hush'));
  });

  test('SQL is never cut', () => {
    const sql = `INSERT INTO t VALUES (x'${'ab'.repeat(500_000)}')`;
    assert.equal(new SecretMask().maskSql(sql, 'postgresql'), sql);
  });

  test('secrets of several sources are known at once', () => {
    const mask = SecretMask.from({ environment: { DB_PASS: 'hush-one' } }, { arguments: ['-xpw=hush-two'] });
    assert.equal(mask.mask('hush-one hush-two'), '*** ***');
  });
});
