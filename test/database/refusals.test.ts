import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { explainRefusal, explainedRefusal } from '../../client/src/infrastructure/alembic/output/refusal';
import { MariaDb } from '../fixtures/mariadb';
import { Postgres } from '../fixtures/postgres';
import { asyncEnvironment, plainProject } from './alembicProject';
import { driversPython } from './driversPython';
import { DrivenProject } from './drivenProject';

const asyncDrivers = new Set(['asyncpg', 'aiomysql', 'aiosqlite']);

/** As drivers say it, by SQLAlchemy and directly. */
const lostStatements: readonly (readonly [driver: string, line: string])[] = [
  [
    'asyncpg, one that is there',
    `sqlalchemy.exc.ProgrammingError: (sqlalchemy.dialects.postgresql.asyncpg.ProgrammingError) <class 'asyncpg.exceptions.DuplicatePreparedStatementError'>: prepared statement "__asyncpg_stmt_1__" already exists`,
  ],
  [
    'asyncpg, one that is not',
    `sqlalchemy.exc.DBAPIError: (sqlalchemy.dialects.postgresql.asyncpg.Error) <class 'asyncpg.exceptions.InvalidSQLStatementNameError'>: prepared statement "__asyncpg_stmt_4__" does not exist`,
  ],
  [
    'asyncpg without SQLAlchemy',
    'asyncpg.exceptions.DuplicatePreparedStatementError: prepared statement "__asyncpg_stmt_1__" already exists',
  ],
  [
    'psycopg, one that is there',
    'sqlalchemy.exc.ProgrammingError: (psycopg.errors.DuplicatePreparedStatement) prepared statement "_pg3_0" already exists',
  ],
  [
    'psycopg, one that is not',
    'sqlalchemy.exc.OperationalError: (psycopg.errors.InvalidSqlStatementName) prepared statement "_pg3_0" does not exist',
  ],
];

suite('what a database refuses', () => {
  let python = '';
  let postgres: Postgres;
  let mariadb: MariaDb;
  let project: DrivenProject | undefined;

  suiteSetup(async () => {
    python = await driversPython();
    [postgres, mariadb] = await Promise.all([Postgres.start(), MariaDb.start()]);
    const database = postgres.createDatabase('guarded');
    postgres.sql(database, 'CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)');
    postgres.sql(database, `CREATE ROLE weak LOGIN PASSWORD '${postgres.password}'`);
    mariadb.createDatabase('guarded');
    mariadb.sql('guarded', `CREATE USER 'weak'@'127.0.0.1' IDENTIFIED BY '${mariadb.password}'`);
  });
  suiteTeardown(() => Promise.all([postgres?.stop(), mariadb?.stop()]));
  teardown(() => {
    project?.assertNeverShown(postgres.password, mariadb.password);
    project?.remove();
    project = undefined;
  });

  const make = (url: string, driver: string): DrivenProject =>
    (project = new DrivenProject(python, {
      ...plainProject(url),
      'migrations/env.py': environment(asyncDrivers.has(driver)),
    }));

  for (const driver of ['psycopg2', 'psycopg', 'asyncpg']) {
    test(`${driver}: no such database, and no right to read the version table`, async () => {
      const missing = await make(postgres.url(driver, 'nodb'), driver).databaseError();
      assert.equal(missing.kind, 'databaseMissing', JSON.stringify(missing));
      assert.match(missing.message, /database "nodb" does not exist/);
      project?.remove();
      const weak = postgres.url(driver, 'guarded').replace(`//${postgres.user}:`, '//weak:');
      const refused = await make(weak, driver).databaseError();
      assert.equal(refused.kind, 'permissionDenied', JSON.stringify(refused));
      assert.match(refused.message, /permission denied for table alembic_version/);
    });
  }

  for (const driver of ['pymysql', 'aiomysql']) {
    test(`${driver}: no such database, and no right to one`, async () => {
      const missing = await make(mariadb.url(driver, 'nodb'), driver).databaseError();
      assert.equal(missing.kind, 'databaseMissing', JSON.stringify(missing));
      project?.remove();
      const weak = mariadb.url(driver, 'guarded').replace(`//${mariadb.user}:`, '//weak:');
      const refused = await make(weak, driver).databaseError();
      assert.equal(refused.kind, 'permissionDenied', JSON.stringify(refused));
    });
  }

  for (const driver of ['pysqlite', 'aiosqlite']) {
    test(`${driver}: locked by another connection`, async () => {
      const made = make(`sqlite+${driver}:///app.db?timeout=0.1`, driver);
      made.run('-c', 'import sqlite3; sqlite3.connect("app.db").execute("CREATE TABLE t (id INTEGER)")');
      const lock =
        'import sqlite3\nlocking = sqlite3.connect("app.db", check_same_thread=False)\nlocking.execute("BEGIN EXCLUSIVE")\n';
      made.write('migrations/env.py', lock + made.read('migrations/env.py'));
      const refused = await made.databaseError();
      assert.equal(refused.kind, 'databaseLocked', JSON.stringify(refused));
      const { outcome } = await made.drive('upgrade', 'head');
      assert.ok(outcome.kind === 'failure');
      assert.match(
        explainedRefusal(outcome.message) ?? outcome.message,
        /^The database is locked by another connection \(database is locked\); let that one end/,
      );
    });
  }

  test('a folder that is not there', async () => {
    const missing = await make('sqlite:///no/such/app.db', 'pysqlite').databaseError();
    assert.equal(missing.kind, 'databaseMissing', JSON.stringify(missing));
  });

  test('a statement of env.py is the database’s refusal, with its line', async () => {
    const made = make('sqlite:///app.db', 'pysqlite');
    made.write(
      'migrations/env.py',
      made
        .read('migrations/env.py')
        .replace(
          'with engine.connect() as connection:',
          'with engine.connect() as connection:\n    connection.exec_driver_sql("SELECT * FROM tenants")',
        ),
    );
    const refused = await made.databaseError();
    assert.equal(refused.kind, 'databaseRefused', JSON.stringify(refused));
    assert.match(refused.message, /no such table: tenants/);
    assert.ok(refused.line);
  });

  for (const driver of ['psycopg2', 'psycopg', 'asyncpg'])
    test(`${driver}: the schema of the version table is missing`, async () => {
      const made = make(postgres.url(driver, postgres.createDatabase(`schemas_${driver}`)), driver);
      const configured = made
        .read('migrations/env.py')
        .replace('connection=connection', 'connection=connection, version_table_schema="nowhere"');
      made.write('migrations/env.py', configured);
      const [database] = await made.databases();
      assert.deepEqual(database?.heads, [], 'nobody has migrated it');
      const { outcome } = await made.drive('upgrade', 'head');
      assert.ok(outcome.kind === 'failure');
      assert.match(
        explainedRefusal(outcome.message) ?? outcome.message,
        /^There is no such schema \((?:.*: )?schema "nowhere" does not exist\); create it, or correct its name in version_table_schema/,
      );
    });

  for (const driver of ['pymysql', 'aiomysql'])
    test(`${driver}: a URL without a database`, async () => {
      const made = make(mariadb.url(driver, ''), driver);
      const missing = await made.databaseError();
      assert.equal(missing.kind, 'databaseMissing', JSON.stringify(missing));
      assert.equal(
        explainRefusal('databaseMissing', missing.message),
        'There is no such database (the URL names none); create it, or correct its name where env.py takes it from.',
      );
      const { outcome } = await made.drive('upgrade', 'head');
      assert.equal(outcome.kind, 'failure', 'the real command fails as well');
    });

  for (const [what, line] of lostStatements)
    test(`a pooler loses a prepared statement: ${what}`, () =>
      assert.match(
        explainedRefusal(line) ?? line,
        /^A connection pooler such as PgBouncer loses prepared statements \(prepared statement "\w+" (?:already exists|does not exist)\); /,
      ));

  test('what is no database’s is not called so', () => {
    assert.equal(explainedRefusal('PermissionError: [Errno 13] permission denied for table x'), undefined);
    assert.equal(explainedRefusal('ValueError: database is locked'), undefined);
    assert.match(
      explainedRefusal(
        'sqlalchemy.exc.ProgrammingError: (psycopg2.errors.InsufficientPrivilege) permission denied for schema public',
      ) ?? '',
      /^The database's user may not do this \(permission denied for schema public\); grant/,
    );
    assert.match(
      explainedRefusal('asyncpg.exceptions.InvalidCatalogNameError: database "nodb" does not exist') ?? '',
      /^There is no database nodb \(database "nodb" does not exist\); create it/,
    );
  });
});

function environment(isAsync: boolean): string {
  if (!isAsync)
    return `from alembic import context
from sqlalchemy import create_engine

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;
  return asyncEnvironment;
}
