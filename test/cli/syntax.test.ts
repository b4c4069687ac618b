import assert from 'node:assert/strict';
import { revisionText, runCli, twoHeads, withFiles } from './runCli';

const broken = {
  ...twoHeads,
  'migrations/versions/b.py': revisionText('bbbb11112222', 'aaaa11112222').replace(
    '    pass',
    '    f(a=1, b)',
  ),
};
const finding =
  "migrations/versions/b.py:7:12: error [invalid-syntax] Python can't load this file, so every Alembic command fails: positional argument cannot follow keyword argument; correct it.";

suite('alembic-ls check: syntax', () => {
  test('a mistake inside of a function is an error with its place', () => {
    withFiles(broken, (directory) => {
      const { code, stdout, stderr } = runCli(directory, ['check', '--no-git']);
      assert.equal(stderr, '');
      assert.ok(stdout.split('\n').includes(finding), stdout);
      assert.equal(code, 1);
    });
  });

  test('other commands do not look for it', () => {
    withFiles(broken, (directory) => {
      const { code, stdout, stderr } = runCli(directory, ['heads']);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      assert.match(stdout, /^bbbb11112222 \(head\)$/m);
    });
  });
});
