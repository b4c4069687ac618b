import assert from 'node:assert/strict';
import { losesData } from '../../../server/core/operations/losesData';
import { readRevisionFile } from '../../../server/core/python/readRevisionFile';

/** Whether an `upgrade` with this body loses data. */
function check(body: string, expected: boolean): void {
  const indented = body.replace(/^/gm, '    ');
  const text = `revision = 'a'\ndown_revision = None\n\ndef upgrade():\n${indented}\n\ndef downgrade():\n    pass\n`;
  assert.equal(losesData({ text, reading: readRevisionFile(text) }, 'upgrade'), expected, body);
  assert.equal(losesData({ text, reading: readRevisionFile(text) }, 'downgrade'), false, body);
}

suite('operations that lose data', () => {
  test('dropped tables and columns, also in batches and branches', () => {
    check("op.drop_table('account')", true);
    check("with op.batch_alter_table('account') as batch_op:\n    batch_op.drop_column('name')", true);
    check("if not context.is_offline_mode():\n    op.drop_column('account', 'name')", true);
  });

  test('dropped by a statement', () => {
    check("op.execute('DROP TABLE account')", true);
    check("op.execute(\n    sa.text('alter table account '\n            'drop column name'))", true);
    check("bind.execute(f'drop  table {name}')", true);
  });

  test('everything else keeps data', () => {
    check("op.add_column('account', sa.Column('name'))", false);
    check("op.drop_index('drop_table')", false);
    check("# op.drop_table('account')\npass", false);
    check("note('DROP TABLE is done by hand')", false);
    check("op.create_table('account', sa.Column('drop_column'))", false);
  });

  test('a file without the function loses nothing', () => {
    const text = "revision = 'a'\n# op.drop_table";
    assert.equal(losesData({ text, reading: readRevisionFile(text) }, 'upgrade'), false);
  });
});
