import assert from 'node:assert/strict';
import { branchConflicts } from '../../../server/core/schema/branchConflicts';
import type { Dialect } from '../../../server/core/schema/dialect';
import { replay } from '../../../server/core/schema/replay';
import { emptySchema } from '../../../server/core/schema/schema';
import { finish } from '../../../server/core/text/finish';

suite('branches that do not commute', () => {
  const conflict = (
    title: string,
    left: string,
    right: string,
    expected: readonly string[],
    dialects: readonly Dialect[] = ['postgresql', 'sqlite', 'mariadb'],
  ): void => {
    for (const dialect of dialects)
      test(`${title} (${dialect})`, () => assert.deepEqual(shown(left, right, dialect), expected));
  };

  conflict(
    'the same column added twice',
    `op.add_column('users', sa.Column('email', sa.Text()))`,
    `op.add_column('users', sa.Column('email', sa.String(50)))`,
    ['both: There is a column email in users already (add_column / add_column)'],
  );
  conflict(
    'a table dropped here and altered there',
    `op.drop_table('carts')`,
    `op.add_column('carts', sa.Column('note', sa.Text()))`,
    ['right: There is no table carts (drop_table / add_column)'],
  );
  conflict(
    'a table renamed here, led to by a key there',
    `op.rename_table('carts', 'baskets')`,
    `op.create_table('tags', sa.Column('cart_id', sa.Integer(), sa.ForeignKey('carts.id')))`,
    ['right: There is no table carts (rename_table / create_table)'],
    ['postgresql', 'mariadb'],
  );
  conflict(
    'a table dropped here, led to by a key there',
    `op.drop_table('carts')`,
    `op.create_foreign_key('fk', 'users', 'carts', ['id'], ['id'])`,
    ['both: There is no table carts (drop_table / create_foreign_key)'],
    ['postgresql', 'mariadb'],
  );
  conflict(
    'a table dropped here, rows of it changed there',
    `op.execute("UPDATE carts SET size = 1")`,
    `op.execute('DROP TABLE carts')`,
    ['left: There is no table carts (UPDATE CARTS / DROP TABLE)'],
  );
  conflict(
    'a renamed column that is used',
    `op.alter_column('users', 'name', new_column_name='full_name', existing_type=sa.Text())`,
    `op.create_index('ix_name', 'users', ['name'])`,
    ['right: There is no column name in users (alter_column / create_index)'],
    ['postgresql', 'mariadb'],
  );
  conflict(
    'a renamed column whose values are set',
    `op.alter_column('users', 'name', new_column_name='full_name', existing_type=sa.Text())`,
    `op.execute("UPDATE users SET name = 'x'")`,
    ['right: There is no column name in users (alter_column / UPDATE USERS)'],
    ['postgresql', 'mariadb'],
  );
  conflict(
    'a renamed table that is used',
    `op.rename_table('carts', 'baskets')`,
    `op.add_column('carts', sa.Column('note', sa.Text()))`,
    ['right: There is no table carts (rename_table / add_column)'],
  );
  conflict(
    'the same table created twice, with other columns',
    `op.create_table('tags', sa.Column('id', sa.Integer(), primary_key=True))`,
    `op.create_table('tags', sa.Column('name', sa.Text()))`,
    ['both: There is a table tags already (create_table / create_table)'],
  );
  conflict(
    'the name of a constraint',
    `op.create_unique_constraint('uq', 'users', ['name'])`,
    `op.create_check_constraint('uq', 'users', 'id > 0')`,
    ['both: There is a constraint uq on users already (create_unique_constraint / create_check_constraint)'],
    ['postgresql'],
  );
  conflict(
    'the name of an index, for which tables share the names',
    `op.create_index('ix', 'users', ['name'])`,
    `op.create_index('ix', 'carts', ['size'])`,
    ['both: There is an index ix on users already (create_index / create_index)'],
    ['postgresql', 'sqlite'],
  );
  conflict(
    'the values of an enumeration',
    `op.execute("ALTER TYPE mood ADD VALUE 'sad'")`,
    `op.execute("ALTER TYPE mood ADD VALUE 'calm'")`,
    ['order: the values of mood (ALTER TYPE / ALTER TYPE)'],
    ['postgresql'],
  );
  conflict(
    'the type of a column',
    `op.alter_column('users', 'name', type_=sa.String(50))`,
    `op.alter_column('users', 'name', type_=sa.String(80))`,
    ['order: the column name of users (alter_column / alter_column)'],
    ['postgresql', 'mariadb'],
  );
  conflict(
    'in a batch',
    `with op.batch_alter_table('users') as batch_op:\n        batch_op.add_column(sa.Column('age', sa.Integer()))\n        batch_op.add_column(sa.Column('email', sa.Text()))`,
    `op.add_column('users', sa.Column('email', sa.Text()))`,
    ['both: There is a column email in users already (add_column / add_column)'],
  );

  const quiet: readonly (readonly [title: string, left: string, right: string])[] = [
    [
      'columns of one table',
      `op.add_column('users', sa.Column('a', sa.Text()))`,
      `op.add_column('users', sa.Column('b', sa.Text()))`,
    ],
    [
      'tables of their own',
      `op.create_table('a', sa.Column('id', sa.Integer(), primary_key=True))`,
      `op.create_table('b', sa.Column('id', sa.Integer(), primary_key=True))`,
    ],
    [
      'the same value twice',
      `op.alter_column('users', 'name', nullable=False, existing_type=sa.Text())`,
      `op.alter_column('users', 'name', nullable=False, existing_type=sa.Text())`,
    ],
    [
      'what is made where it is missing',
      `op.execute('CREATE TABLE IF NOT EXISTS tags (id integer)')`,
      `op.execute('CREATE TABLE IF NOT EXISTS tags (id integer)')`,
    ],
    [
      "what can't be read",
      `run_everything(op.get_bind())\n    op.add_column('users', sa.Column('email', sa.Text()))`,
      `op.add_column('users', sa.Column('email', sa.Text()))`,
    ],
    [
      'a condition',
      `if has_no_email():\n        op.add_column('users', sa.Column('email', sa.Text()))`,
      `op.add_column('users', sa.Column('email', sa.Text()))`,
    ],
    [
      'a table that no revision makes',
      `op.add_column('elsewhere', sa.Column('a', sa.Text()))`,
      `op.add_column('elsewhere', sa.Column('b', sa.Text()))`,
    ],
    ['rows', `op.execute("UPDATE users SET name = 'x'")`, `op.execute("DELETE FROM users")`],
    [
      'what fails by itself',
      `op.drop_column('users', 'never')`,
      `op.add_column('users', sa.Column('email', sa.Text()))`,
    ],
  ];
  for (const [title, left, right] of quiet)
    for (const dialect of ['postgresql', 'sqlite', 'mariadb'] as const)
      test(`quiet: ${title} (${dialect})`, () => assert.deepEqual(shown(left, right, dialect), []));
});

const base = revision(
  'base',
  `op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.Text()))
    op.create_table('carts', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('size', sa.Integer()))
    op.create_table('moods', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('mood', sa.Enum('glad', name='mood')))`,
);

function revision(id: string, body: string) {
  return {
    id,
    file: `${id}.py`,
    text: `revision = '${id}'\nimport sqlalchemy as sa\nfrom alembic import op\n\n\ndef upgrade():\n    ${body}\n`,
  };
}

/** The conflicts of two bodies of `upgrade`, each on a line. */
function shown(left: string, right: string, dialect: Dialect): readonly string[] {
  const start = finish(replay(emptySchema, [base], dialect));
  const found = finish(branchConflicts(start, [revision('left', left)], [revision('right', right)], dialect));
  return found.map(({ kind, failing, reason, left: ours, right: theirs }) => {
    assert.deepEqual([ours.file, theirs.file], ['left.py', 'right.py']);
    const head = kind === 'order' ? 'order' : (failing ?? 'both');
    return `${head}: ${reason} (${ours.operation} / ${theirs.operation})`;
  });
}
