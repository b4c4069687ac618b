import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import type { BridgeError } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { explainRefusal, explainedRefusal } from '../../client/src/infrastructure/alembic/output/refusal';
import type { Refusal } from '../../client/src/infrastructure/alembic/output/refusal';
import { explainSetUp } from '../../client/src/infrastructure/alembic/databases/explainSetUp';
import type { SetUpError } from '../../client/src/infrastructure/alembic/databases/explainSetUp';
import { databaseDetails } from '../../client/src/infrastructure/alembic/databases/databaseName';
import { plainEnvironment, plainProject } from './alembicProject';
import { driversPython } from './driversPython';
import { DrivenProject } from './drivenProject';

const secret = 'hush-hush-4713';

/** What is set up wrongly, in an env.py and files beside it, and what a person is told. */
interface SetUp {
  readonly title: string;
  /** Lines at the beginning of env.py. */
  readonly before?: string;
  readonly engine?: string;
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly kind: BridgeError['kind'];
  readonly told: RegExp;
}

const dialect = `from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite


class Shop(SQLiteDialect_pysqlite):
    name = "shopdb"


registry.impls["shopdb"] = lambda: Shop
`;

const setUps: readonly SetUp[] = [
  {
    title: 'a percent sign that env.py passes',
    before: `context.config.set_main_option("sqlalchemy.url", "postgresql+psycopg://me:%40${secret}@127.0.0.1:1/app")`,
    kind: 'percentSign',
    told: /^A value of the configuration has a % sign that stands alone \(invalid interpolation .*\); write %%/,
  },
  {
    title: 'a percent sign in the config file',
    config: `sqlalchemy.url = postgresql+psycopg://me:%40${secret}@127.0.0.1:1/app`,
    kind: 'percentSign',
    told: /^A value of the configuration has a % sign that stands alone/,
  },
  {
    title: 'an asynchronous driver with a synchronous engine',
    config: `sqlalchemy.url = sqlite+aiosqlite:///app.db`,
    kind: 'asynchronousDriver',
    told: /^env\.py opens the asynchronous driver aiosqlite with a synchronous engine; use async_engine/,
  },
  {
    title: 'an option that asyncpg does not have',
    engine: 'create_async_engine("postgresql+asyncpg://me@127.0.0.1:1/app?sslmode=require").sync_engine',
    before: 'from sqlalchemy.ext.asyncio import create_async_engine',
    kind: 'driverOption',
    told: /^The database driver does not know the option sslmode; correct it in the database's URL/,
  },
  {
    title: 'an option that libpq does not have',
    config: 'sqlalchemy.url = postgresql+psycopg2://me@127.0.0.1:1/app?ssl_mode=require',
    kind: 'driverOption',
    told: /^The database driver does not know the option ssl_mode;/,
  },
  {
    title: 'an option that PyMySQL does not have',
    config: 'sqlalchemy.url = mysql+pymysql://me@127.0.0.1:1/app?sslmode=require',
    kind: 'driverOption',
    told: /^The database driver does not know the option sslmode;/,
  },
  {
    title: 'a dialect of another package',
    before: dialect,
    config: 'sqlalchemy.url = shopdb:///app.db',
    kind: 'dialectWithoutAlembic',
    told: /^Alembic has no implementation of the dialect shopdb; .* __dialect__ = "shopdb" in env\.py\.$/,
  },
  {
    title: 'a config file without sections of logging',
    before: 'from logging.config import fileConfig\nfileConfig(context.config.config_file_name)',
    kind: 'loggingSections',
    told: /^The config file has no section formatters for the logging that env\.py sets up/,
  },
  {
    title: 'a module in src',
    before: 'from shop import models',
    files: { 'src/shop/__init__.py': '', 'src/shop/models.py': '' },
    kind: 'moduleElsewhere',
    told: /^env\.py imports shop, which lies in src and is not on Python's path; name that folder in prepend_sys_path/,
  },
  {
    title: 'a module that is nowhere',
    before: 'from shop import models',
    files: { 'docs/shop/notes.txt': '' },
    kind: 'environmentRaised',
    told: /^No module named 'shop'$/,
  },
  {
    title: 'a KeyError of its own',
    before: '{}["formatters"]',
    kind: 'environmentRaised',
    told: /^'formatters'$/,
  },
];

/** Packages of drivers that fail when they are imported. */
const brokenDrivers: readonly (readonly [
  what: string,
  name: string,
  url: string,
  code: string,
  shown: RegExp,
  before?: string,
])[] = [
  [
    'its library is missing',
    'psycopg2',
    'postgresql+psycopg2://me@127.0.0.1:1/app',
    'raise ImportError("libpq.so.5: cannot open shared object file: No such file or directory")',
    /libpq\.so\.5: cannot open shared object file/,
  ],
  [
    'it has no implementation',
    'psycopg',
    'postgresql+psycopg://me@127.0.0.1:1/app',
    "raise ImportError(\"no pq wrapper available.\\nAttempts made:\\n- couldn't import psycopg 'c' implementation\")",
    /no pq wrapper available/,
  ],
  [
    'a library that it needs is missing',
    'asyncpg',
    'postgresql+asyncpg://me@127.0.0.1:1/app',
    'import no_such_library',
    /No module named 'no_such_library'/,
  ],
  [
    'something else goes wrong in it',
    'MySQLdb',
    'mysql+mysqldb://me@127.0.0.1:1/app',
    'raise OSError("libmariadb.so.3: wrong ELF class")',
    /wrong ELF class/,
  ],
  [
    'env.py imports it itself',
    'psycopg2',
    'sqlite:///app.db',
    'raise ImportError("libpq.so.5: cannot open shared object file: No such file or directory")',
    /libpq\.so\.5: cannot open shared object file/,
    'import psycopg2',
  ],
];

/** Lines of env.py that open a connection without SQLAlchemy. */
const directConnections: readonly (readonly [what: string, before: string, kind: Refusal, told: RegExp])[] = [
  [
    'psycopg2 to a port that nobody listens at',
    'import psycopg2\npsycopg2.connect("host=127.0.0.1 port=1 dbname=app user=me")',
    'cannotConnect',
    /^Nothing listens at 127\.0\.0\.1:1 \(.*Connection refused/,
  ],
  [
    'psycopg to a port that nobody listens at',
    'import psycopg\npsycopg.connect("host=127.0.0.1 port=1 dbname=app user=me")',
    'cannotConnect',
    /^Nothing listens at 127\.0\.0\.1:1 \(.*Connection refused/,
  ],
  [
    'PyMySQL to a port that nobody listens at',
    'import pymysql\npymysql.connect(host="127.0.0.1", port=1, user="me")',
    'cannotConnect',
    /^Nothing listens at 127\.0\.0\.1 \(Can't connect to MySQL server/,
  ],
  [
    'asyncpg to a port that nobody listens at',
    'import asyncio, asyncpg\nasyncio.run(asyncpg.connect("postgresql://me@127.0.0.1:1/app"))',
    'cannotConnect',
    /^Nothing listens at 127\.0\.0\.1:1 \(.*Connect call failed/,
  ],
  [
    'asyncpg to a host of two addresses',
    `import asyncio, asyncpg, socket
ask = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: ask("127.0.0.1", *rest, **more) + ask("127.0.0.2", *rest, **more)
asyncio.run(asyncpg.connect("postgresql://me@db:1/app"))`,
    'cannotConnect',
    /^Nothing listens at 127\.0\.0\.1:1 \(Multiple exceptions: .*Connect call failed/,
  ],
  [
    'asyncpg to a socket that is not there',
    'import asyncio, asyncpg\nasyncio.run(asyncpg.connect(host="/no/such", user="me"))',
    'cannotConnect',
    /^(?:The database can't be reached \(|FileNotFoundError: )\[Errno 2\] No such file or directory/,
  ],
  [
    'sqlite3 in a folder that is not there',
    'import sqlite3\nsqlite3.connect("no/such/app.db")',
    'databaseMissing',
    /^There is no such database \(unable to open database file\)/,
  ],
];

suite('what is set up wrongly', () => {
  let python = '';
  let project: DrivenProject | undefined;

  suiteSetup(async () => {
    python = await driversPython();
  });
  teardown(() => {
    project?.assertNeverShown(secret);
    project?.remove();
    project = undefined;
  });

  const make = ({ before = '', engine, config, files }: Partial<SetUp>): DrivenProject => {
    const environment = plainEnvironment({ before });
    const plain = plainProject();
    return (project = new DrivenProject(python, {
      ...plain,
      'alembic.ini': (plain['alembic.ini'] ?? '').replace(
        'sqlalchemy.url = sqlite:///app.db',
        config ?? 'sqlalchemy.url = sqlite:///app.db',
      ),
      'migrations/env.py': engine
        ? environment.replace(/^engine = .*$/m, () => `engine = ${engine}`)
        : environment,
      ...files,
    }));
  };

  for (const setUp of setUps)
    test(setUp.title, async () => {
      const made = make(setUp);
      const { kind, message, line } = await made.databaseError();
      assert.equal(kind, setUp.kind, message);
      assert.match(
        setUp.kind === 'environmentRaised' ? message : explainSetUp(kind as SetUpError, message),
        setUp.told,
      );
      assert.ok(line, 'the line of env.py');
      const { outcome } = await made.drive('current');
      assert.equal(outcome.kind, 'failure', 'the real command fails as well');
    });

  for (const [what, name, url, code, shown, before] of brokenDrivers)
    test(`a driver that can't be loaded: ${what}`, async () => {
      const made = make({
        config: `sqlalchemy.url = ${url}\nprepend_sys_path = lib/site-packages`,
        before,
        files: { [`lib/site-packages/${name}/__init__.py`]: code },
      });
      const error = await made.databaseError();
      assert.equal(error.kind, 'driverMissing', JSON.stringify(error));
      assert.ok(error.message.includes(name), error.message);
      assert.match(error.message, shown);
      const { outcome } = await made.drive('current');
      assert.ok(outcome.kind === 'failure');
      assert.match(outcome.message, shown);
    });

  for (const [what, before, kind, told] of directConnections)
    test(`env.py connects itself: ${what}`, async () => {
      const made = make({ before });
      const { message, ...error } = await made.databaseError();
      assert.equal(error.kind, kind, message);
      assert.ok(error.line, 'the line of env.py');
      const { outcome } = await made.drive('current');
      assert.ok(outcome.kind === 'failure');
      assert.match(explainedRefusal(outcome.message) ?? outcome.message, told);
      assert.match(explainRefusal(kind, message), told);
    });

  test('a dialect that env.py has declared to Alembic is asked, and its name is not made up', async () => {
    const impl =
      'from alembic.ddl.sqlite import SQLiteImpl\n\n\nclass ShopImpl(SQLiteImpl):\n    __dialect__ = "shopdb"\n';
    const made = make({ before: dialect + impl, config: 'sqlalchemy.url = shopdb://' });
    const [database] = await made.databases();
    assert.ok(database);
    assert.equal(databaseDetails(database), 'shopdb, database name not known');
  });

  test('what pydantic quotes of a file is hidden, in the answer and in the log', async () => {
    const settings = `from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file="deploy.conf")
    database_url: str = "sqlite:///app.db"


Settings()
`;
    const made = make({ before: settings, files: { 'deploy.conf': `DB_PASSWORD=${secret}\n` } });
    const { message } = await made.databaseError();
    assert.equal(message, 'Extra inputs are not permitted (db_password)');
    const { outcome } = await made.drive('current');
    assert.equal(outcome.kind, 'failure');
    assert.ok(made.shown.some((line) => line.includes('input_value=***')));
  });

  test('of a group the database’s error is told, and how many others there are', async () => {
    const group = `import sqlite3


class TaskGroupError(Exception):
    pass


def failed(error):
    try:
        raise error
    except Exception as raised:
        return raised


try:
    kind = ExceptionGroup
except NameError:
    raise SystemExit("no groups here")
errors = [failed(KeyError("first")), failed(sqlite3.OperationalError("database is locked")), failed(ValueError("third"))]
raise kind("unhandled errors in a TaskGroup", errors)
`;
    const made = make({ before: group });
    const { kind, message } = await made.databaseError();
    if (message.includes('no groups here')) return;
    assert.equal(kind, 'databaseLocked');
    assert.equal(message, 'database is locked, and 2 more errors');
    const { outcome } = await made.drive('current');
    assert.ok(outcome.kind === 'failure');
    assert.equal(outcome.message, 'sqlite3.OperationalError: database is locked (and 2 more errors)');
  });
});
