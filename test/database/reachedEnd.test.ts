import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { missedEnd } from '../../client/src/infrastructure/alembic/output/reachedEnd';
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
    const lines = plainEnvironment({ before: logged }).split('\n');
    const at = lines.findIndex((line) => line.startsWith('with engine'));
    const guarded = [
      ...lines.slice(0, at),
      'try:',
      ...lines.slice(at).map((line) => (line === '' ? '' : `    ${line}`)),
      'except Exception as error:',
      '    print("migration failed:", error)',
    ].join('\n');
    const broken = plainProject()['migrations/versions/b2.py']?.replace('op.create_table', 'op.no_such');
    const said = await upgraded(guarded, { files: { 'migrations/versions/b2.py': broken ?? '' } });
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
