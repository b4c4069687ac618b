import assert from 'node:assert/strict';
import { heads, texts, versions } from './changedProject';
import { revisionText, runCli, withFiles } from './runCli';

const base = '3f1a9c07d2be';

/** A revision whose `upgrade` has this body. */
function revision(id: string, parent: string | null, body: string): string {
  return revisionText(id, parent)
    .replace('revision =', 'from alembic import op\nimport sqlalchemy as sa\nrevision =')
    .replace('pass', body);
}

const table = "op.create_table('users', sa.Column('id', sa.Integer))";
const column = (name: string): string => `op.add_column('users', sa.Column('${name}', sa.Text))`;

/** Two heads on a table, each of which adds a column. */
function forked(left: string, right: string): Record<string, string> {
  return {
    ...heads,
    [`${versions}/a.py`]: revision(base, null, table),
    [`${versions}/b.py`]: revision('7c40e8b95a13', base, column(left)),
    [`${versions}/c.py`]: revision('e05d27f1849a', base, column(right)),
  };
}

interface Answer {
  readonly environments: readonly {
    readonly conflicts?: readonly {
      readonly what: string;
      readonly left: { readonly file: string; readonly line: number; readonly operation: string };
    }[];
  }[];
}

suite('command line: conflicts of branches', () => {
  for (const words of [
    ['merge', '--dry-run'],
    ['rebase', 'e05d27f1849a', '--onto', '7c40e8b95a13', '--dry-run'],
  ])
    test(`the preview of ${words[0] ?? ''} says what does not go together, with both places`, () => {
      withFiles(forked('email', 'email'), (directory) => {
        const before = texts(directory);
        const run = runCli(directory, words);
        assert.equal(run.code, 0, run.stderr);
        assert.match(run.stderr, /These changes do not go together[^]* a column email in users already/);
        for (const name of ['b.py', 'c.py'])
          assert.match(run.stderr, new RegExp(`^ {4}migrations/versions/${name}:9: add_column$`, 'm'));
        assert.deepEqual(texts(directory), before);
        const json = JSON.parse(runCli(directory, [...words, '--json']).stdout) as Answer;
        const [conflict, ...others] = json.environments[0]?.conflicts ?? [];
        assert.deepEqual([conflict?.left.line, conflict?.left.operation, others], [9, 'add_column', []]);
      });
    });

  test('nothing is said of branches that go together, nor of what is not certain', () => {
    withFiles(forked('email', 'phone'), (directory) => {
      const run = runCli(directory, ['merge', '--dry-run']);
      assert.doesNotMatch(run.stderr, /together/);
      const json = JSON.parse(runCli(directory, ['merge', '--dry-run', '--json']).stdout) as Answer;
      assert.deepEqual(json.environments[0]?.conflicts, []);
    });
    const unsure = forked('email', 'email');
    unsure[`${versions}/a.py`] = revision(base, null, `${table}\n    op.execute(open('x.sql').read())`);
    withFiles(unsure, (directory) => {
      assert.doesNotMatch(runCli(directory, ['merge', '--dry-run']).stderr, /together/);
    });
  });
});
