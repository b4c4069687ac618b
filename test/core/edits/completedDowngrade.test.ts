import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { applyFix } from '../../../server/core/edits/fixes/fixes';
import { createDateAt } from '../../../server/core/text/createDate';
import { snapshotOf } from '../snapshotOf';
import { applyChange } from './proof';

const date = createDateAt(Date.UTC(2026, 0, 31), undefined, 'UTC');
assert.ok(date);
const context = { scriptTemplate: undefined, newRevisionId: 'f00dfacecafe', now: date };
const head = `revision = 'a'
down_revision = None
from alembic import op
import sqlalchemy as sa

def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer))
    op.create_table('tags', sa.Column('id', sa.Integer))

`;

/** The `downgrade` after the fix, or why nothing was changed. */
function completed(downgrade: string): string {
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
  });

  test('on the line of its def is put on lines of its own', () => {
    assert.equal(completed("def downgrade(): op.drop_table('tags')\n"), whole);
    assert.equal(completed('def downgrade(): ...\n'), whole);
    assert.equal(completed('def downgrade(): "Back."; pass\n'), whole.replace('\n', '\n    "Back."\n'));
  });

  test('stays as it is where nothing behind its end would run', () => {
    const sentence = (word: string, line: number): string =>
      `downgrade() of a.py ends with ${word} in line ${line}, and nothing behind that would run; change that line, then generate the rest.`;
    assert.equal(completed('def downgrade():\n    raise NotImplementedError\n'), sentence('raise', 11));
    assert.equal(
      completed("def downgrade():\n    op.drop_table('tags')\n    raise ValueError(\n        'no'\n    )\n"),
      sentence('raise', 12),
    );
    assert.equal(completed("def downgrade():\n    return op.drop_table('tags')\n"), sentence('return', 11));
    assert.match(
      completed("def downgrade():\n    op.drop_table('tags')\n    return\n    print('never')\n"),
      /^What downgrade\(\) lacks is not known: the table users stays/,
    );
  });
});
