import assert from 'node:assert/strict';
import { tableAnswers } from '../../../server/core/answers/schemaAnswer';
import { schemaText } from '../../../server/core/render/schemaText';
import type { Dialect } from '../../../server/core/schema/dialect';
import { replay } from '../../../server/core/schema/replay';
import type { Schema } from '../../../server/core/schema/schema';
import { emptySchema } from '../../../server/core/schema/schema';
import { SchemaMemory, schemaAt } from '../../../server/core/schema/schemaAt';
import { touchTarget, touchesOf } from '../../../server/core/schema/touches';
import { TouchMemory } from '../../../server/core/schema/touchMemory';
import { md5 } from '../../../server/core/text/md5';
import { snapshotOf } from '../snapshotOf';

/** The schema that migrations leave, each given as the body of its `upgrade`. */
function schemaOf(bodies: readonly string[], dialect: Dialect = 'postgresql', before = ''): Schema {
  const revisions = bodies.map((body, index) => ({
    id: String(index),
    file: `/versions/${index}.py`,
    text: `from alembic import op\nimport sqlalchemy as sa\n${before}\ndef upgrade():\n${body.replace(/^/gm, '    ')}\n`,
  }));
  return result(replay(emptySchema, revisions, dialect));
}

function result<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function check(
  bodies: readonly string[],
  expected: readonly string[],
  dialect: Dialect = 'postgresql',
): void {
  assert.deepEqual(schemaText(schemaOf(bodies, dialect)).trimEnd().split('\n'), expected);
}

const users =
  "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('email', sa.String(50), unique=True))";

suite('replayed schemas', () => {
  test('a batch on SQLite calls columns by their old names until its end', () => {
    const table =
      "op.create_table('t', sa.Column('a', sa.Integer), sa.Column('b', sa.Text), sa.UniqueConstraint('a', 'b', name='uq'))";
    const batch = (...lines: readonly string[]): string =>
      ["with op.batch_alter_table('t') as b:", ...lines.map((line) => `    b.${line}`)].join('\n');
    // Two columns change names.
    check(
      [table, batch("alter_column('a', new_column_name='b')", "alter_column('b', new_column_name='a')")],
      ['t', '  b  Integer', '  a  Text', '  unique uq (b, a)'],
      'sqlite',
    );
    // One takes the name of a column that goes, and not its constraint.
    check(
      [table, batch("drop_column('a')", "alter_column('b', new_column_name='a')")],
      ['t', '  a  Text'],
      'sqlite',
    );
    // One is put in the place of a renamed one, which is lost.
    check(
      [table, batch("alter_column('a', new_column_name='c')", "add_column(sa.Column('a', sa.Date))")],
      ['t', '  b  Text', '  a  Date', '  unique uq (a, b)'],
      'sqlite',
    );
  });

  test('of repeated unique constraints the one with a name is left', () => {
    for (const dialect of ['postgresql', 'sqlite'] as const)
      check(
        ["op.create_table('t', sa.Column('a', sa.Text, unique=True), sa.UniqueConstraint('a', name='uq'))"],
        ['t', '  a  Text', '  unique uq (a)'],
        dialect,
      );
  });

  test('PostgreSQL gives a foreign key no name that another table keeps', () => {
    const [made] = [
      ...schemaOf([
        "op.create_table('o', sa.Column('id', sa.Integer, primary_key=True))\nop.create_table('t', sa.Column('o_id', sa.ForeignKey('o.id')))",
        "op.rename_table('t', 'old')\nop.create_table('t', sa.Column('o_id', sa.ForeignKey('o.id')))",
      ]).tables.values(),
    ].filter(({ name }) => name === 't');
    assert.equal(made?.foreignKeys[0]?.databaseName, 't_o_id_fkey1');
  });

  test('MySQL keeps an index for a foreign key until another serves it, and narrows keys', () => {
    const base = "op.create_table('o', sa.Column('id', sa.Integer, primary_key=True))";
    const table =
      "op.create_table('t', sa.Column('o_id', sa.ForeignKey('o.id')), sa.Column('n', sa.Text), sa.Column('m', sa.Date, comment='x'))";
    const indexes = (...more: readonly string[]): readonly string[] =>
      [...schemaOf([base, table, ...more], 'mariadb').tables.values()].flatMap((each) =>
        each.indexes.map(({ name, columns }) => `${name ?? ''} (${columns.join(', ')})`),
      );
    assert.deepEqual(indexes(), ['o_id (o_id)']);
    const served = "op.create_index('ix', 't', ['o_id', 'm'])";
    assert.deepEqual(indexes(served), ['ix (o_id, m)']);
    assert.deepEqual(indexes(served, "op.drop_column('t', 'm')"), ['ix (o_id)']);
    const altered = schemaOf(
      [base, table, "op.alter_column('t', 'm', nullable=False, existing_type=sa.Date())"],
      'mariadb',
    );
    assert.deepEqual(
      [...altered.tables.values()].flatMap(({ columns }) => columns.map(({ comment }) => comment)),
      [null, null, null, null],
    );
  });

  test('names that PostgreSQL gives are those by which constraints are dropped', () => {
    check(
      [
        users,
        "op.drop_constraint('users_email_key', 'users')\nop.drop_constraint('users_pkey', 'users', type_='primary')",
      ],
      ['users', '  id     Integer not null serial', '  email  String(50)'],
    );
    const long = 'x'.repeat(40);
    check(
      [
        `op.create_table('${long}', sa.Column('${long}', sa.Integer, unique=True))`,
        `op.drop_constraint('${'x'.repeat(29)}_${'x'.repeat(29)}_key', '${long}')`,
      ],
      [long, `  ${long}  Integer`],
    );
  });

  test('names that are too long are shortened as SQLAlchemy does', () => {
    const name = `ix_${'a'.repeat(70)}`;
    const short = `${name.slice(0, 55)}_${md5(name).slice(-4)}`;
    check(
      [users, `op.create_index(op.f('${name}'), 'users', ['email'])`],
      [
        'users',
        '  id     Integer not null serial',
        '  email  String(50)',
        '  primary key (id)',
        '  unique (email)',
        `  index ${short} (email)`,
      ],
    );
  });

  test('values of an enumeration follow its type', () => {
    const schema = schemaOf([
      "op.create_table('t', sa.Column('a', sa.Enum('x', 'y', name='state')))",
      "op.execute(\"ALTER TYPE state ADD VALUE 'z' BEFORE 'y'\")\nop.execute(\"ALTER TYPE state RENAME VALUE 'x' TO 'w'\")",
      "op.execute('ALTER TYPE state RENAME TO old_state')\nsa.Enum('p', 'q', name='state').create(op.get_bind())\nop.execute('ALTER TABLE t ALTER COLUMN a TYPE state USING a::text::state')\nop.execute('DROP TYPE old_state')",
    ]);
    assert.equal(tableAnswers(schema)[0]?.columns[0]?.type, "Enum('p', 'q', name='state')");
    assert.deepEqual(
      [...schema.enumerations.values()].map(({ name, labels }) => [name, labels]),
      [['state', ['p', 'q']]],
    );
  });

  test('a batch of SQLite makes the table anew', () => {
    const table =
      "op.create_table('t', sa.Column('a', sa.Integer), sa.Column('b', sa.Integer), sa.CheckConstraint('a > 0'), sa.CheckConstraint('b > 0', name='ck'))";
    check(
      [table, "with op.batch_alter_table('t') as b:\n    b.add_column(sa.Column('c', sa.Text, index=True))"],
      [
        't',
        '  a  Integer',
        '  b  Integer',
        '  c  Text',
        '  check (a > 0)',
        '  check ck (b > 0)',
        '  index ix_t_c (c)',
      ],
      'sqlite',
    );
    check(
      [
        table,
        "with op.batch_alter_table('t') as b:\n    b.add_column(sa.Column('c', sa.Text, server_default=sa.text('1'), index=True))",
      ],
      [
        't',
        '  a  Integer',
        '  b  Integer',
        '  c  Text default 1',
        '  check ck (b > 0)',
        '  index ix_t_c (c)',
        '  index ix__alembic_tmp_t_c (c)',
      ],
      'sqlite',
    );
    check(
      [
        table,
        "with op.batch_alter_table('t', naming_convention={'uq': 'uq_%(table_name)s_%(column_0_name)s'}) as b:\n    b.create_unique_constraint('u', ['a', 'b'])\n    b.alter_column('a', new_column_name='z', nullable=False)",
      ],
      ['t', '  z  Integer not null', '  b  Integer', '  unique u (z, b)', '  check ck (b > 0)'],
      'sqlite',
    );
  });

  test('an inspector is asked for what the migrations before leave', () => {
    check(
      [
        users,
        [
          'inspector = sa.inspect(op.get_bind())',
          "if not inspector.has_table('posts'):",
          "    op.create_table('posts', sa.Column('id', sa.Integer))",
          "if 'name' not in {c['name'] for c in inspector.get_columns('users')}:",
          "    op.add_column('users', sa.Column('name', sa.Text))",
          "if 'email' not in [c['name'] for c in inspector.get_columns('users')]:",
          "    op.add_column('users', sa.Column('email', sa.Text))",
          "try:\n    op.drop_table('nothing')\nexcept Exception:\n    op.drop_column('users', 'email')",
        ].join('\n'),
      ],
      [
        'posts',
        '  id  Integer',
        '',
        'users',
        '  id    Integer not null serial',
        '  name  Text',
        '  primary key (id)',
      ],
    );
  });

  test("what can't be read makes its tables uncertain, and only them", () => {
    const schema = schemaOf([
      users,
      "op.create_table('posts', sa.Column('id', sa.Integer))\nop.add_column('users', sa.Column('x', made_elsewhere()))",
      "op.execute(open('x.sql').read())\nop.create_table('later', sa.Column('id', sa.Integer))",
    ]);
    assert.deepEqual(
      tableAnswers(schema).map(({ name, certain }) => [name, certain]),
      [
        ['later', true],
        ['posts', false],
        ['users', false],
      ],
    );
    const before = schemaOf([
      users,
      "op.add_column('users', sa.Column('x', made_elsewhere()))\nop.create_table('posts', sa.Column('id', sa.Integer))",
    ]);
    assert.deepEqual(
      tableAnswers(before).map(({ name, certain }) => [name, certain]),
      [
        ['posts', true],
        ['users', false],
      ],
    );
    assert.deepEqual(
      schema.unknownPlaces.map(({ revision, what }) => [revision, what]),
      [['2', 'The SQL is not known: what open gives is not followed']],
    );
  });

  test('branches are joined, and what is remembered is what is worked out anew', () => {
    const file = (id: string, parents: string, body: string): { path: string; text: string } => ({
      path: `/versions/${id}.py`,
      text: `from alembic import op\nimport sqlalchemy as sa\nrevision = '${id}'\ndown_revision = ${parents}\ndef upgrade():\n    ${body}\n`,
    });
    const snapshot = snapshotOf([
      file('a', 'None', users),
      file('b', "'a'", "op.add_column('users', sa.Column('x', sa.Text))"),
      file('c', "'a'", "op.rename_table('users', 'people')"),
      file('d', "('b', 'c')", "op.alter_column('people', 'x', new_column_name='y')"),
      file('e', "'missing'", "op.create_table('z', sa.Column('id', sa.Integer))"),
    ]);
    const memory = new SchemaMemory();
    for (const id of ['b', 'c', 'd', 'a', 'd']) {
      const remembered = result(schemaAt(snapshot, [id], 'postgresql', memory));
      assert.deepEqual(remembered, result(schemaAt(snapshot, [id], 'postgresql')), id);
    }
    assert.match(
      schemaText(result(schemaAt(snapshot, ['d'], 'postgresql', memory))),
      /^people\n(?:.*\n)* {2}y +Text$/m,
    );
    const broken = result(schemaAt(snapshot, ['e'], 'postgresql'));
    assert.deepEqual(
      broken.unknownPlaces.map(({ what }) => what),
      ['The revision missing is not here'],
    );
    assert.deepEqual(
      result(touchesOf(snapshot, { table: 'people', column: 'y' }, 'postgresql')).map(({ id, operation }) => [
        id,
        operation,
      ]),
      [
        ['d', 'alter_column'],
        ['c', 'rename_table'],
        ['b', 'add_column'],
      ],
    );
  });

  test('work that was stopped goes on from there, and a schema is what it is without a stop', () => {
    const files = Array.from({ length: 6 }, (_, index) => ({
      path: `/versions/${index}.py`,
      text: `from alembic import op\nimport sqlalchemy as sa\nrevision = '${index}'\ndown_revision = ${index === 0 ? 'None' : `'${index - 1}'`}\ndef upgrade():\n    op.create_table('t${index}', sa.Column('id', sa.Integer))\n`,
    }));
    const snapshot = snapshotOf(files);
    const memory = new SchemaMemory(new TouchMemory());
    const stopped = schemaAt(snapshot, ['5'], 'postgresql', memory);
    for (let step = 0; step < 4; step++) stopped.next();
    stopped.return(undefined as never);
    let steps = 0;
    const rest = schemaAt(snapshot, ['5'], 'postgresql', memory);
    for (let step = rest.next(); step.done !== true; step = rest.next()) steps++;
    assert.equal(steps, 2);
    assert.deepEqual(
      result(schemaAt(snapshot, ['5'], 'postgresql', memory)),
      result(schemaAt(snapshot, ['5'], 'postgresql')),
    );
    assert.deepEqual(
      result(touchesOf(snapshot, touchTarget('t1'), 'postgresql', memory)),
      result(touchesOf(snapshot, touchTarget('t1'), 'postgresql')),
    );
  });
});
