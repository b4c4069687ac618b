import assert from 'node:assert/strict';
import type { Dialect } from '../../../server/core/schema/dialect';
import { replay } from '../../../server/core/schema/replay';
import type { Schema } from '../../../server/core/schema/schema';
import { emptySchema } from '../../../server/core/schema/schema';
import { assertLinear } from '../../fixtures/assertLinear';

/** The schema that one revision leaves, given as the lines of its `upgrade`. */
function schemaOf(lines: readonly string[], dialect: Dialect = 'postgresql'): Schema {
  const text = `from alembic import op\nimport sqlalchemy as sa\n\ndef upgrade():\n${lines.map((line) => `    ${line}\n`).join('')}`;
  const steps = replay(emptySchema, [{ id: 'a', file: '/versions/a.py', text }], dialect);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function lines(count: number, line: (at: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, at) => line(at));
}

const users =
  "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('age', sa.Integer))";
const table = (at: number, column: string): string => `op.create_table('t${at}', ${column})`;

suite('what the replay of operations may take', () => {
  const histories: Readonly<Record<string, (count: number) => readonly string[]>> = {
    'foreign keys without a name': (count) =>
      lines(4 * count, () => "op.create_foreign_key(None, 'users', 'users', ['age'], ['id'])"),
    'unique constraints without a name': (count) =>
      lines(4 * count, () => "op.create_unique_constraint(None, 'users', ['age'])"),
    'columns that are added': (count) =>
      lines(4 * count, (at) => `op.add_column('users', sa.Column('c${at}', sa.Integer))`),
    'labels of an enumeration that many tables have': (count) => [
      ...lines(count, (at) => table(at, "sa.Column('a', sa.Enum('x', name='e'))")),
      ...lines(4 * count, (at) => `op.execute("ALTER TYPE e ADD VALUE 'v${at}'")`),
    ],
    'tables that are renamed': (count) => [
      ...lines(count, (at) => table(at, "sa.Column('a', sa.Integer)")),
      ...lines(count, (at) => `op.rename_table('t${at}', 's${at}')`),
    ],
  };
  for (const [name, history] of Object.entries(histories))
    test(`thousands of operations take linear time, or are no longer followed: ${name}`, () => {
      assertLinear(250, (count) => {
        assert.ok(schemaOf([users, ...history(count)]).tables.size > 0);
      });
    });

  test('names in any case are found without a look at each table', () => {
    assertLinear(600, (count) => {
      const made = lines(count, (at) => table(at, "sa.Column('a', sa.Integer)"));
      const added = lines(count, (at) => `op.add_column('T${at}', sa.Column('b', sa.Integer))`);
      const { tables } = schemaOf([...made, ...added], 'sqlite');
      assert.equal([...tables.values()][count - 1]?.columns.length, 2);
    });
  });

  test('a table of more parts than databases take is said to be doubtful', () => {
    const add = (count: number): readonly string[] => [
      users,
      ...lines(count, (at) => `op.add_column('users', sa.Column('c${at}', sa.Integer))`),
    ];
    const small = schemaOf(add(1500)).tables.get('.users');
    assert.deepEqual([small?.columns.length, small?.doubt], [1502, undefined]);
    const columns = lines(2500, (at) => `sa.Column('c${at}', sa.Integer)`).join(', ');
    for (const large of [schemaOf(add(3000)), schemaOf([`op.create_table('users', ${columns})`])])
      assert.match(
        large.tables.get('.users')?.doubt ?? '',
        /more than 2000 columns, constraints and indexes/,
      );
  });

  test('labels of more than a thousand are not known', () => {
    const grown = (count: number): Schema =>
      schemaOf([
        table(0, "sa.Column('a', sa.Enum('x', name='e'))"),
        ...lines(count, (at) => `op.execute("ALTER TYPE e ADD VALUE 'v${at}'")`),
      ]);
    const labelsOf = (schema: Schema): number | undefined =>
      [...schema.enumerations.values()][0]?.labels?.length;
    assert.equal(labelsOf(grown(999)), 1000);
    assert.equal(labelsOf(grown(1000)), undefined);
  });

  test('names that constraints get are the first free ones, also where an index has taken one', () => {
    const unnamed = "op.create_unique_constraint(None, 'users', ['age'])";
    const { tables } = schemaOf([
      "op.create_table('other', sa.Column('id', sa.Integer))",
      users,
      unnamed,
      "op.create_index('users_age_key1', 'other', ['id'])",
      unnamed,
      "op.drop_constraint('users_age_key', 'users')",
      unnamed,
      "op.drop_index('users_age_key1', 'other')",
      unnamed,
    ]);
    const names = [...tables.values()]
      .find(({ name }) => name === 'users')
      ?.uniqueConstraints.map(({ databaseName }) => databaseName);
    assert.deepEqual(names, ['users_age_key2', 'users_age_key', 'users_age_key1']);
  });
});
