import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { missedEnd } from '../../client/src/infrastructure/alembic/output/reachedEnd';
import { standing } from '../../client/src/infrastructure/alembic/databases/standing';
import { MariaDb } from '../fixtures/mariadb';
import { Postgres } from '../fixtures/postgres';
import { plainEnvironment, plainProject } from './alembicProject';
import { newestPython } from './alembicVersions';
import { DrivenProject } from './drivenProject';

const logged = 'import logging\nlogging.basicConfig(level=logging.INFO, format="%(message)s")\n';

suite('a run that ends without an error', () => {
  let python = '';
  let postgres: Postgres;
  let mariadb: MariaDb;
  let project: DrivenProject | undefined;
  let databases = 0;

  suiteSetup(async () => {
    python = await newestPython();
    [postgres, mariadb] = await Promise.all([Postgres.start(), MariaDb.start()]);
  });
  suiteTeardown(() => Promise.all([postgres?.stop(), mariadb?.stop()]));
  teardown(() => {
    project?.remove();
    project = undefined;
  });

  /** What is said after an upgrade to `b2`. */
  async function upgraded(
    environment: string,
    { url = postgres.url('psycopg', postgres.createDatabase(`end${++databases}`)), files = {} } = {},
  ): Promise<string | undefined> {
    project = new DrivenProject(python, {
      ...plainProject(url),
      'migrations/env.py': environment,
      ...files,
    });
    const [database] = await project.databases();
    assert.ok(database);
    const { outcome, output } = await project.drive('upgrade', 'b2');
    assert.deepEqual(outcome, { kind: 'success' });
    return missedEnd([{ database, rows: ['b2'] }], await project.databases(), output);
  }

  test('is done where the rows are where the plan ends', async () => {
    assert.equal(await upgraded(plainEnvironment()), undefined);
  });

  test('is not done where nothing was committed', async () => {
    const uncommitted = plainEnvironment({ before: logged }).replace(
      'context.configure(',
      'connection.exec_driver_sql("SELECT 1")\n    context.configure(',
    );
    const said = await upgraded(uncommitted);
    assert.match(
      said ?? '',
      /^end\d+ stands at base, not at b2: the migrations ran, but perhaps nothing was committed/,
    );
  });

  test('is not done where MariaDB has the tables, and nobody committed the row', async () => {
    const uncommitted = plainEnvironment({ before: logged }).replace(
      'context.configure(',
      'connection.exec_driver_sql("SELECT 1")\n    context.configure(',
    );
    const url = mariadb.url('pymysql', mariadb.createDatabase('kept'));
    const said = await upgraded(uncommitted, { url });
    assert.match(said ?? '', /^kept stands at (?:a1|base), not at b2: /);
    assert.ok(mariadb.sql('kept', 'SHOW TABLES').includes('users'));
  });

  test('is not done where env.py catches the error, which is quoted', async () => {
    const printing = guarded(
      plainEnvironment({ before: logged }),
      'except Exception as error:\n    print("migration failed:", error)',
    );
    const broken = plainProject()['migrations/versions/b2.py']?.replace('op.create_table', 'op.no_such');
    const said = await upgraded(printing, { files: { 'migrations/versions/b2.py': broken ?? '' } });
    assert.match(
      said ?? '',
      /^end\d+ stands at base, not at b2: env\.py may have caught an error \(the output ends with "migration failed: .*no_such.*"\), or nothing was committed/,
    );
  });

  test('is not done where the run went to another database', async () => {
    const other = postgres.url('psycopg', postgres.createDatabase('elsewhere'));
    const environment = `import sys\n${plainEnvironment().replace(
      'create_engine(context.config.get_main_option("sqlalchemy.url"))',
      `create_engine("${other}" if "upgrade" in sys.argv else context.config.get_main_option("sqlalchemy.url"))`,
    )}`;
    assert.match(
      (await upgraded(environment)) ?? '',
      /^end\d+ stands at base, not at b2: env\.py may have committed nothing, caught an error, /,
    );
  });

  test('is not done where env.py passes over the error without a word', async () => {
    const broken = plainProject()['migrations/versions/b2.py']?.replace('op.create_table', 'op.no_such');
    const silent = guarded(plainEnvironment(), 'except Exception: pass');
    const said = await upgraded(silent, { files: { 'migrations/versions/b2.py': broken ?? '' } });
    assert.match(
      said ?? '',
      /^end\d+ stands at base, not at b2: env\.py may have committed nothing, caught an error, /,
    );
  });

  test('is not done where env.py catches the error of one revision, and the ones before stay', async () => {
    const broken = plainProject()['migrations/versions/b2.py']?.replace('op.create_table', 'op.no_such');
    const each = guarded(
      plainEnvironment().replace(
        'connection=connection',
        'connection=connection, transaction_per_migration=True',
      ),
      'except Exception: pass',
    );
    const said = await upgraded(each, { files: { 'migrations/versions/b2.py': broken ?? '' } });
    assert.match(said ?? '', /^end\d+ stands at a1, not at b2: it stopped on the way, /);
  });

  test('is not done where env.py rolls back in the end', async () => {
    const rolled = plainEnvironment({ before: logged })
      .replace('context.configure(', 'connection.begin()\n    context.configure(')
      .replace('context.run_migrations()', 'context.run_migrations()\n    connection.rollback()');
    assert.match(
      (await upgraded(rolled)) ?? '',
      /^end\d+ stands at base, not at b2: the migrations ran, but perhaps nothing was committed/,
    );
  });

  test('is done where the engine commits each statement', async () => {
    const automatic = plainEnvironment().replace('"))', '"), isolation_level="AUTOCOMMIT")');
    assert.ok(automatic.includes('AUTOCOMMIT'));
    assert.equal(await upgraded(automatic), undefined);
  });

  test('of two databases the one that did not commit is named, and where it stands', async () => {
    const [one, two] = ['first', 'second'].map((name) => postgres.createDatabase(name));
    const both = `from alembic import context
from sqlalchemy import create_engine

for url, commits in (("${postgres.url('psycopg', one ?? '')}", True), ("${postgres.url('psycopg', two ?? '')}", False)):
    with create_engine(url).connect() as connection:
        transaction = connection.begin()
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
        transaction.commit() if commits else transaction.rollback()
`;
    project = new DrivenProject(python, { ...plainProject(), 'migrations/env.py': both });
    const before = await project.databases();
    assert.equal(before.length, 2);
    const { outcome, output } = await project.drive('upgrade', 'b2');
    assert.deepEqual(outcome, { kind: 'success' });
    const after = await project.databases();
    const expected = before.map((database) => ({ database, rows: ['b2'] }));
    assert.match(missedEnd(expected, after, output) ?? '', /^second stands at base, not at b2: /);
    assert.equal(standing(after), 'first now stands at b2; second now stands at base.');
  });

  test('is not known where env.py leads elsewhere afterwards', async () => {
    const other = postgres.url('psycopg', postgres.createDatabase('later'));
    const environment = `import os, sys\n${plainEnvironment({
      after: 'if "upgrade" in sys.argv: open("moved", "w").close()',
    }).replace(
      'create_engine(context.config.get_main_option("sqlalchemy.url"))',
      `create_engine("${other}" if os.path.exists("moved") else context.config.get_main_option("sqlalchemy.url"))`,
    )}`;
    assert.match(
      (await upgraded(environment)) ?? '',
      /^env\.py leads to another database now \(later\), so where end\d+ stands is not known$/,
    );
  });
});

/** An env.py that goes on after an error of its migrations. */
function guarded(environment: string, handler: string): string {
  const lines = environment.split('\n');
  const at = lines.findIndex((line) => line.startsWith('with engine'));
  const tried = lines.slice(at).map((line) => (line === '' ? '' : `    ${line}`));
  return [...lines.slice(0, at), 'try:', ...tried, handler].join('\n');
}
