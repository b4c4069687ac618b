import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import { foldSql } from '../../client/src/features/sqlPreview/foldSql';
import { layoutSql } from '../../client/src/features/sqlPreview/layoutSql';
import { describePart, previewText } from '../../client/src/features/sqlPreview/previewText';
import { stampDetail } from '../../client/src/features/stamp/stampQuestion';

const offline = `BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,${' '}
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> a1

CREATE TABLE users (
    id SERIAL NOT NULL,${' '}
    name VARCHAR(30),${' '}
    PRIMARY KEY (id)
);

DO $$ BEGIN RAISE NOTICE 'a; b'; END $$;

INSERT INTO alembic_version (version_num) VALUES ('a1') RETURNING alembic_version.version_num;

COMMIT;

`;

const laidOut = `BEGIN;

CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL,
  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> a1
CREATE TABLE users (id SERIAL NOT NULL, name VARCHAR(30), PRIMARY KEY (id));

DO $$ BEGIN RAISE NOTICE 'a; b'; END $$;

INSERT INTO
  alembic_version (version_num)
VALUES
  ('a1')
RETURNING
  alembic_version.version_num;

COMMIT;`;

suite('the text of an SQL preview', () => {
  test('is laid out, in the order and with the comments of Alembic', () => {
    assert.equal(layoutSql(offline, 'postgresql'), laidOut);
  });

  test("a statement that the formatter can't read stays as it was, the others are laid out", () => {
    const odd = "SELECT 'never closed;";
    assert.equal(layoutSql(`${odd}\n\nUPDATE t SET a=1;\n\n`, 'sqlite'), `${odd}\n\nUPDATE t\nSET\n  a = 1;`);
  });

  test('a dialect that nobody has heard of is SQL', () => {
    assert.equal(layoutSql('UPDATE t SET a=1;', 'firebolt'), 'UPDATE t\nSET\n  a = 1;');
  });

  test('dollar quotes, backticks and brackets are those of the dialect', () => {
    assert.match(layoutSql('SELECT `a b` FROM `t`;', 'mysql'), /`a b`/);
    assert.match(layoutSql('SELECT [a b] FROM [t];', 'mssql'), /\[a b\]/);
    assert.match(layoutSql("SELECT E'\\n', $q$ ; $q$;", 'postgresql'), /\$q\$ ; \$q\$/);
  });

  test('folds: each revision without the transaction around it, and each statement of several lines', () => {
    const first = (line: number): string => laidOut.split('\n')[line] ?? '';
    const folds = foldSql(laidOut).map(({ start, end, bookkeeping }) => [
      first(start),
      first(end),
      bookkeeping,
    ]);
    assert.deepEqual(folds, [
      ['-- Running upgrade  -> a1', '  alembic_version.version_num;', false],
      ['CREATE TABLE alembic_version (', ');', true],
      ['INSERT INTO', '  alembic_version.version_num;', true],
    ]);
  });

  test('the version table of a schema is bookkeeping, another table of a like name is not', () => {
    const bookkeeping = (text: string): readonly boolean[] => foldSql(text).map((fold) => fold.bookkeeping);
    assert.deepEqual(bookkeeping('UPDATE app.alembic_version\nSET\n  a = 1;\n'), [true]);
    assert.deepEqual(bookkeeping('UPDATE "app"."alembic_version"\nSET\n  a = 1;\n'), [true]);
    assert.deepEqual(bookkeeping('UPDATE alembic_version_log\nSET\n  a = 1;\n'), [false]);
  });

  const nothingMasked = { text: (text: string) => text, sql: (sql: string) => sql };
  const part = { direction: 'upgrade', start: [], target: 'head' } as const;

  test('each revision is named by its message, which can be no SQL', () => {
    const sql =
      '-- Running upgrade  -> a1\n\nSELECT 1;\n\n-- Running upgrade a1 -> b2\n\nSELECT 2;\n\n-- Running downgrade b2 -> a1\n\nSELECT 3;\n';
    const messages: Readonly<Record<string, string>> = { a1: '', b2: 'add "x";\nDROP TABLE y' };
    const text = previewText([part], [{ scripts: [{ name: null, dialect: 'sqlite', sql }] }], {
      ...nothingMasked,
      messageOf: (id) => messages[id] ?? '',
    });
    assert.deepEqual(
      text.split('\n').filter((line) => line.includes('Running')),
      [
        '-- Running upgrade  -> a1',
        '-- Running upgrade a1 -> b2, add "x"; DROP TABLE y',
        '-- Running downgrade b2 -> a1, add "x"; DROP TABLE y',
      ],
    );
  });

  test('says what it is, for each part and database', () => {
    const scripts = [
      { name: 'one', dialect: 'sqlite', sql: 'SELECT 1;\n\n' },
      { name: 'two', dialect: 'mysql', sql: '' },
    ];
    const broken = {
      kind: 'environmentRaised',
      type: 'builtins.NotImplementedError',
      message: 'no way\nback',
      file: null,
      line: null,
    } as const;
    const down = { direction: 'downgrade', start: ['a1'], target: 'a1', only: true } as const;
    assert.equal(
      previewText([part, down], [{ scripts }, { error: broken }], nothingMasked),
      `-- SQL of the upgrade from base to head (one, sqlite). Nothing was run.

SELECT
  1;

-- SQL of the upgrade from base to head (two, mysql). Nothing was run.

-- There is nothing to run.

-- SQL of the downgrade of a1: it can't be written out (no way).
`,
    );
    assert.equal(describePart({ ...part, start: ['a', 'b'] }), 'upgrade from a, b to head');
  });

  test('masked secrets are pointed out', () => {
    const scripts = [{ name: null, dialect: 'sqlite', sql: "SELECT 'hush';" }];
    const text = previewText([part], [{ scripts }], {
      ...nothingMasked,
      sql: (each) => each.replaceAll('hush', '***'),
    });
    assert.match(text, /^-- Secrets are shown as \*\*\*/);
    assert.ok(!text.includes('hush'));
    assert.equal(
      layoutSql("ALTER USER a IDENTIFIED BY ***; SELECT '***'", 'oracle'),
      "ALTER USER a IDENTIFIED BY ***;\n\nSELECT\n  '***'",
    );
    const there = [{ scripts: [{ name: null, dialect: 'sqlite', sql: "SELECT '***';" }] }];
    assert.match(previewText([part], there, nothingMasked), /^-- SQL of the upgrade/, 'stars of its own');
    const before = [{ scripts: [{ name: null, dialect: 'sqlite', sql: "SELECT '***';", masked: true }] }];
    assert.match(previewText([part], before, nothingMasked), /^-- Secrets are shown as/);
  });
});

suite('what a person reads before a stamp', () => {
  test('what is skipped, forgotten and removed', () => {
    const step = (id: string) => ({ id, message: `make ${id}`, uri: '', destructive: false });
    const database = {
      ...{ name: null, dialect: 'postgresql', driver: 'psycopg', url: null, host: 'db', port: 5432 },
      ...{ database: 'app', user: 'me', versionTable: 'alembic_version', versionTableSchema: null },
      heads: ['a1', 'f00'],
    };
    const stamp = { rowsAfter: ['b2'], believedApplied: [step('b2')], forgotten: [step('c3')] };
    assert.equal(
      stampDetail([{ ...stamp, database: { ...database, heads: ['a1'] }, unknown: [] }]),
      `postgresql, host db:5432, database app, user me
Now at a1, will say b2.

Skipped: will be believed applied without having run:
• make b2 — b2

Forgotten: will be believed not applied although they were:
• make c3 — c3

A stamp runs no migration: only the version table changes, tables and data stay as they are.`,
    );
    assert.equal(
      stampDetail([{ ...stamp, database, unknown: ['f00'] }]),
      `postgresql, host db:5432, database app, user me
Now at a1, f00, will say b2.

Will be believed applied, whether they have run or not: where the database stands is not known here:
• make b2 — b2

Forgotten: will be believed not applied although they were:
• make c3 — c3
Removed from the table, unknown here: f00

A stamp runs no migration: only the version table changes, tables and data stay as they are.`,
    );
  });
});
