import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { operationsInWords } from '../../../server/core/operations/operationWords';
import { readOperations } from '../../../server/core/operations/readOperations';

function words(...lines: readonly string[]): readonly string[] {
  const body = lines.map((line) => `    ${line}\n`).join('');
  const text = `from alembic import op\nimport sqlalchemy as sa\nfrom app import fill\n\ndef upgrade():\n${body}`;
  return operationsInWords(readOperations(text, 'upgrade'));
}

suite('operations in words', () => {
  test('tables and columns', () => {
    assert.deepEqual(
      words(
        'op.create_table("users", sa.Column("id", sa.Integer()), sa.Column("name", sa.Text()))',
        'op.add_column("users", sa.Column("email", sa.Text()))',
        'op.alter_column("users", "email", nullable=False)',
        'op.alter_column("users", "name", new_column_name="label")',
        'op.rename_table("users", "people")',
        'op.drop_column("people", "label")',
        'op.drop_table("people")',
      ),
      [
        'creates users (2 columns)',
        'adds users.email',
        'changes users.email',
        'renames users.name to label',
        'renames users to people',
        'drops people.label',
        'drops people',
      ],
    );
  });

  test('in a batch, with indexes and constraints', () => {
    assert.deepEqual(
      words(
        'with op.batch_alter_table("users") as batch_op:',
        '    batch_op.drop_column("email")',
        '    batch_op.create_unique_constraint("uq_name", ["name"])',
        'op.create_index("ix_name", "users", ["name"])',
        'op.drop_index("ix_old", table_name="users")',
        'op.create_foreign_key(None, "orders", "users", ["user_id"], ["id"])',
        'op.drop_constraint("uq_name", "users")',
      ),
      [
        'drops users.email',
        'constraint uq_name on users',
        'index ix_name',
        'drops ix_old',
        'foreign key orders → users',
        'drops uq_name',
      ],
    );
  });

  test('SQL, data, types, and what can’t be read', () => {
    assert.deepEqual(
      words(
        'op.execute("UPDATE users SET name = 1; DROP TABLE carts")',
        'op.execute("VACUUM")',
        'sa.Enum("a", name="state").create(op.get_bind())',
        'op.drop_table(fill())',
        'fill()',
        'fill()',
      ),
      ['data: users', 'drops carts', 'runs SQL', 'creates type state', 'drops …', 'runs code'],
    );
    assert.deepEqual(words('pass'), []);
  });
});
