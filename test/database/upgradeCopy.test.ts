import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { dropCopies, upgradeCopies } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type {
  BridgeAnswer,
  CopiesAnswer,
  CopyWish,
} from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { connectionSentence } from '../../client/src/infrastructure/alembic/databases/connectionSentence';
import { Postgres } from '../fixtures/postgres';
import { plainEnvironment, plainProject } from './alembicProject';
import { DrivenProject } from './drivenProject';
import { driversPython } from './driversPython';

const run = `
def migrate(connection):
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
`;

/** An env.py, with what it imports, for each way in which projects come by their database. */
const styles: Readonly<Record<string, (url: string, asyncUrl: string) => Readonly<Record<string, string>>>> =
  {
    'a settings object': (url) => ({
      'shop/settings.py': `from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n    url: str = "${url}"\n\nsettings = Settings()\n`,
      'migrations/env.py': `from alembic import context\nfrom sqlalchemy import create_engine\nfrom shop.settings import settings\n${run}\nwith create_engine(settings.url).connect() as connection:\n    migrate(connection)\n`,
    }),
    'a .env file': (url) => ({
      '.env': `SHOP_DSN=${url}\n`,
      'migrations/env.py': `import os\nfrom alembic import context\nfrom dotenv import load_dotenv\nfrom sqlalchemy import engine_from_config, pool\n\nload_dotenv()\n${run}\nengine = engine_from_config({"sqlalchemy.url": os.environ["SHOP_DSN"]}, poolclass=pool.NullPool)\nwith engine.begin() as connection:\n    migrate(connection)\n`,
    }),
    'an engine made and used at import': (url) => ({
      'shop/db.py': `from sqlalchemy import create_engine, text\n\nengine = create_engine("${url}", pool_size=5)\nwith engine.connect() as connection:\n    connection.execute(text("SELECT 1"))\n`,
      'migrations/env.py': `from alembic import context\nfrom shop.db import engine\n${run}\nwith engine.connect() as connection:\n    migrate(connection)\n`,
    }),
    'an asynchronous engine': (_url, asyncUrl) => ({
      'migrations/env.py': `import asyncio\nfrom alembic import context\nfrom sqlalchemy.ext.asyncio import create_async_engine\n${run}\nasync def main():\n    engine = create_async_engine("${asyncUrl}")\n    async with engine.connect() as connection:\n        await connection.run_sync(migrate)\n        await connection.commit()\n    await engine.dispose()\n\nasyncio.run(main())\n`,
    }),
  };

suite('upgrading a copy', () => {
  let python = '';
  let postgres: Postgres;
  suiteSetup(async () => {
    python = await driversPython();
    postgres = await Postgres.start();
  });
  suiteTeardown(() => postgres?.stop());

  const withProject = async (
    files: Readonly<Record<string, string>>,
    use: (project: DrivenProject) => Promise<void>,
  ): Promise<void> => {
    const project = new DrivenProject(python, { ...plainProject(), 'shop/__init__.py': '', ...files });
    try {
      await use(project);
    } finally {
      project.remove();
    }
  };
  const upgrade = (
    project: DrivenProject,
    copies: readonly CopyWish[],
  ): Promise<BridgeAnswer<CopiesAnswer>> => upgradeCopies(project.bridgeRun, project.asked(), 'head', copies);
  const tables = (project: DrivenProject, file: string): string =>
    project
      .run(
        '-c',
        `import sqlite3, sys\nprint(*sorted(row[0] for row in sqlite3.connect(sys.argv[1]).execute("select name from sqlite_master where type='table'")))`,
        file,
      )
      .trim();
  const made = (answer: BridgeAnswer<CopiesAnswer>): CopiesAnswer => {
    assert.ok('result' in answer, JSON.stringify(answer));
    return answer.result;
  };

  for (const [style, files] of Object.entries(styles)) {
    test(`${style}, SQLite: the copy has the revisions, the file has not`, () =>
      withProject(files('sqlite:///app.db', 'sqlite+aiosqlite:///app.db'), async (project) => {
        project.run('-c', 'import sqlite3; sqlite3.connect("app.db").execute("create table own (id)")');
        const to = project.path('copies/app.db');
        const {
          failure,
          databases,
          made: copies,
        } = made(await upgrade(project, [{ file: project.path('app.db'), to }]));
        assert.equal(failure, null, JSON.stringify(failure));
        assert.deepEqual(
          databases.map(({ file, heads }) => [file, heads]),
          [[to, ['b2']]],
        );
        assert.deepEqual(copies, [to]);
        assert.equal(tables(project, 'app.db'), 'own');
        assert.equal(tables(project, to), 'alembic_version orders own users');
      }));

    test(`${style}, PostgreSQL: the copy has the revisions, the database has not, and it goes again`, () => {
      const own = postgres.recreateDatabase('copied shop');
      const sync = style.startsWith('a ') ? 'psycopg' : 'psycopg2';
      const url = (driver: string): string => postgres.url(driver, 'copied%20shop');
      return withProject(files(url(sync), url('asyncpg')), async (project) => {
        postgres.sql(own, 'CREATE TABLE own (id integer)');
        const wish = { database: own, host: '127.0.0.1', port: postgres.port, to: 'copied "shop" 1' };
        const { failure, databases } = made(await upgrade(project, [wish]));
        assert.equal(failure, null, JSON.stringify(failure));
        assert.deepEqual(
          databases.map(({ database, heads }) => [database, heads]),
          [[wish.to, ['b2']]],
        );
        const list =
          "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1";
        assert.deepEqual(postgres.sql(own, list), ['own']);
        assert.deepEqual(postgres.sql(wish.to, list), ['alembic_version', 'orders', 'own', 'users']);
        const dropped = await dropCopies(project.bridgeRun, project.asked(), [wish]);
        assert.deepEqual(dropped, { result: { dropped: [wish.to] } });
        assert.throws(() => postgres.sql(wish.to, 'SELECT 1'));
        assert.deepEqual(postgres.sql(own, list), ['own']);
      });
    });
  }

  test('several databases: each has a copy of its own', () => {
    const environment = `from alembic import context\nfrom sqlalchemy import create_engine\n${run}\nfor name in ("app", "log"):\n    with create_engine("sqlite:///%s.db" % name).connect() as connection:\n        migrate(connection)\n`;
    return withProject({ 'migrations/env.py': environment }, async (project) => {
      const wishes = ['app', 'log'].map((name) => ({
        file: project.path(`${name}.db`),
        to: project.path(`c/${name}.db`),
      }));
      const { failure, databases } = made(await upgrade(project, wishes));
      assert.equal(failure, null);
      assert.deepEqual(
        databases.map(({ file, heads }) => [file, heads]),
        wishes.map(({ to }) => [to, ['b2']]),
      );
      for (const { file, to } of wishes) {
        assert.equal(existsSync(file), false, 'nothing is made in its place');
        assert.equal(tables(project, to), 'alembic_version orders users');
      }
    });
  });

  const other = 'engine = create_engine("sqlite:///other.db")';
  const refused: Readonly<Record<string, string>> = {
    'another file': plainEnvironment({
      after: `with ${other.slice(9)}.begin() as c:\n    c.exec_driver_sql("create table x (id)")`,
    }),
    'another file, and goes on after every error': plainEnvironment({
      before: `try:\n    ${other}\n    with engine.begin() as c:\n        c.exec_driver_sql("create table x (id)")\nexcept Exception:\n    pass`,
    }),
    'a hook that leads elsewhere': plainEnvironment({
      before:
        'from sqlalchemy import event\nfrom sqlalchemy.engine import Engine\n\n@event.listens_for(Engine, "do_connect")\ndef lead(dialect, record, arguments, keywords):\n    arguments[0] = "other.db"',
    }),
    'a hook that connects by itself': plainEnvironment({
      before:
        'import sqlite3\nfrom sqlalchemy import event\nfrom sqlalchemy.engine import Engine\n\n@event.listens_for(Engine, "do_connect")\ndef lead(dialect, record, arguments, keywords):\n    return sqlite3.connect("other.db")',
    }),
    'a creator': plainEnvironment().replace(
      /engine = create_engine.*/,
      'import sqlite3\nengine = create_engine("sqlite://", creator=lambda: sqlite3.connect("other.db"))',
    ),
    'the file by hand': plainEnvironment({
      after: 'import sqlite3\nsqlite3.connect("app.db").execute("create table x (id)")',
    }),
    'a file that is attached': plainEnvironment({
      after:
        'with engine.begin() as c:\n    c.exec_driver_sql("ATTACH \'other.db\' AS other")\n    c.exec_driver_sql("create table other.x (id)")',
    }),
    'a file that is attached, asynchronously':
      styles['an asynchronous engine']?.('', 'sqlite+aiosqlite:///app.db')['migrations/env.py']?.replace(
        '        await connection.run_sync(migrate)\n',
        `        for sql in ("ATTACH 'other.db' AS other", "create table other.x (id)"):\n            await connection.exec_driver_sql(sql)\n`,
      ) ?? '',
  };
  for (const [what, environment] of Object.entries(refused)) {
    test(`${what}: the run is ended, and nothing but the copy is written to`, () =>
      withProject({ 'migrations/env.py': environment }, async (project) => {
        for (const name of ['app', 'other'])
          project.run('-c', `import sqlite3; sqlite3.connect("${name}.db").execute("create table own (id)")`);
        const { failure } = made(
          await upgrade(project, [{ file: project.path('app.db'), to: project.path('copy.db') }]),
        );
        assert.ok(failure, 'it fails');
        if (!what.includes('attached'))
          assert.equal(failure.kind, 'anotherDatabase', JSON.stringify(failure));
        assert.equal(tables(project, 'app.db'), 'own');
        assert.equal(tables(project, 'other.db'), 'own');
      }));
  }

  test('a database of the same name on another server is refused before a copy is made there', () => {
    const own = postgres.recreateDatabase('elsewhere');
    const url = postgres.url('psycopg', own);
    return withProject({ 'alembic.ini': plainProject(url)['alembic.ini'] ?? '' }, async (project) => {
      const wish = { database: own, host: 'db.example.org', port: 5432, to: 'elsewhere_copy' };
      const { failure, made: copies } = made(await upgrade(project, [wish]));
      assert.equal(failure?.kind, 'anotherDatabase', JSON.stringify(failure));
      assert.deepEqual(copies, []);
      assert.throws(() => postgres.sql('elsewhere_copy', 'SELECT 1'));
    });
  });

  test('a role that may not make databases: said, and nothing has run', () => {
    const own = postgres.recreateDatabase('busy');
    const role = "DROP ROLE IF EXISTS small; CREATE ROLE small LOGIN PASSWORD 'pg-small-4711'";
    postgres.sql('postgres', role);
    const url = postgres.url('psycopg', own).replace(/\/\/[^@]*@/, '//small:pg-small-4711@');
    return withProject({ 'alembic.ini': plainProject(url)['alembic.ini'] ?? '' }, async (project) => {
      const wish = { database: own, host: '127.0.0.1', port: postgres.port, to: 'busy_copy' };
      const first = made(await upgrade(project, [wish]));
      assert.equal(first.failure?.kind, 'permissionDenied', JSON.stringify(first));
      assert.deepEqual(first.made, []);
      assert.ok(!JSON.stringify(first).includes('pg-small-4711'));
    });
  });
});

suite('asking about a database that is not there', () => {
  for (const [driver, before] of [
    ['sqlite', ''],
    ['sqlite+aiosqlite', ''],
  ] as const) {
    test(`${driver}: the missing file is named, and none is made`, async () => {
      const python = await driversPython();
      const files = driver === 'sqlite' ? {} : styles['an asynchronous engine']?.('', `${driver}:///app.db`);
      const project = new DrivenProject(python, { ...plainProject(), ...files, 'shop/__init__.py': before });
      try {
        const [database] = await project.databases();
        assert.deepEqual(
          [database?.isMissing, database?.file, database?.inMemory, database?.heads],
          [true, project.path('app.db'), false, []],
        );
        assert.equal(existsSync(project.path('app.db')), false);
        assert.match(connectionSentence(database ?? assert.fail()), /^There is no file .*app\.db yet; /);
        project.alembic('upgrade', 'a1');
        const [now] = await project.databases();
        assert.deepEqual([now?.isMissing, now?.file, now?.heads], [false, project.path('app.db'), ['a1']]);
        assert.match(
          connectionSentence(now ?? assert.fail()),
          /^Connected to sqlite, database app\.db, driver (?:pysqlite|aiosqlite), version 3\.\d+\.\d+\.$/,
        );
      } finally {
        project.remove();
      }
    });
  }
});
