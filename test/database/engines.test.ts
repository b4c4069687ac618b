import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { MariaDb } from '../fixtures/mariadb';
import { Postgres } from '../fixtures/postgres';
import { plainEnvironment, plainProject } from './alembicProject';
import { alembicVersions } from './alembicVersions';
import { DrivenProject } from './drivenProject';

const logged = `import logging
logging.basicConfig(level=logging.INFO, format="%(levelname)s [%(name)s] %(message)s")
`;

let postgres: Postgres;
let mariadb: MariaDb;
let databases = 0;

suite('on real databases', () => {
  suiteSetup(async () => {
    [postgres, mariadb] = await Promise.all([Postgres.start(), MariaDb.start()]);
  });
  suiteTeardown(() => Promise.all([postgres?.stop(), mariadb?.stop()]));

  for (const { name: versionName, version, python, postgresDriver } of alembicVersions) {
    suite(`Alembic ${versionName}`, () => {
      let interpreter = '';
      let project: DrivenProject | undefined;

      suiteSetup(async () => {
        interpreter = await python();
      });
      teardown(() => {
        project?.assertNeverShown(postgres.password, mariadb.password);
        project?.remove();
        project = undefined;
      });

      const make = (files: Readonly<Record<string, string>> = {}): DrivenProject =>
        (project = new DrivenProject(interpreter, files));
      const fresh = (): string => `app${++databases}`;

      test('it is the version that it is meant to be', () => {
        assert.match(make().run('-c', 'import alembic; print(alembic.__version__)').trim(), version);
      });

      const engines: readonly {
        readonly name: string;
        readonly template: 'generic' | 'async';
        readonly url: () => string;
        readonly dialect: string;
        readonly driver: string;
      }[] = [
        {
          name: `PostgreSQL through ${postgresDriver}`,
          template: 'generic',
          url: () => postgres.url(postgresDriver, postgres.createDatabase(fresh())),
          dialect: 'postgresql',
          driver: postgresDriver,
        },
        {
          name: 'PostgreSQL through asyncpg',
          template: 'async',
          url: () => postgres.url('asyncpg', postgres.createDatabase(fresh())),
          dialect: 'postgresql',
          driver: 'asyncpg',
        },
        {
          name: 'MariaDB through PyMySQL',
          template: 'generic',
          url: () => mariadb.url('pymysql', mariadb.createDatabase(fresh())),
          dialect: 'mysql',
          driver: 'pymysql',
        },
        {
          name: 'SQLite through aiosqlite',
          template: 'async',
          url: () => 'sqlite+aiosqlite:///app.db',
          dialect: 'sqlite',
          driver: 'aiosqlite',
        },
      ];
      for (const { name, template, url, dialect, driver } of engines) {
        test(`${name}: asked, upgraded, asked, downgraded`, async () => {
          const made = make();
          made.alembic('init', '-t', template, 'migrations');
          setUrl(made, url());
          writeRevisions(made);
          const [before] = await made.databases();
          assert.deepEqual([before?.dialect, before?.driver, before?.heads], [dialect, driver, []]);
          const masked = dialect === 'sqlite' ? /^sqlite\+aiosqlite:/ : /:\*\*\*@127\.0\.0\.1:\d+\/app\d+$/;
          assert.match(before?.url ?? '', masked);

          const up = await made.drive('upgrade', 'head');
          assert.deepEqual(up.outcome, { kind: 'success' });
          assert.deepEqual(
            up.steps.map(({ revision }) => revision),
            ['a1', 'b2'],
          );
          assert.deepEqual(await made.heads(), ['b2']);

          const down = await made.drive('downgrade', '-1');
          assert.deepEqual(down.outcome, { kind: 'success' });
          assert.deepEqual(down.steps, [
            { direction: 'downgrade', message: 'create orders', revision: 'b2' },
          ]);
          assert.deepEqual(await made.heads(), ['a1']);
        });
      }

      test('the multidb template over PostgreSQL and MariaDB', async () => {
        const made = make();
        made.alembic('init', '-t', 'multidb', 'migrations');
        const urls = {
          engine1: postgres.url(postgresDriver, postgres.createDatabase(fresh())),
          engine2: mariadb.url('pymysql', mariadb.createDatabase(fresh())),
        };
        const ini = readFileSync(made.path('alembic.ini'), 'utf8')
          .replace(/driver:\/\/user:pass@localhost\/dbname2/, urls.engine2)
          .replace(/driver:\/\/user:pass@localhost\/dbname/, urls.engine1);
        made.write('alembic.ini', ini);
        made.alembic('revision', '-m', 'first', '--rev-id', 'a1');
        assert.deepEqual((await made.drive('upgrade', 'head')).outcome, { kind: 'success' });
        const known = (await made.databases()).map(({ name, dialect, heads }) => ({ name, dialect, heads }));
        assert.deepEqual(known, [
          { name: 'engine1', dialect: 'postgresql', heads: ['a1'] },
          { name: 'engine2', dialect: 'mysql', heads: ['a1'] },
        ]);
      });

      test('Flask-Migrate, whose config file names no script_location', async () => {
        const made = make();
        made.write('app.py', flaskApp(postgres.url(postgresDriver, postgres.createDatabase(fresh()))));
        made.run('-m', 'flask', 'db', 'init');
        writeRevisions(made);
        const config = made.path('migrations/alembic.ini');
        const [before] = await made.databases(config);
        assert.deepEqual([before?.dialect, before?.heads], ['postgresql', []]);
        assert.deepEqual((await made.driveFlask(['upgrade', 'head'])).outcome, { kind: 'success' });
        assert.deepEqual(await made.heads(config), ['b2']);
        assert.deepEqual((await made.driveFlask(['downgrade', '-1'])).outcome, { kind: 'success' });
        assert.deepEqual(await made.heads(config), ['a1']);
      });

      test('a server that is down, a wrong password, a database that is not there', async () => {
        const database = postgres.createDatabase(fresh());
        const made = make(
          plainProject(`postgresql+${postgresDriver}://me:${postgres.password}@127.0.0.1:9/app`),
        );
        assert.equal((await made.databaseError()).kind, 'cannotConnect');
        assert.equal((await made.drive('upgrade', 'head')).outcome.kind, 'failure');
        for (const wrong of [
          postgres.url(postgresDriver, database, 'pg-wrong-secret'),
          mariadb.url('pymysql', 'mysql', 'pg-wrong-secret'),
        ]) {
          setPlainUrl(made, wrong);
          assert.equal((await made.databaseError()).kind, 'wrongPassword');
          assert.equal((await made.drive('upgrade', 'head')).outcome.kind, 'failure');
        }
        setPlainUrl(made, postgres.url(postgresDriver, 'not_there'));
        const error = await made.databaseError();
        assert.equal(error.kind, 'databaseMissing');
        assert.match(error.message, /not_there/);
        made.assertNeverShown('pg-wrong-secret');
      });

      test('a wrong password through asyncpg', async () => {
        const made = make();
        made.alembic('init', '-t', 'async', 'migrations');
        setUrl(made, postgres.url('asyncpg', 'postgres', 'pg-wrong-secret'));
        assert.equal((await made.databaseError()).kind, 'wrongPassword');
        setUrl(made, `postgresql+asyncpg://me:pg-wrong-secret@127.0.0.1:9/app`);
        assert.equal((await made.databaseError()).kind, 'cannotConnect');
        made.assertNeverShown('pg-wrong-secret');
      });

      test('an env.py that prints, logs and raises the URL shows no password', async () => {
        const url = postgres.url(postgresDriver, postgres.createDatabase(fresh()));
        const before = `${logged}
import sys
url = context.config.get_main_option("sqlalchemy.url")
print(url, flush=True)
print(f"connecting with {url!r}", file=sys.stderr)
logging.getLogger("alembic.env").warning("%s", {"url": url, "password": "${postgres.password}"})
`;
        const after = 'raise RuntimeError(f"no {url}")\n';
        const made = make({ ...plainProject(url), 'migrations/env.py': plainEnvironment({ before, after }) });
        const error = await made.databaseError();
        assert.equal(error.kind, 'environmentRaised');
        const { outcome } = await made.drive('upgrade', 'head');
        assert.equal(outcome.kind, 'failure');
        assert.match(
          outcome.kind === 'failure' ? outcome.message : '',
          /RuntimeError: no postgresql.*\*\*\*@/,
        );
        assert.ok(
          made.shown.some((text) => text.includes('***@127.0.0.1')),
          'it was shown, masked',
        );
      });
    });
  }

  test('a project configured in pyproject.toml, on PostgreSQL: asked, upgraded, asked', async () => {
    const [newest] = alembicVersions;
    assert.ok(newest);
    const project = new DrivenProject(await newest.python(), {});
    try {
      project.write('pyproject.toml', '[project]\nname = "app"\n');
      project.alembic('init', '-t', 'pyproject', 'migrations');
      setUrl(project, postgres.url(newest.postgresDriver, postgres.createDatabase('app')));
      writeRevisions(project);
      const config = project.path('pyproject.toml');
      assert.deepEqual(await project.heads(config), []);
      assert.deepEqual((await project.drive('-c', config, 'upgrade', 'head')).outcome, { kind: 'success' });
      assert.deepEqual(await project.heads(config), ['b2']);
      project.assertNeverShown(postgres.password);
    } finally {
      project.remove();
    }
  });
});

/** Alembic's templates keep the URL in the ini file. */
function setUrl(project: DrivenProject, url: string): void {
  const ini = readFileSync(project.path('alembic.ini'), 'utf8');
  project.write('alembic.ini', ini.replace(/^sqlalchemy\.url = .*$/m, `sqlalchemy.url = ${url}`));
}

function setPlainUrl(project: DrivenProject, url: string): void {
  project.write('alembic.ini', plainProject(url)['alembic.ini'] ?? '');
}

function writeRevisions(project: DrivenProject): void {
  for (const [name, text] of Object.entries(plainProject()))
    if (name.startsWith('migrations/versions/')) project.write(name, text);
}

function flaskApp(url: string): string {
  return `from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = ${JSON.stringify(url)}
app.config["SQLALCHEMY_TRACK_MODIFICATIONS"] = False
db = SQLAlchemy(app)
migrate = Migrate(app, db)
`;
}
