import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { applyFix } from '../../../server/core/edits/fixes/fixes';
import { createDateAt } from '../../../server/core/text/createDate';
import { snapshotOf } from '../snapshotOf';
import { applyChange } from './proof';

const date = createDateAt(Date.UTC(2026, 0, 31), undefined, 'UTC');
assert.ok(date);
const context = { scriptTemplate: undefined, newRevisionId: 'f00dfacecafe', now: date };
const tables = `revision = 'a'
down_revision = None
from alembic import op
import sqlalchemy as sa

def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer))
    op.create_table('tags', sa.Column('id', sa.Integer))

`;

/** The `downgrade` after the fix, or why nothing was changed. */
function completed(downgrade: string, head = tables): string {
  const files = [{ path: '/versions/a.py', text: head + downgrade }];
  const fix = { kind: 'generate-downgrade', file: '/versions/a.py', body: 'inverse' } as const;
  const outcome = applyFix(snapshotOf(files), fix, context);
  if (!outcome.ok) return outcome.reason;
  return applyChange(files, outcome.change)[0]?.text.slice(head.length) ?? '';
}

suite('a downgrade that undoes a part', () => {
  const whole = "def downgrade():\n    op.drop_table('tags')\n    op.drop_table('users')\n";

  test('gets the rest at its end, before a return without a value', () => {
    assert.equal(completed("def downgrade():\n    op.drop_table('tags')\n"), whole);
    assert.equal(
      completed("def downgrade():\n    op.drop_table('tags')\n    return  # done\n"),
      `${whole}    return  # done\n`,
    );
    assert.equal(
      completed("def downgrade():\n    op.drop_table('tags')\n    return\n    print('never')\n"),
      `${whole}    return\n    print('never')\n`,
    );
    assert.equal(
      completed("def downgrade():\n    return op.drop_table('tags')\n"),
      "def downgrade():\n    op.drop_table('users')\n    return op.drop_table('tags')\n",
    );
  });

  test('on the line of its def is put on lines of its own', () => {
    assert.equal(completed("def downgrade(): op.drop_table('tags')\n"), whole);
    assert.equal(completed('def downgrade(): ...\n'), whole);
    assert.equal(completed('def downgrade(): "Back."; pass\n'), whole.replace('\n', '\n    "Back."\n'));
  });

  test('gets steps that must stand before others where they must stand', () => {
    const [imports = ''] = tables.split('def upgrade');
    const keyed = `${imports}def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer))
    op.create_table('notes', sa.Column('id', sa.Integer), sa.Column('user', sa.Integer))
    op.create_foreign_key('fk_user', 'notes', 'users', ['user'], ['id'])

`;
    const dropKey = "    op.drop_constraint(op.f('fk_user'), 'notes', type_='foreignkey')\n";
    const dropUsers = "    # the users\n    # and all\n    op.drop_table('users')  # gone\n";
    const first = "def downgrade():\n    'Back.'\n";
    const ends = "    op.drop_table('notes')\n";
    assert.equal(completed(first + dropUsers, keyed), first + dropKey + dropUsers + ends);
    const windows = (text: string): string => text.replaceAll('\n', '\r\n');
    assert.equal(
      completed(windows(first + dropUsers), windows(keyed)),
      windows(first + dropKey + dropUsers + ends),
    );
  });

  test('stays as it is where nothing behind its end would run', () => {
    const sentence = (word: string, line: number): string =>
      `downgrade() of a.py ends with ${word} in line ${line}, and nothing behind that would run; change that line, then generate the rest.`;
    assert.equal(completed('def downgrade():\n    raise NotImplementedError\n'), sentence('raise', 11));
    assert.equal(
      completed("def downgrade():\n    op.drop_table('tags')\n    raise ValueError(\n        'no'\n    )\n"),
      sentence('raise', 12),
    );
    assert.equal(completed("def downgrade(): return op.drop_table('tags')\n"), sentence('return', 10));
  });
});
