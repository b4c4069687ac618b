import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { matchesPattern } from '../../client/src/infrastructure/alembic/databases/matchesPattern';

suite('patterns of databases in settings', () => {
  test('are the whole name, with * and ?, whatever the case', () => {
    const url = 'postgresql://me:***@db.Example.com/shop_live';
    for (const pattern of [
      '*',
      '*live',
      '*EXAMPLE*',
      'postgresql://*/shop_????',
      `${url}`,
      '*shop*_*v*',
      '**',
    ])
      assert.ok(matchesPattern(url, pattern), pattern);
    for (const pattern of ['', 'shop', '*live?', 'shop*', '?', '*dbxexample*', '*[live]', '*liv', '*.*.*.*'])
      assert.ok(!matchesPattern(url, pattern), pattern);
    assert.ok(matchesPattern('', '*') && matchesPattern('', '') && !matchesPattern('', '?'));
    assert.ok(matchesPattern('a\nb', 'a?b') && matchesPattern('a(b', 'a(b') && matchesPattern('a', '*a*'));
  });

  test('take no long time, however many stars there are', () => {
    const started = performance.now();
    assert.ok(!matchesPattern('a'.repeat(100_000), `${'*a'.repeat(60)}*b`));
    assert.ok(!matchesPattern('a'.repeat(5000), `*${'a'.repeat(2000)}b`));
    assert.ok(performance.now() - started < 20_000);
  });
});
