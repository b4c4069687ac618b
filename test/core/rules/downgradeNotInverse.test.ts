import { check } from '../check';
import type { CheckOptions } from '../check';
import { gitFactsOf } from './gitFactsOf';

/** The rule is off by itself. */
function judge(source: string, options: CheckOptions = {}): ReturnType<typeof check> {
  return check(source, { ...options, settings: { 'downgrade-not-inverse': 'information' } });
}

suite('rules: downgrade-not-inverse', () => {
  test('an index stays', () => {
    judge(`${base}
def upgrade():
    op.add_column('users', sa.Column('age', sa.Integer()))
    op.create_index('ix_name', 'users', ['name'])
def downgrade():
#   ^^^^^^^^^ information[downgrade-not-inverse]: After downgrade() the schema is another one than before upgrade(): the index ix_name of users stays. Undo that too, or raise an error that says why there is no way back.
    op.drop_column('users', 'age')
`);
  });

  test('a column that was dropped does not come back', () => {
    judge(`${base}
def upgrade():
    op.drop_column('users', 'name')
    op.create_table('tags', sa.Column('id', sa.Integer(), primary_key=True))
def downgrade():
#   ^^^^^^^^^ information[downgrade-not-inverse]: After downgrade() the schema is another one than before upgrade(): the column name of users does not come back. Undo that too, or raise an error that says why there is no way back.
    op.drop_table('tags')
`);
  });

  test('a column comes back otherwise', () => {
    judge(`${base}
def upgrade():
    op.drop_column('users', 'name')
def downgrade():
#   ^^^^^^^^^ information[downgrade-not-inverse]: After downgrade() the schema is another one than before upgrade(): the column name of users becomes String(80), not Text. Undo that too, or raise an error that says why there is no way back.
    op.add_column('users', sa.Column('name', sa.String(80)))
`);
  });

  test('something that is not there is dropped', () => {
    judge(`${base}
def upgrade():
    op.add_column('users', sa.Column('age', sa.Integer()))
def downgrade():
    op.drop_column('users', 'ages')
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information[downgrade-not-inverse]: This fails when downgrade() runs, for there is no column ages in users: undo what upgrade() does, and nothing else.
`);
  });

  const quiet = (title: string, up: string, down: string): unknown =>
    test(`quiet: ${title}`, () =>
      void judge(`${base}\ndef upgrade():\n    ${up}\ndef downgrade():\n    ${down}\n`));
  const twoThings =
    "op.create_table('tags', sa.Column('id', sa.Integer()))\n    op.create_index('ix', 'tags', ['id'])";
  quiet('an index goes with its table', twoThings, "op.drop_table('tags')");
  quiet(
    'the column is as it was',
    "op.drop_column('users', 'name')",
    "op.add_column('users', sa.Column('name', sa.TEXT(), autoincrement=False, nullable=True))",
  );
  quiet(
    'a renaming and back',
    "op.alter_column('users', 'name', new_column_name='title')",
    "op.alter_column('users', 'title', new_column_name='name')",
  );
  quiet(
    'an error that says why',
    "op.drop_column('users', 'name')",
    "raise NotImplementedError('The names are gone.')",
  );
  quiet('what can not be read', "op.drop_column('users', 'name')", 'restore(op.get_bind())');
  quiet(
    'a table that no revision makes',
    "op.drop_column('elsewhere', 'name')",
    "op.add_column('elsewhere', sa.Column('name', sa.Text()))",
  );
  quiet(
    'a dropped table that no revision makes',
    "op.drop_table('elsewhere')",
    "op.create_table('elsewhere', sa.Column('id', sa.Integer()))",
  );
  quiet(
    'a default for the rows that are there',
    "op.drop_column('users', 'name')",
    "op.add_column('users', sa.Column('name', sa.Text(), server_default=''))",
  );
  quiet(
    'a key that counts up, as autogenerate writes it down',
    "op.drop_table('users')",
    `op.create_table('users', sa.Column('id', sa.INTEGER(), server_default=sa.text("nextval('users_id_seq'::regclass)"), nullable=False), sa.Column('name', sa.TEXT()), sa.Column('rank', sa.VARCHAR(length=1)), sa.PrimaryKeyConstraint('id'))`,
  );
  test('quiet: a condition in the words of PostgreSQL', () => {
    const withCheck = base.replace(
      'sa.String(1))',
      `sa.String(1)), sa.CheckConstraint("rank IN ('a', 'b')", name='ck')`,
    );
    judge(
      `${withCheck}\ndef upgrade():\n    op.drop_constraint('ck', 'users', type_='check')\ndef downgrade():\n    op.create_check_constraint('ck', 'users', "rank = ANY (ARRAY['a', 'b'])")\n`,
    );
  });
  quiet('a condition', "if has_name():\n        op.drop_column('users', 'name')", "op.execute('SELECT 1')");
  quiet('rows', "op.execute('UPDATE users SET name = 1')", "op.execute('UPDATE users SET name = 2')");

  test('quiet: old revisions', () => {
    const old = `${base}
def upgrade():
    op.create_index('ix_name', 'users', ['name'])
def downgrade():
    op.execute('SELECT 1')
`;
    judge(old, { git: gitFactsOf(old) });
  });
});

const base = `
#- /versions/a.py
from alembic import op
import sqlalchemy as sa
revision = 'a'
down_revision = None
def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.Text()), sa.Column('rank', sa.String(1)))
def downgrade():
    op.drop_table('users')
#- /versions/b.py
from alembic import op
import sqlalchemy as sa
revision = 'b'
down_revision = 'a'`;
