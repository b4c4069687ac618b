import assert from 'node:assert/strict';
import type { Dialect } from '../../../server/core/schema/dialect';
import { generateDowngrade } from '../../../server/core/schema/inverse/generateDowngrade';
import type { GeneratedDowngrade } from '../../../server/core/schema/inverse/generateDowngrade';
import { replay } from '../../../server/core/schema/replay';
import { emptySchema } from '../../../server/core/schema/schema';
import { finish } from '../../../server/core/text/finish';

const header = 'from alembic import op\nimport sqlalchemy as sa\n';
const users =
  "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('email', sa.String(50), unique=True, server_default='x'), sa.CheckConstraint('id > 0'))";

/** What undoes the last of some migrations, each given as the body of its `upgrade`. */
function generate(
  bodies: readonly string[],
  dialect: Dialect = 'postgresql',
  imports = header,
): GeneratedDowngrade {
  const revisions = bodies.map((body, index) => ({
    id: String(index),
    file: `/versions/${index}.py`,
    text: `${imports}\ndef upgrade():\n${body.replace(/^/gm, '    ')}\n`,
  }));
  const last = revisions.pop();
  assert.ok(last);
  return generateDowngrade(finish(replay(emptySchema, revisions, dialect)), last, dialect);
}

function check(bodies: readonly string[], lines: readonly string[], dialect: Dialect = 'postgresql'): void {
  const { verdict, lines: found } = generate(bodies, dialect);
  assert.deepEqual(found, lines);
  assert.notEqual(verdict.kind, 'not-reversible');
}

function refuses(bodies: readonly string[], reason: RegExp, dialect: Dialect = 'postgresql'): void {
  const { verdict, lines } = generate(bodies, dialect);
  assert.equal(verdict.kind, 'not-reversible');
  assert.match(lines.join('\n'), /^raise NotImplementedError\('.*'\)$|^raise NotImplementedError\(".*"\)$/);
  assert.match(lines.join('\n'), reason);
}

suite('generated downgrades', () => {
  test('a foreign key without a name goes into a batch with its table', () => {
    check(
      [
        "op.create_table('o', sa.Column('id', sa.Integer, primary_key=True))\nop.create_table('t', sa.Column('a', sa.Integer), sa.Column('o_id', sa.Integer, sa.ForeignKey('o.id')))",
        "with op.batch_alter_table('t') as b:\n    b.drop_column('o_id')",
      ],
      [
        "with op.batch_alter_table('t', recreate='always', table_args=(sa.ForeignKeyConstraint(['o_id'], [sa.Table('o', sa.MetaData(), sa.Column('id')).c['id']]),)) as batch_op:",
        "    batch_op.add_column(sa.Column('o_id', sa.Integer(), nullable=True))",
      ],
      'sqlite',
    );
  });

  test('a column in whose place another was put is put back, not converted', () => {
    check(
      [
        "op.create_table('t', sa.Column('id', sa.Integer), sa.Column('a', sa.Uuid))",
        "with op.batch_alter_table('t') as b:\n    b.drop_column('a')\n    b.add_column(sa.Column('a', sa.BigInteger()))",
      ],
      [
        "with op.batch_alter_table('t') as batch_op:",
        "    batch_op.drop_column('a')",
        "    batch_op.add_column(sa.Column('a', sa.Uuid(), nullable=True))",
      ],
    );
  });

  test('a dropped table of PostgreSQL gets its repeated constraint and its lost key', () => {
    check(
      [
        "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', sa.Text, unique=True))\nop.create_unique_constraint('uq', 't', ['a'])\nop.drop_constraint('t_pkey', 't')",
        "op.drop_table('t')",
      ],
      [
        'op.create_table(',
        "    't',",
        "    sa.Column('id', sa.Integer(), nullable=False),",
        "    sa.Column('a', sa.Text(), nullable=True),",
        "    sa.PrimaryKeyConstraint('id'),",
        "    sa.UniqueConstraint('a'),",
        ')',
        "op.drop_constraint(op.f('t_pkey'), 't', type_='primary')",
        "op.create_unique_constraint(op.f('uq'), 't', ['a'])",
      ],
    );
  });

  test('on MySQL a comment is told once, types take their arguments, and keys get their index first', () => {
    const mysql = 'from sqlalchemy.dialects import mysql\n';
    const { lines } = generate(
      [
        "op.create_table('o', sa.Column('id', sa.Integer, primary_key=True))\nop.create_table('t', sa.Column('o_id', sa.ForeignKey('o.id')), sa.Column('a', mysql.DATETIME(fsp=6), comment='x'), sa.Column('b', mysql.INTEGER(unsigned=True)))",
        "op.alter_column('t', 'a', comment='y', existing_type=mysql.DATETIME(fsp=6), existing_comment='x')\nop.drop_column('t', 'b')\nop.create_index('ix', 't', ['o_id'])",
      ],
      'mariadb',
      `${header}${mysql}`,
    );
    assert.deepEqual(lines, [
      "op.create_index(op.f('o_id'), 't', ['o_id'], unique=False)",
      "op.drop_index(op.f('ix'), table_name='t')",
      "op.add_column('t', sa.Column('b', mysql.INTEGER(unsigned=True), nullable=True))",
      "op.alter_column('t', 'a', comment='x', existing_type=mysql.DATETIME(fsp=6), existing_nullable=True, existing_comment='y')",
    ]);
  });

  test('in reverse order, and nothing for what goes with its table or column', () => {
    check(
      [
        users,
        [
          "op.create_table('posts', sa.Column('id', sa.Integer))",
          "op.create_index('ix', 'posts', ['id'])",
          "op.add_column('users', sa.Column('age', sa.Integer))",
          "op.create_index('ix_age', 'users', ['age'])",
          "op.execute('UPDATE users SET age = 1')",
          "op.alter_column('users', 'age', nullable=False)",
          "op.rename_table('users', 'people')",
          "op.alter_column('people', 'email', new_column_name='mail')",
        ].join('\n'),
      ],
      [
        "op.alter_column('people', 'mail', new_column_name='email', existing_type=sa.String(50))",
        "op.rename_table('people', 'users')",
        "op.drop_column('users', 'age')",
        "op.drop_table('posts')",
      ],
    );
  });

  test('what is dropped comes back as it was', () => {
    const { verdict, lines } = generate([users, "op.drop_column('users', 'email')\nop.drop_table('users')"]);
    assert.deepEqual(verdict, {
      kind: 'loses-data',
      losses: ['The values of users.email do not come back', 'The rows of users do not come back'],
    });
    assert.deepEqual(lines, [
      'op.create_table(',
      "    'users',",
      "    sa.Column('id', sa.Integer(), nullable=False),",
      "    sa.PrimaryKeyConstraint('id'),",
      "    sa.CheckConstraint('id > 0'),",
      ')',
      "op.add_column('users', sa.Column('email', sa.String(50), server_default='x', nullable=True))",
      "op.create_unique_constraint(op.f('users_email_key'), 'users', ['email'])",
    ]);
  });

  test('types, defaults and what stands around', () => {
    check(
      [
        users,
        "with op.get_context().autocommit_block():\n    op.create_index('ix', 'users', ['email'], postgresql_concurrently=True)\nop.alter_column('users', 'email', type_=sa.Text(), server_default=sa.text('now()'), nullable=False)",
      ],
      [
        "op.alter_column('users', 'email', server_default=None, existing_type=sa.Text())",
        "op.alter_column('users', 'email', type_=sa.String(50), postgresql_using='email::VARCHAR(50)', nullable=True, existing_type=sa.Text())",
        "op.alter_column('users', 'email', server_default='x', existing_type=sa.String(50))",
        'with op.get_context().autocommit_block():',
        "    op.drop_index(op.f('ix'), table_name='users', postgresql_concurrently=True)",
      ],
    );
  });

  test('enumeration types go after their last user, and come back before the first', () => {
    check(
      [users, "op.add_column('users', sa.Column('state', sa.Enum('a', 'b', name='state')))"],
      [
        'from sqlalchemy.dialects import postgresql',
        '',
        "op.drop_column('users', 'state')",
        "postgresql.ENUM(name='state').drop(op.get_bind(), checkfirst=True)",
      ],
    );
    const { lines } = generate([
      "op.create_table('t', sa.Column('a', sa.Enum('x', 'y', name='state'), server_default='x'))",
      'op.execute("ALTER TYPE state ADD VALUE \'z\'")',
    ]);
    assert.deepEqual(lines.slice(2), [
      "op.execute('ALTER TYPE state RENAME TO state_old')",
      "postgresql.ENUM('x', 'y', name='state').create(op.get_bind())",
      "op.execute('ALTER TABLE t ALTER COLUMN a DROP DEFAULT')",
      "op.execute('ALTER TABLE t ALTER COLUMN a TYPE state USING a::text::state')",
      `op.execute("ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x'")`,
      "op.execute('DROP TYPE state_old')",
    ]);
  });

  test('SQLite keeps the checks without a name that a batch loses', () => {
    check(
      [users, "with op.batch_alter_table('users') as b:\n    b.alter_column('email', nullable=False)"],
      [
        "with op.batch_alter_table('users', table_args=(sa.CheckConstraint('id > 0'),)) as batch_op:",
        "    batch_op.alter_column('email', nullable=True, existing_type=sa.String(50))",
      ],
      'sqlite',
    );
    check(
      [users, "op.add_column('users', sa.Column('age', sa.Integer, index=True))"],
      ["op.drop_index(op.f('ix_users_age'), table_name='users')", "op.drop_column('users', 'age')"],
      'sqlite',
    );
  });

  test('imports that the file lacks, and names that it has', () => {
    const { lines } = generate(
      [users, "o.add_column('users', sqlalchemy.Column('a', sqlalchemy.Text))"],
      'postgresql',
      'from alembic import op\nfrom alembic import op as o\nimport sqlalchemy\nimport sqlalchemy as sa\n',
    );
    assert.deepEqual(lines, ["o.drop_column('users', 'a')"]);
    const other = generate(
      [users, "op.drop_column('users', 'email')"],
      'postgresql',
      'from alembic import op\nimport sqlalchemy as sa\n',
    );
    assert.equal(
      other.lines[0],
      "op.add_column('users', sa.Column('email', sa.String(50), server_default='x', nullable=True))",
    );
    const lacking = generate(
      [users.replaceAll('sa.', 'sqlalchemy.'), "op.drop_column('users', 'email')"],
      'postgresql',
      'from alembic import op\nimport sqlalchemy\n',
    );
    assert.equal(
      lacking.lines[0],
      "op.add_column('users', sqlalchemy.Column('email', sqlalchemy.String(50), server_default='x', nullable=True))",
    );
  });

  test('what there is no way back from is said', () => {
    refuses([users, 'op.execute("UPDATE users SET email = \'x\'")'], /It changes data of users/);
    refuses([users, "op.execute('DELETE FROM users')"], /It changes data of users/);
    refuses(
      [users, "op.bulk_insert(sa.table('users', sa.column('id')), [{'id': 1}])"],
      /It changes data of users/,
    );
    refuses([users, "op.execute(sa.table('users').update().values(email='x'))"], /It changes data of users/);
    refuses(
      [users, "if sa.inspect(op.get_bind()).has_table('users'):\n    op.drop_table('users')"],
      /depends on what the database holds/,
    );
    refuses([users, "op.execute(open('x.sql').read())"], /The SQL is not known/);
    refuses([users, "op.drop_column('users', 'nothing')"], /There is no column nothing in users/);
  });

  test('schemas that it makes go last, and one that may have been there stays', () => {
    check(
      [
        users,
        "op.execute('CREATE SCHEMA aux')\nop.create_table('t', sa.Column('id', sa.Integer), schema='aux')",
      ],
      ["op.drop_table('t', schema='aux')", "op.execute('DROP SCHEMA aux')"],
    );
    check([users, "op.execute('CREATE SCHEMA IF NOT EXISTS aux')"], ['pass']);
  });

  test('nothing to undo', () => {
    check([users, 'pass'], ['pass']);
    check([users, "op.create_table('t', sa.Column('id', sa.Integer))\nop.drop_table('t')"], ['pass']);
    check(
      [users, "op.create_table('t', sa.Column('id', sa.Integer))\nop.execute('INSERT INTO t VALUES (1)')"],
      ["op.drop_table('t')"],
    );
  });
});
