import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { describePartialRun } from '../../client/src/infrastructure/alembic/output/partialRun';
import { eventually } from '../fixtures/eventually';
import { MariaDb } from '../fixtures/mariadb';
import { Postgres } from '../fixtures/postgres';
import { plainEnvironment, plainProject } from './alembicProject';
import { newestPython } from './alembicVersions';
import { DrivenProject } from './drivenProject';

const logged = `import logging
logging.basicConfig(level=logging.INFO, format="%(levelname)s [%(name)s] %(message)s")
`;
const b2 = 'migrations/versions/b2.py';

suite('migrations that take long, are cancelled, or fail', () => {
  let python = '';
  let postgres: Postgres;
  let mariadb: MariaDb;
  let databases = 0;
  let slow: { readonly project: DrivenProject; readonly end: ReturnType<DrivenProject['drive']> } | undefined;
  let project: DrivenProject | undefined;

  suiteSetup(async () => {
    python = await newestPython();
    [postgres, mariadb] = await Promise.all([Postgres.start(), MariaDb.start()]);
    // The slow one runs beside all others.
    const { url } = onPostgres();
    const made = make(url, { [b2]: withStep(b2, 'op.execute("SELECT pg_sleep(61)")') });
    slow = { project: made, end: made.drive('upgrade', 'head') };
  });
  suiteTeardown(async () => {
    slow?.project.remove();
    await Promise.all([postgres.stop(), mariadb.stop()]);
  });
  teardown(() => {
    project?.remove();
    project = undefined;
  });

  const onPostgres = (): { readonly url: string; readonly database: string } => {
    const database = postgres.createDatabase(`app${++databases}`);
    return { url: postgres.url('psycopg', database), database };
  };
  const onMariaDb = (): { readonly url: string; readonly database: string } => {
    const database = mariadb.createDatabase(`app${++databases}`);
    return { url: mariadb.url('pymysql', database), database };
  };
  const make = (url: string, files: Readonly<Record<string, string>>): DrivenProject =>
    new DrivenProject(python, {
      ...plainProject(url),
      'migrations/env.py': plainEnvironment({ before: logged }),
      ...files,
    });

  test('cancelled in the middle on PostgreSQL: the database is where it was, and no process is left', async () => {
    const { url, database } = onPostgres();
    project = make(url, { [b2]: withStep(b2, 'op.execute("SELECT pg_sleep(600)")') });
    const run = project.begin('upgrade', 'head');
    const busy = `SELECT count(*) FROM pg_stat_activity WHERE datname = '${database}' AND query LIKE '%pg_sleep%'`;
    await eventually('the statement runs', () => postgres.sql('postgres', busy).join() === '1');
    run.interrupt();
    const { outcome, output } = await run.end;
    assert.equal(outcome.kind, 'interrupted');
    assert.equal(
      describePartialRun(await project.databases(), output),
      'The upgrade of "create orders" (b2) was rolled back by the database, as far as it was not committed.',
    );
    assert.deepEqual(processesIn(project.folder), []);
    assert.deepEqual(await project.heads(), []);
    const tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'";
    assert.deepEqual(postgres.sql(database, tables), ['0']);
    const left = `SELECT count(*) FROM pg_stat_activity WHERE datname = '${database}'`;
    await eventually('the connection is gone', () => postgres.sql('postgres', left).join() === '0');
  });

  test('cancelled in the middle on MariaDB: what had been done stays, and is not in the version table', async () => {
    const { url, database } = onMariaDb();
    const step = 'op.create_table("half", sa.Column("id", sa.Integer))\n    op.execute("SELECT SLEEP(600)")';
    project = make(url, { [b2]: withStep(b2, step) });
    const run = project.begin('upgrade', 'head');
    const busy = `SELECT COUNT(*) FROM information_schema.processlist WHERE db = '${database}' AND info LIKE 'SELECT SLEEP%'`;
    await eventually('the statement runs', () => mariadb.sql('mysql', busy).join() === '1');
    run.interrupt();
    const { outcome, output } = await run.end;
    assert.equal(outcome.kind, 'interrupted');
    assert.equal(
      describePartialRun(await project.databases(), output),
      `The upgrade of "create orders" (b2) may be half done in ${database}, because mysql can't roll back a change of tables; look at them before you run it again.`,
    );
    assert.deepEqual(processesIn(project.folder), []);
    assert.deepEqual(await project.heads(), ['a1']);
    assert.deepEqual(mariadb.sql(database, 'SHOW TABLES'), ['alembic_version', 'half', 'users']);
  });

  for (const { name, server, message } of [
    {
      name: 'PostgreSQL',
      server: onPostgres,
      message: /UndefinedTable.*relation "nowhere" does not exist/,
    },
    {
      name: 'MariaDB',
      server: onMariaDb,
      message: /Table 'app\d+\.nowhere' doesn't exist/,
    },
  ]) {
    test(`a failing statement on ${name}: the database's message, the file and the line`, async () => {
      const { url } = server();
      const text = withStep(b2, 'op.execute("INSERT INTO nowhere VALUES (1)")');
      project = make(url, { [b2]: text });
      const { outcome } = await project.drive('upgrade', 'head');
      assert.ok(outcome.kind === 'failure', outcome.kind);
      assert.match(outcome.message, message);
      const line = text.split('\n').findIndex((each) => each.includes('nowhere')) + 1;
      assert.deepEqual(outcome.place, { file: project.path(b2), line });
    });
  }

  test('more than a minute of work ends well', async () => {
    assert.ok(slow);
    const { outcome, steps } = await slow.end;
    assert.deepEqual(outcome, { kind: 'success' });
    assert.equal(steps.length, 2);
    assert.deepEqual(await slow.project.heads(), ['b2']);
  }).timeout(300_000);

  function withStep(file: string, step: string): string {
    const text = plainProject()[file] ?? '';
    const changed = text.replace('def upgrade():\n', `def upgrade():\n    ${step}\n`);
    assert.notEqual(changed, text);
    return changed;
  }
});

/** Processes whose working directory is the folder. */
function processesIn(folder: string): readonly string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => {
    try {
      return readlinkSync(`/proc/${id}/cwd`) === folder;
    } catch {
      return false;
    }
  });
}
