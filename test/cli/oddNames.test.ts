import assert from 'node:assert/strict';
import { runCli, withFiles } from './runCli';

/** Names that every object of JavaScript has something for. */
const oddNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

const template = `"""\${message | trim}"""
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}


def upgrade():
    pass


def downgrade():
    pass
`;

function revision(id: string, index: number): string {
  const parent = oddNames[index - 1];
  const down = parent === undefined ? 'None' : `'${parent}'`;
  return `"""${id}"""
import sqlalchemy as sa
from alembic import op
import ${id}

revision = '${id}'
down_revision = ${down}
branch_labels = ('label_${id}', ${index === 0 ? "'prototype'," : ''})
depends_on = None


def upgrade():
    op.create_table('${id}', sa.Column('${id}', ${id}(), ${id}=1), sa.Column('id', sa.${id}), ${id}=1)
    op.add_column('${id}', sa.Column('x', sa.Integer), ${id}=2)
    op.${id}('a')
    ${id}('b')
    "a".${id}()


def downgrade():
    op.drop_table('${id}')
`;
}

const project = {
  'alembic.ini': `[DEFAULT]\n${oddNames.map((name) => `${name} = 1\n`).join('')}[alembic]\nscript_location = %(here)s/m\n${oddNames.map((name) => `x${name} = %(${name})s\n`).join('')}[post_write_hooks]\nhooks = ${oddNames.join(', ')}\n`,
  'pyproject.toml': `[tool.alembic]\n${oddNames.map((name) => `"${name}" = 1\n`).join('')}`,
  'm/env.py': '',
  'm/script.py.mako': template,
  ...Object.fromEntries(oddNames.map((id, index) => [`m/versions/${id}.py`, revision(id, index)])),
};

suite('alembic-ls: names that objects have by birth', () => {
  test('as ids, labels, options, tables, columns, types and arguments', () => {
    withFiles(project, (directory) => {
      const json = (...words: readonly string[]): string => {
        const { stdout, stderr } = runCli(directory, [...words, '--json']);
        assert.doesNotMatch(stderr, /^ {4}at |TypeError/m, words.join(' '));
        JSON.parse(stdout);
        return stdout;
      };
      assert.ok(json('heads').includes('"__defineGetter__"'));
      for (const words of [['history'], ['check', '--no-git'], ['graph'], ['schema'], ['fix', '--dry-run']])
        json(...words);
      for (const name of oddNames.slice(0, 3)) {
        assert.ok(json('show', name).includes(`"${name}"`));
        assert.ok(json('show', `label_${name}`).includes(`"${name}"`));
        assert.ok(json('touches', name).includes(`"${name}"`));
        json('plan', 'upgrade', name);
      }
      assert.ok(json('show', 'prototype').includes('"__proto__"'));
    });
  });

  test('as new ids and labels', () => {
    withFiles(project, (directory) => {
      const run = runCli(directory, ['rename', 'valueOf', 'isPrototypeOf']);
      assert.deepEqual([run.code, run.stderr], [0, '']);
      assert.match(runCli(directory, ['history']).stdout, /isPrototypeOf/);
    });
  });
});
