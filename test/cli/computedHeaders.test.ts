import assert from 'node:assert/strict';
import { runCli, withFiles } from './runCli';

const head = (id: string, parent: string): string =>
  `revision = '${id}'\ndown_revision = ${parent}\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`;

/** The parent of `bbbb` depends on the environment, as does whether `aaaa` is a head. */
const files = {
  'alembic.ini': '[alembic]\nscript_location = migrations\n',
  'migrations/env.py': '',
  'migrations/versions/a.py': head('aaaa', 'None'),
  'migrations/versions/b.py': `import os\n\n${head('bbbb', "None if os.environ.get('X') else 'aaaa'")}`,
  'migrations/versions/c.py': head('cccc', "'bbbb'"),
};
const why = 'which computes down_revision: write it as text to know.';

suite('a header that only running the file would give', () => {
  test('no head is invented, and what is not known is said', () => {
    withFiles(files, (directory) => {
      const { stdout, stderr, code } = runCli(directory, ['heads']);
      assert.equal(
        stdout,
        `cccc (head)\nWhether there are other heads can't be known without running b.py, ${why}\n`,
      );
      assert.match(stderr, /b\.py:4:17: hint \[dynamic-revision\] down_revision is computed/);
      assert.equal(code, 0);
      const answer = JSON.parse(runCli(directory, ['heads', '--json']).stdout) as {
        environments: { heads: string[]; possibleHeads: string[]; problems: { code: string }[] }[];
      };
      const [environment] = answer.environments;
      assert.deepEqual(environment?.heads, ['cccc']);
      assert.deepEqual(environment.possibleHeads, ['aaaa']);
      assert.deepEqual(
        environment.problems.map(({ code: each }) => each),
        ['dynamic-revision'],
      );
    });
  });

  test('no error is invented for a plan or a merge', () => {
    withFiles(files, (directory) => {
      for (const words of [
        ['upgrade', 'heads'],
        ['upgrade', 'cccc'],
        ['downgrade', 'base', '--from', 'cccc'],
      ]) {
        const { stdout, code } = runCli(directory, ['plan', ...words]);
        assert.equal(stdout, `What would run can't be known without running b.py, ${why}\n`);
        assert.equal(code, 1);
      }
      assert.equal(runCli(directory, ['plan', 'upgrade', 'aaaa']).stdout, 'aaaa\n');
      const merge = runCli(directory, ['merge']);
      assert.match(merge.stdout + merge.stderr, /Which heads there are can't be known without running b\.py/);
      assert.equal(merge.code, 1);
      for (const named of [['heads'], ['aaaa', 'cccc']]) {
        const { stdout, stderr, code } = runCli(directory, ['merge', ...named]);
        assert.match(stdout + stderr, /can't be known without running b\.py/);
        assert.equal(code, 1);
      }
    });
  });

  test('show, history and query say what is not known', () => {
    withFiles(files, (directory) => {
      const output = (...words: readonly string[]) => runCli(directory, words).stdout;
      const unknown = (what: string) => `${what} can't be known without running b.py, ${why}\n`;
      assert.equal(output('show', 'heads'), unknown('What heads stands for'));
      assert.equal(output('history', ':head'), unknown('What head stands for'));
      assert.equal(
        output('history', 'bbbb:cccc'),
        `bbbb -> cccc (head)\n<unknown> -> bbbb\n${unknown('What else lies in the range')}`,
      );
      assert.equal(output('history', 'aaaa:+1'), unknown('What +1 stands for'));
      assert.match(output('show', 'cccc'), /^Rev: cccc \(head\)$/m);
      const { stdout } = runCli(directory, ['query'], '{"ask":"heads"}\n{"ask":"upgrade","arg":"heads"}\n');
      const answers = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      assert.deepEqual(answers[0]?.['value'], ['cccc']);
      assert.deepEqual(Object.keys(answers[1] ?? {}), ['unknown']);
    });
  });
});
