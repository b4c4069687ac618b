import { basename } from 'node:path';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { caseCount, caseSeed } from '../fixtures/caseCount';
import { MariaDb } from '../fixtures/mariadb';
import { Postgres } from '../fixtures/postgres';
import { RandomNumbers } from '../oracle/randomNumbers';

import { BesideProject, caseFolders } from './besideProject';
import { driversPython } from './driversPython';

/** A part of the cases in `npm test`; all of them where more are asked for. */
function sample<Case>(cases: readonly Case[], usual: number): readonly Case[] {
  const count = caseCount(1) > 1 ? cases.length : usual;
  const random = new RandomNumbers(caseSeed());
  return cases
    .map((each) => ({ each, at: random.next() }))
    .sort((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ each }) => each);
}

const models = `import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True))
sa.Table("extra", metadata, sa.Column("id", sa.Integer, primary_key=True))
`;

const revision = `revision = "a1"
down_revision = None
import sqlalchemy as sa
from alembic import op


def upgrade(*engine):
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True))


def downgrade(*engine):
    op.drop_table("users")
`;

const app = `from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "URL"
db = SQLAlchemy(app)
Migrate(app, db)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
`;

type Server = 'sqlite' | 'postgres' | 'mariadb';

/** Alembic's templates, each with a driver of each kind. */
const templates: readonly (readonly [template: string, server: Server, driver: string])[] = [
  ['generic', 'sqlite', 'pysqlite'],
  ['generic', 'postgres', 'psycopg2'],
  ['generic', 'postgres', 'psycopg'],
  ['generic', 'mariadb', 'pymysql'],
  ['async', 'sqlite', 'aiosqlite'],
  ['async', 'postgres', 'asyncpg'],
  ['async', 'mariadb', 'aiomysql'],
  ['multidb', 'sqlite', 'pysqlite'],
  ['pyproject', 'sqlite', 'pysqlite'],
  ['flask', 'sqlite', 'pysqlite'],
];

suite('the bridge beside the real command', () => {
  let python = '';
  let project: BesideProject | undefined;
  let databases = 0;
  const servers: { postgres?: Promise<Postgres>; mariadb?: Promise<MariaDb> } = {};
  const postgres = (): Promise<Postgres> => (servers.postgres ??= Postgres.start());
  const mariadb = (): Promise<MariaDb> => (servers.mariadb ??= MariaDb.start());

  suiteSetup(async () => {
    python = await driversPython();
  });
  teardown(() => {
    project?.remove();
    project = undefined;
  });
  suiteTeardown(async () => {
    await (await servers.postgres)?.stop();
    await (await servers.mariadb)?.stop();
  });

  const urlOf = async (server: Server, driver: string): Promise<string> => {
    if (server === 'sqlite') return `sqlite+${driver}:///app.db`;
    const started = await (server === 'postgres' ? postgres() : mariadb());
    return started.url(driver, started.createDatabase(`beside${++databases}`));
  };

  /** Before and after everything was run. */
  const compare = async (made: BesideProject): Promise<void> => {
    await made.compareCurrent();
    await made.compareSql(undefined, 'head');
    await made.real('upgrade', 'head');
    await made.compareCurrent();
    await made.compareCheck();
  };

  for (const [template, server, driver] of sample(templates, 2))
    test(`the template ${template}, ${driver}`, async () => {
      const made = (project = new BesideProject(python, { 'models.py': models }));
      const url = await urlOf(server, driver);
      if (template === 'flask') {
        made.write('app.py', app.replace('URL', url));
        made.run('-m', 'flask', 'db', 'init');
        made.run('-m', 'flask', 'db', 'migrate', '-m', 'first');
        await compare(made);
        return;
      }
      made.alembic('init', '-t', template, 'migrations');
      const ini = made.read('alembic.ini').replace(/driver:\/\/\S*/, url.replaceAll('%', '%%'));
      made.write('alembic.ini', ini.replace(/driver:\/\/\S*/, 'sqlite:///two.db'));
      const environment = made.read('migrations/env.py');
      made.write(
        'migrations/env.py',
        environment.replace('target_metadata = None', 'from models import metadata as target_metadata'),
      );
      made.write('migrations/versions/a1.py', revision);
      await compare(made);
    });

  const folders = caseFolders();
  test('the cases that lie beside the checkout', function () {
    if (folders.length === 0) this.skip();
  });
  for (const folder of sample(folders, 3))
    test(basename(folder), async () => {
      const made = (project = new BesideProject(python, {}));
      const { user, password, port } = await postgres();
      made.copyFrom(folder, (text) =>
        text
          .replaceAll('boss@127.0.0.1:57431', `${user}:${password}@127.0.0.1:${port}`)
          .replaceAll("port=57431, user='boss'", `port=${port}, user='${user}', password='${password}'`)
          .replaceAll('boss@/app?host=/var/run/pg&port=57431', `${user}:${password}@127.0.0.1:${port}/app`)
          .replaceAll(/57431\/(\w+)/g, `${port}/$1`),
      );
      for (const name of ['app', 'app2', 'prod', 'cmp', 'tenants', 'unc', 'nullv', 'swallow'])
        (await postgres()).recreateDatabase(name);
      (await postgres()).sql('tenants', 'CREATE SCHEMA acme; CREATE SCHEMA beta');
      made.dropGenerated();
      await compare(made);
    });
});
