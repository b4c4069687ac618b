import assert from 'node:assert/strict';
import type { Operation } from '../../../server/core/operations/operation';
import { readOperations } from '../../../server/core/operations/readOperations';
import type { ReadingOptions } from '../../../server/core/operations/readOperations';
import type { Value } from '../../../server/core/operations/value';

const header = 'from alembic import op\nimport sqlalchemy as sa\n';

/** One line an operation: what it does, to what, and under which circumstances. */
function read(body: string, options: ReadingOptions & { readonly before?: string } = {}): readonly string[] {
  const indented = body.replace(/^/gm, '    ');
  const text = `${options.before ?? header}\ndef upgrade():\n${indented}\n`;
  return readOperations(text, 'upgrade', options).map((operation) => shown(operation, text));
}

function shown(operation: Operation, text: string): string {
  const { context } = operation;
  const notes = [
    ...context.dialects.map(({ names, negated }) => `${negated ? 'not ' : 'on '}${names.join('/')}`),
    ...(context.isAutocommit ? ['autocommit'] : []),
    ...(context.doubt === undefined ? [] : [`doubt: ${context.doubt}`]),
    ...(context.isLive ? ['live'] : []),
    ...(context.batch ? [`batch of ${value(context.batch.arguments.get('table_name'))}`] : []),
  ];
  const at = text.slice(operation.range.start, operation.range.end);
  return [about(operation, at), ...notes].join(' | ');
}

function about(operation: Operation, at: string): string {
  switch (operation.kind) {
    case 'call': {
      const args = [...operation.arguments].map(([name, each]) => `${name}=${value(each)}`);
      const options = [...operation.options].map(([name, each]) => `${name}=${value(each)}`);
      assert.equal(at.endsWith(')'), true, at);
      return `${operation.name}(${[...args, ...operation.rest.map(value), ...options].join(', ')})`;
    }
    case 'sql':
      return `sql ${operation.statements.map(({ action }) => action.kind).join(', ')}`;
    case 'data':
      return `${operation.verb} ${operation.table ?? '?'} (${operation.columns?.join(', ') ?? ''})`;
    case 'object':
      return `${operation.action} ${value(operation.object)}`;
    case 'opaque':
      return `opaque: ${operation.reason}${operation.tables ? ` (${operation.tables.join(', ')})` : ''}`;
  }
}

function value(each: Value | undefined): string {
  if (!each) return '-';
  if (each.kind === 'none') return 'None';
  if (each.kind === 'string') return each.value;
  if (each.kind === 'number' || each.kind === 'boolean') return String(each.value);
  if (each.kind === 'list') return `[${each.items.map(value).join(' ')}]`;
  if (each.kind === 'reference') return each.path.split('.').at(-1) ?? '';
  if (each.kind !== 'construct') return each.kind === 'unknown' ? '?' : each.kind;
  const keywords = [...each.keywords].map(([name, inner]) => `${name}=${value(inner)}`);
  return `${each.path.split('.').at(-1) ?? ''}(${[...each.positional.map(value), ...keywords].join(' ')})`;
}

suite('operations of a migration', () => {
  test('what a round sets before it leaves a loop may hold behind it', () => {
    const found = read(`
name = None
for key in inspector.get_foreign_keys("carts"):
    if key["referred_table"] == "users":
        name = key["name"]
        break
if name:
    op.drop_constraint(name, "carts", type_="foreignkey")
for table in ("users", "carts"):
    kind = "plain"
    if unknown():
        kind = "odd"
        continue
if kind == "odd":
    op.drop_table("odd")
`);
    assert.deepEqual(
      found.map((each) => each.split(' | ')[0]),
      [
        'drop_constraint(constraint_name=?, table_name=carts, type_=foreignkey)',
        'drop_table(table_name=odd)',
      ],
    );
    assert.ok(
      found.every((each) => each.includes('doubt')),
      found.join('\n'),
    );
  });

  test('one of two texts is executed, each under doubt', () => {
    const doubt = 'doubt: it depends on a condition that is not known';
    assert.deepEqual(
      read(`
if unknown():
    query = "DROP TABLE a"
else:
    query = "DROP INDEX b"
op.execute(sa.text(query))
op.execute("DROP TABLE c" if unknown() else "DROP VIEW c")
`),
      [
        `sql drop-table | ${doubt}`,
        `sql drop-index | ${doubt}`,
        'sql drop-table | doubt: what is called is not known',
        'sql drop-view | doubt: what is called is not known',
      ],
    );
  });

  test('a function that is decorated by something unknown runs under doubt', () => {
    const before = `${header}from project import skip_if_sqlite\n@skip_if_sqlite\ndef change(table):\n    op.drop_table(table)\n`;
    const note = 'doubt: the decorator of change may keep it from running';
    assert.deepEqual(read('change("users")', { before }), [`drop_table(table_name=users) | ${note}`]);
    const text = `${header}from project import skip\n@skip\ndef upgrade():\n    op.drop_table("a")\n`;
    assert.deepEqual(
      readOperations(text, 'upgrade').map((each) => shown(each, text)),
      ['drop_table(table_name=a) | doubt: the decorator of upgrade may keep it from running'],
    );
  });

  test('upgrade takes the operations as a parameter', () => {
    for (const parameter of ['op', 'op=None']) {
      const text = `import sqlalchemy as sa\ndef upgrade(${parameter}):\n    op.drop_table("a")\n`;
      assert.deepEqual(
        readOperations(text, 'upgrade').map((each) => shown(each, text)),
        ['drop_table(table_name=a)'],
      );
    }
  });

  test('one function for each database is followed', () => {
    const both = (other: string, name: string): string =>
      `${header}def upgrade(engine_name):\n    globals()[${name}]()\ndef upgrade_one():\n    op.drop_table("a")\n${other}`;
    const note = 'doubt: only one of several functions runs';
    const second = 'def upgrade_two():\n    op.drop_table("b")\n';
    for (const name of ['f"upgrade_{engine_name}"', '"upgrade_%s" % engine_name']) {
      const text = both(second, name);
      const found = readOperations(text, 'upgrade').map((each) => shown(each, text).split(' | ')[0]);
      assert.deepEqual(found, ['drop_table(table_name=a)', 'drop_table(table_name=b)'], name);
      assert.ok(readOperations(text, 'upgrade').every(({ context }) => context.doubt !== undefined));
    }
    const text = both(second, 'f"upgrade_{engine_name}"');
    assert.ok(
      readOperations(text, 'upgrade')
        .map((each) => shown(each, text))
        .every((each) => each.includes(note)),
    );
    const only = both('', '"upgrade_" + engine_name');
    assert.deepEqual(
      readOperations(only, 'upgrade').map((each) => shown(each, only)),
      ['drop_table(table_name=a)'],
    );
  });

  test('a helper below downgrade is followed, and a downgrade that upgrade calls', () => {
    const names = (text: string): readonly string[] =>
      readOperations(text, 'upgrade').map((each) => (each.kind === 'call' ? each.name : each.kind));
    const upgrade = `${header}def upgrade():\n    change()\n`;
    const downgrade = 'def downgrade():\n    op.drop_table("a")\n';
    assert.deepEqual(names(`${upgrade}${downgrade}def change():\n    op.rename_table("a", "b")\n`), [
      'rename_table',
    ]);
    assert.deepEqual(names(`${header}def upgrade():\n    downgrade()\n${downgrade}`), ['drop_table']);
    assert.deepEqual(names(`"""\n${downgrade}"""\n${header}def upgrade():\n    op.drop_column("a", "b")\n`), [
      'drop_column',
    ]);
    assert.deepEqual(names(`${header}def upgrade():\n    op.drop_column("a", "b")\n${downgrade}`), [
      'drop_column',
    ]);
  });

  test('sequences are made and dropped by statements', () => {
    assert.deepEqual(
      readOperations(
        `${header}def upgrade():\n    op.execute(sa.schema.CreateSequence(sa.Sequence("ids", schema="app")))\n    op.execute(sa.schema.DropSequence(sa.Sequence("old")))\n`,
        'upgrade',
      ).map((each) => (each.kind === 'sql' ? each.text : each.kind)),
      ['CREATE SEQUENCE "app"."ids"', 'DROP SEQUENCE "old"'],
    );
  });

  test('positional and keyword arguments are those of the signature', () => {
    assert.deepEqual(
      read("op.drop_index('ix', 'users')\nop.drop_index(table_name='users', index_name='ix')"),
      ['drop_index(index_name=ix, table_name=users)', 'drop_index(table_name=users, index_name=ix)'],
    );
    assert.deepEqual(
      read("op.create_index(op.f('ix'), 'users', ['a', 'b'], unique=True, postgresql_using='gin')"),
      ['create_index(index_name=ix, table_name=users, columns=[a b], unique=true, postgresql_using=gin)'],
    );
    assert.deepEqual(read("op.add_column('users', sa.Column('a', sa.String(5)), 'other')"), [
      'add_column(table_name=users, column=Column(a String(5)), schema=other)',
    ]);
  });

  test('every way to name an operation', () => {
    const wanted = ['drop_table(table_name=t)'];
    const body = (receiver: string): string => `${receiver}drop_table('t')`;
    assert.deepEqual(read(body('o.'), { before: 'from alembic import op as o' }), wanted);
    assert.deepEqual(read(body('alembic.op.'), { before: 'import alembic' }), wanted);
    assert.deepEqual(read(body('o.'), { before: 'import alembic.op as o' }), wanted);
    assert.deepEqual(read(body(''), { before: 'from alembic.op import drop_table' }), wanted);
    assert.deepEqual(read("d('t')", { before: 'from alembic.op import drop_table as d' }), wanted);
    assert.deepEqual(
      read("work(op, 't')", { before: `${header}\ndef work(o, name):\n    o.drop_table(name)\n` }),
      wanted,
    );
    assert.deepEqual(read("drop = op.drop_table\ndrop('t')"), wanted);
    assert.deepEqual(
      read("work('t')", {
        before: `${header}\nfrom functools import partial\nwork = partial(op.drop_table)`,
      }),
      wanted,
    );
  });

  test('names from constants, concatenation, formatting and loops', () => {
    const before = `${header}\nNAME = 'us' 'ers'\nCOLUMNS = ('a', 'b')\nTABLES = {'x': ['p'], 'y': ['q']}\n`;
    assert.deepEqual(
      read(
        [
          "op.drop_column(NAME, 'c' + str(1))",
          'for column in COLUMNS:',
          "    op.drop_column(NAME, f'{column}_id')",
          'for table, names in TABLES.items():',
          "    op.create_index('ix_%s_%s' % (table, names[0]), table, [n for n in names])",
          'for number, column in enumerate(COLUMNS, 1):',
          "    op.drop_column('{}_{number}'.format(column, number=number), column.upper())",
          "op.drop_column(*('t', 'c'), **{'schema': 's'})",
        ].join('\n'),
        { before },
      ),
      [
        'drop_column(table_name=users, column_name=c1)',
        'drop_column(table_name=users, column_name=a_id)',
        'drop_column(table_name=users, column_name=b_id)',
        'create_index(index_name=ix_x_p, table_name=x, columns=[p])',
        'create_index(index_name=ix_y_q, table_name=y, columns=[q])',
        'drop_column(table_name=a_1, column_name=A)',
        'drop_column(table_name=b_2, column_name=B)',
        'drop_column(table_name=t, column_name=c, schema=s)',
      ],
    );
  });

  test('helpers of the file, and columns that they give', () => {
    const before = [
      header,
      'def columns():',
      "    made = [sa.Column('id', sa.Integer)]",
      "    made.append(sa.Column('at', sa.DateTime))",
      '    return made',
      'def more():',
      "    yield sa.Column('x', sa.Text)",
      'def make(name, *rest, **options):',
      '    inner(name, rest, options)',
      'def inner(name, rest, options):',
      '    op.create_table(name, *columns(), *more(), *rest, **options)',
    ].join('\n');
    assert.deepEqual(read("make('t', sa.Column('z', sa.Date), schema='s')", { before }), [
      'create_table(table_name=t, Column(id Integer), Column(at DateTime), Column(x Text), Column(z Date), schema=s)',
    ]);
    assert.deepEqual(read('again()', { before: `${header}\ndef again():\n    again()\n` }), [
      'opaque: The call of again is nested too deeply to be followed',
    ]);
  });

  test('the cases of a match', () => {
    const body = [
      'match op.get_bind().dialect.name:',
      "    case 'sqlite':",
      "        op.drop_table('a')",
      "    case 'postgresql' | 'mysql':",
      "        op.drop_table('b')",
      '    case _:',
      "        op.drop_table('c')",
    ].join('\n');
    const tablesOn = (dialect: string): readonly string[] =>
      read(body, { dialect }).map((each) => each.split(' | ')[0] ?? '');
    assert.deepEqual(tablesOn('sqlite'), ['drop_table(table_name=a)']);
    assert.deepEqual(tablesOn('mysql'), ['drop_table(table_name=b)']);
    assert.deepEqual(tablesOn('mariadb'), ['drop_table(table_name=c)']);
    const guarded =
      "match 2:\n    case 1 | 2 if 1 > 2:\n        op.drop_table('a')\n    case 2:\n        op.drop_table('b')";
    assert.deepEqual(read(guarded), ['drop_table(table_name=b)']);
    const [captured = ''] = read("name = 't'\nmatch ['u']:\n    case [name]:\n        op.drop_table(name)");
    assert.match(captured, /doubt/);
    assert.doesNotMatch(captured, /'t'/);
  });

  test('batches, autocommit blocks and branches on the dialect', () => {
    const body = [
      "with op.batch_alter_table('t', schema='s') as b:",
      "    b.drop_column('c')",
      '    other(b)',
      'with op.get_context().autocommit_block():',
      "    op.execute('CREATE INDEX CONCURRENTLY ix ON t (a)')",
      "if op.get_bind().dialect.name == 'postgresql':",
      "    op.drop_table('x')",
      "elif op.get_context().dialect.name in ('mysql', 'mariadb'):",
      "    op.drop_table('y')",
      'else:',
      "    op.drop_table('z')",
    ].join('\n');
    const before = `${header}\ndef other(batch):\n    batch.drop_index('ix')\n`;
    const start = [
      'drop_column(column_name=c) | batch of t',
      'drop_index(index_name=ix) | batch of t',
      'sql create-index | autocommit',
    ];
    assert.deepEqual(read(body, { before }), [
      ...start,
      'drop_table(table_name=x) | on postgresql',
      'drop_table(table_name=y) | not postgresql | on mysql/mariadb',
      'drop_table(table_name=z) | not postgresql | not mysql/mariadb',
    ]);
    assert.deepEqual(read(body, { before, dialect: 'mariadb' }), [
      ...start,
      'drop_table(table_name=y) | not postgresql | on mysql/mariadb',
    ]);
    assert.deepEqual(
      read("if context.get_context().dialect.name != 'sqlite':\n    return\nop.drop_table('t')", {
        before: `${header}\nfrom alembic import context\n`,
      }),
      ['drop_table(table_name=t) | on sqlite'],
    );
  });

  test('what depends on the database may run or not', () => {
    const doubt = 'doubt: it depends on what the database holds | live';
    assert.deepEqual(
      read(
        "columns = [c['name'] for c in sa.inspect(op.get_bind()).get_columns('t')]\nif 'a' not in columns:\n    op.drop_table('t')\nop.drop_table('u')",
      ),
      [`drop_table(table_name=t) | ${doubt}`, 'drop_table(table_name=u)'],
    );
    assert.deepEqual(
      read("if not sa.inspect(op.get_bind()).has_table('t'):\n    return\nop.drop_table('u')"),
      [`drop_table(table_name=u) | ${doubt}`],
    );
    assert.deepEqual(
      read("for row in op.get_bind().execute(sa.text('select 1')):\n    op.drop_table(row[0])"),
      ['sql data', 'drop_table(table_name=?) | doubt: it depends on the rows of the database | live'],
    );
  });

  test('SQL, wherever it is executed', () => {
    const body = [
      "op.execute(sa.text('DROP TABLE a; UPDATE b SET c = 1'))",
      "bind = op.get_bind()\nbind.execute(f'ALTER TABLE {names.table()} DROP COLUMN c')",
      "sa.orm.Session(bind=bind).execute('CREATE TYPE x AS ENUM (1)')",
      'op.execute(open("x.sql").read())',
      'op.execute(sa.table("t").update().values(a=1))',
    ].join('\n');
    assert.deepEqual(read(body, { before: `${header}from app import names\n` }), [
      'sql drop-table, data',
      'sql alter-table',
      'sql create-type',
      'opaque: The SQL is not known: what open gives is not followed',
      'update t (a)',
    ]);
  });

  test('types and tables that make themselves', () => {
    const body = [
      "state = sa.Enum('a', 'b', name='state')",
      'state.create(op.get_bind(), checkfirst=True)',
      "sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer)).create(op.get_bind())",
      "meta = sa.MetaData()\nsa.Table('u', meta)\nmeta.create_all(bind=op.get_bind())",
      'Base.metadata.create_all(op.get_bind())',
    ].join('\n');
    assert.deepEqual(read(body, { before: `${header}from app.models import Base\n` }), [
      'create Enum(a b name=state)',
      'create Table(t MetaData() Column(a Integer))',
      'create Table(u MetaData())',
      'opaque: A call is not followed: app.models.Base.metadata.create_all is not in this file',
    ]);
  });

  test('what is not followed is said', () => {
    const before = `${header}from app.migrations import add_audit, note\nimport logging\n`;
    assert.deepEqual(
      read("add_audit('t')\nlogging.info('x')\nprint('y')\nop.create_hypertable('t')\nop.create_view('v')", {
        before,
      }),
      [
        'opaque: A call is not followed: app.migrations.add_audit is not in this file (t)',
        "opaque: op.create_hypertable is no operation of Alembic's own (t)",
      ],
    );
    assert.deepEqual(
      readOperations('from app import upgrade', 'upgrade').map(({ kind }) => kind),
      ['opaque'],
    );
    assert.deepEqual(readOperations('async def upgrade():\n    op.drop_table("t")', 'upgrade'), []);
    assert.deepEqual(readOperations('x = 1', 'upgrade'), []);
  });

  test('reading ends', () => {
    const kinds = (text: string): readonly string[] =>
      readOperations(text, 'upgrade').map((operation) =>
        operation.kind === 'opaque' ? operation.reason : operation.kind,
      );
    const loops = 'for a in range(1999):\n'.replace(/^/, '    ');
    assert.deepEqual(
      kinds(`def upgrade():\n${loops}        for b in range(1999):\n            c = a + b\n`),
      ['It is too much to follow'],
    );
    assert.deepEqual(
      kinds(`def upgrade():\n    x = ${"'a' + ".repeat(3_000)}'b'\n    op.execute(x)\n`).length <= 1,
      true,
    );
    assert.deepEqual(kinds('def upgrade():\n    while True:\n        op.drop_table("t")\n'), ['call']);
  });
});
