import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import {
  describeDifference,
  differenceDetail,
  differenceSubject,
  driftSentence,
  groupDrift,
  sideOf,
} from '../../client/src/features/databaseCheck/drift';
import type { Drift } from '../../client/src/features/databaseCheck/drift';
import { driftText } from '../../client/src/features/databaseCheck/driftText';
import { askCompare } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type {
  CompareAnswer,
  DatabaseState,
  ModelDifference,
} from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { Postgres } from '../fixtures/postgres';
import { plainCommand } from './alembicProject';
import { newestPython } from './alembicVersions';
import { DrivenProject } from './drivenProject';

const column: ModelDifference = {
  ...{ database: null, operation: 'add column', schema: null, table: 'users', name: 'nickname' },
  ...{ code: "op.add_column('users',\n    column)", file: '/app/models.py', line: 9, detail: 'VARCHAR(40)' },
};
const index: ModelDifference = {
  ...column,
  ...{ operation: 'create index', name: 'ix', code: 'op.create_index()', file: null, detail: 'nickname' },
};
const database = (name: string | null, path: string): DatabaseState => ({
  ...{ name, dialect: 'sqlite', driver: null, url: null, host: null, port: null, database: path, user: null },
  ...{ versionTable: null, versionTableSchema: null, heads: [] },
});
const drift = (databases: readonly DatabaseState[], differences: readonly ModelDifference[]): Drift => ({
  ...{
    environment: 'e',
    label: 'alembic.ini',
    databases,
    differences,
    unseen: [],
    modelFiles: [],
    checkedAt: '14:02',
  },
});

suite('what a person reads of drift', () => {
  test('the document: a heading for each table, the Python of each difference', () => {
    assert.equal(
      driftText('app.db', [column, index], (file) => file.replace('/app/', '')),
      `# The models and app.db differ

2 differences between the models and the database, as autogenerate finds them: a revision with these operations would make them equal. Nothing was written.

## users

- add column users.nickname: VARCHAR(40) (model: models.py:9)

  \`\`\`python
  op.add_column('users',
      column)
  \`\`\`

- create index users.ix: nickname

  \`\`\`python
  op.create_index()
  \`\`\`
`,
    );
  });

  test('a row says which side has it', () => {
    const row = (difference: ModelDifference): string =>
      `${differenceSubject(difference)}: ${differenceDetail(difference)}`;
    assert.equal(row(column), 'column nickname: VARCHAR(40) · only in the models');
    assert.equal(row(index), 'index ix: nickname · only in the models');
    const dropped = { ...column, operation: 'drop table', name: null, detail: null };
    assert.equal(row(dropped), 'table users: only in the database');
    assert.equal(sideOf(dropped), 'database');
    const changed = { ...column, operation: 'alter column', detail: 'must not be null in the models' };
    assert.equal(row(changed), 'column nickname: must not be null in the models');
    assert.equal(row({ ...changed, detail: null }), 'column nickname: differs');
    assert.equal(describeDifference({ ...column, schema: 'app' }), 'add column app.users.nickname');
  });

  test('rows by table; by database first where several were asked, those without drift too', () => {
    const others = { ...index, table: 'orders' };
    const tables = (found: Drift): unknown =>
      groupDrift(found).map((group) => [
        group.title,
        group.tables.map((each) => [each.table, each.differences.length]),
      ]);
    assert.deepEqual(tables(drift([database(null, 'a.db')], [column, others, index])), [
      [
        null,
        [
          ['users', 2],
          ['orders', 1],
        ],
      ],
    ]);
    const two = [database('one', 'a.db'), database('two', 'b.db')];
    assert.deepEqual(tables(drift(two, [{ ...column, database: 'two' }])), [
      ['one (a.db)', []],
      ['two (b.db)', [['users', 1]]],
    ]);
    assert.deepEqual(tables(drift(two, [column])), [[null, [['users', 1]]]], 'nobody knows which');
  });

  test('one sentence over the rows', () => {
    const one = [database(null, '/data/a.db')];
    assert.equal(
      driftSentence(drift(one, []), undefined),
      'No drift: a.db is what the models say. Checked at 14:02.',
    );
    assert.equal(
      driftSentence(drift(one, [column]), 'models.py has changed since'),
      'Out of date: models.py has changed since. At 14:02 there was 1 difference between the models and a.db.',
    );
    // What was so is not said as if it were.
    assert.equal(
      driftSentence(drift(one, []), 'a migration ran since'),
      'Out of date: a migration ran since. At 14:02 a.db was what the models said.',
    );
    assert.match(driftSentence(drift([], [column, index]), undefined), /^2 differences .* the database\./);
  });
});

const models = `import sqlalchemy as sa
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Account(Base):
    __tablename__ = "accounts"
    __table_args__ = (sa.Index("ix_accounts_email", "email"), {"schema": "shop"})
    id = sa.Column(sa.Integer, primary_key=True)
    email = sa.Column(sa.String(200), nullable=False)
    owner_id = sa.Column(sa.ForeignKey("shop.owners.id"))


class Owner(Base):
    __tablename__ = "owners"
    __table_args__ = {"schema": "shop"}
    id = sa.Column(sa.Integer, primary_key=True)
`;

const environment = `import os
from alembic import context
from sqlalchemy import create_engine
from models import Base
with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, include_schemas=True, compare_type=True,
        include_name=lambda name, kind, parents: kind != "schema" or name == "shop",
    )
    with context.begin_transaction():
        context.run_migrations()
`;

const revision = `import sqlalchemy as sa
from alembic import op
revision = "a1"
down_revision = None


def upgrade():
    op.execute("CREATE SCHEMA shop")
    op.create_table("owners", sa.Column("id", sa.Integer, primary_key=True), schema="shop")
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.String(100)),
        sa.Column("fax", sa.Text),
        schema="shop",
    )
`;

suite('drift of a PostgreSQL database', () => {
  let postgres: Postgres;
  let project: DrivenProject | undefined;

  suiteSetup(async () => {
    postgres = await Postgres.start();
  });
  suiteTeardown(async () => postgres?.stop());
  teardown(() => {
    delete process.env['DATABASE_URL'];
    project?.remove();
  });

  test('types, nullability, indexes, foreign keys and what only the database has, in a schema', async () => {
    project = new DrivenProject(await newestPython(), {
      'alembic.ini': '[alembic]\nscript_location = migrations\n',
      'migrations/env.py': environment,
      'migrations/script.py.mako': '',
      'migrations/versions/a1.py': revision,
      'models.py': models,
    });
    process.env['DATABASE_URL'] = postgres.url('psycopg', postgres.createDatabase('drift'));
    project.alembic('upgrade', 'head');
    const answer = await askCompare(project.bridgeRun, plainCommand());
    assert.ok('result' in answer, JSON.stringify(answer));
    const { differences, databases }: CompareAnswer = answer.result;
    const rows = differences.map((each) => [each.table, differenceSubject(each), differenceDetail(each)]);
    assert.deepEqual(
      rows.sort(),
      [
        [
          'accounts',
          'column email',
          'VARCHAR(100) in the database, VARCHAR(200) in the models, must not be null in the models',
        ],
        ['accounts', 'column fax', 'TEXT · only in the database'],
        ['accounts', 'column owner_id', 'INTEGER · only in the models'],
        ['accounts', 'foreign key', 'owner_id · only in the models'],
        ['accounts', 'index ix_accounts_email', 'email · only in the models'],
      ].sort(),
    );
    for (const { schema, line, file } of differences) {
      assert.deepEqual([schema, line, file], ['shop', 7, project.path('models.py')]);
    }
    assert.equal(databases[0]?.dialect, 'postgresql');
    project.assertNeverShown(postgres.password);
  });
});
