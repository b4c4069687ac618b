import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import type { BridgeError } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
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
