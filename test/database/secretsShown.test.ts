import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import { ChildRun } from '../../client/src/infrastructure/alembic/process/childRun';
import { readCurrentOutput } from '../../client/src/infrastructure/alembic/output/currentOutput';
import { SecretMask } from '../../client/src/infrastructure/alembic/output/secretMask';
import { askCompare, askCurrent, askSql } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type { BridgeRun } from '../../client/src/infrastructure/alembic/bridge/bridge';
import { plainCommand, plainEnvironment, plainProject } from './alembicProject';
import { alembicVersions } from './alembicVersions';
import { DrivenProject } from './drivenProject';

/** The newest and the oldest, with the drivers of their time. */
const versions = alembicVersions.filter(({ name }) => name !== '1.13');

for (const { name, python, postgresDriver } of versions) {
  suite(`secrets in what Alembic ${name} and drivers say`, () => {
    let interpreter = '';
    let project: DrivenProject | undefined;

    suiteSetup(async () => {
      interpreter = await python();
    });
    teardown(() => {
      project?.remove();
      project = undefined;
    });

    /** All that a person may see of a run of Alembic, and of a question of ours. */
    const seen = async (
      files: Readonly<Record<string, string>>,
      environment: Readonly<Record<string, string>> = {},
    ): Promise<string> => {
      project = new DrivenProject(interpreter, { ...plainProject(), ...files });
      const variables = { ...process.env, ...environment };
      const mask = SecretMask.from({
        environment: variables,
        texts: [project.read('alembic.ini')],
      });
      const lines: string[] = [];
      const run: BridgeRun = {
        ...project.bridgeRun,
        environment: variables,
        onLine: ({ text }) => lines.push(mask.mask(text)),
      };
      const answer = await askCurrent(run, plainCommand());
      const child = new ChildRun(
        {
          program: interpreter,
          arguments: ['-m', 'alembic', 'upgrade', 'head'],
          workingDirectory: project.folder,
          environment: variables,
        },
        ({ text }) => lines.push(mask.mask(text)),
      );
      await child.end;
      return [JSON.stringify(answer), ...lines].join('\n');
    };
    const ini = (url: string): Readonly<Record<string, string>> => ({
      'alembic.ini': `[alembic]\nscript_location = migrations\nsqlalchemy.url = ${url}\n`,
    });
    const assertHidden = (text: string, ...secrets: readonly string[]): void => {
      assert.ok(text.length > 200, text);
      for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
    };

    for (const driver of [`postgresql+${postgresDriver}`, 'postgresql+asyncpg', 'mysql+pymysql']) {
      test(`an @ in the password that is not escaped, ${driver}`, async () => {
        assertHidden(await seen(ini(`${driver}://me:p@hunter2@127.0.0.1:1/db`)), 'hunter2', 'p@');
        project?.remove();
        // Weak ones, and those that are put together in env.py.
        assertHidden(await seen(ini(`${driver}://me:ab@zq@127.0.0.1:1/db`)), 'zq@', 'ab@');
        project?.remove();
        const env = plainEnvironment().replace(
          'context.config.get_main_option("sqlalchemy.url")',
          `"${driver}://me:" + "p@hun" + "ter2@127.0.0.1:1/db"`,
        );
        const shown = await seen({ 'migrations/env.py': env });
        assertHidden(shown.replaceAll(/^ +(engine = create_engine|~+).*$/gm, ''), 'hunter2', 'hun@');
      });
    }

    test('a % in the ini that is not doubled', async () => {
      for (const secret of ['p%40hunter2', 'p%4zq', 'hunter2%zz9'])
        assertHidden(
          await seen(ini(`postgresql://me:${secret}@127.0.0.1:1/db`)),
          secret,
          secret.split('%')[1] ?? '',
        );
    });

    test('a URL that env.py puts into the configuration, and one that a validator quotes', async () => {
      const put = (url: string): Readonly<Record<string, string>> => ({
        'migrations/env.py': `from alembic import context\nurl = ${url}\ncontext.config.set_main_option("sqlalchemy.url", url)\n`,
      });
      const parts = "'postgresql://admin@myserver:S3cret' + 'Pass%21@127.0.0.1:1/db'";
      assertHidden(await seen(put(parts)), 'S3cretPass', 'Pass%21');
      const odbc = "'mssql+pyodbc:///?odbc_connect=UID%3Dsa%3BPWD%3DS3cret' + 'Pass%3B'";
      assertHidden(await seen(put(odbc)), 'S3cretPass', 'Pass%3B');
      const validator = (raised: string): Readonly<Record<string, string>> => ({
        'migrations/env.py': `import os\nurl = os.environ["DATABASE_URL"]\nraise ValueError(${raised})\n`,
      });
      const url = 'postgresql://me:it\'s so hun"ter2@127.0.0.1:1/db';
      for (const raised of ['f"bad {url}"', 'f"bad {url!r}"', 'f"bad {url.split(chr(58))[2]}"'])
        assertHidden(await seen(validator(raised), { DATABASE_URL: url }), 'hun', 'ter2');
    });

    test('the host of a database whose password took a part of the URL', async () => {
      const env = `from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
url = make_url("postgresql+${postgresDriver}://me:p@hunter2@127.0.0.1/db?application_name=x")
local = create_engine("sqlite://")
local.url = url
with local.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;
      project = new DrivenProject(interpreter, { ...plainProject(), 'migrations/env.py': env });
      const [database] = await project.databases();
      // The connection is that of SQLite, whatever its URL says.
      assert.equal(database?.host, null);
      assert.match(database?.url ?? '', /^postgresql\+\w+:\/\/me:\*{3}@127\.0\.0\.1\//);
      project.assertNeverShown('hunter2');
    });

    const revision = (lines: readonly string[]): string =>
      `import sqlalchemy as sa\nfrom alembic import op\nrevision = "c3"\ndown_revision = "b2"\n\n\ndef upgrade():\n${lines
        .map((line) => `    ${line}\n`)
        .join('')}\n\ndef downgrade():\n    pass\n`;
    const offline = `from alembic import context
context.configure(url=context.config.get_main_option("sqlalchemy.url"), literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
`;
    const sqlOf = async (lines: readonly string[]): Promise<{ sql: string; masked: boolean | undefined }> => {
      project = new DrivenProject(interpreter, {
        ...plainProject('postgresql://me:hush-hush@127.0.0.1:9/app'),
        'migrations/env.py': offline,
        'migrations/versions/c3.py': revision(lines),
      });
      const part = { direction: 'upgrade', start: ['b2'], target: 'c3' } as const;
      const answer = await askSql(project.bridgeRun, plainCommand(), [part]);
      assert.ok('result' in answer, JSON.stringify(answer));
      const [only] = answer.result.parts;
      assert.ok(only && 'scripts' in only, JSON.stringify(only));
      return { sql: only.scripts[0]?.sql ?? '', masked: only.scripts[0]?.masked };
    };

    test('SQL that speaks of secrets is as Alembic writes it', async () => {
      const { sql, masked } = await sqlOf([
        'op.alter_column("users", "secret", type_=sa.LargeBinary, postgresql_using="secret::bytea")',
        `op.execute("UPDATE links SET url = replace(url, 'token=', 'key=')")`,
        'op.create_table_comment("users", "holds the secret: ")',
        `op.execute("DELETE FROM links WHERE url = ''")`,
        `op.execute("UPDATE users SET password = crypt(password, 'x') WHERE token = 'abc'")`,
        `op.create_index("ix_tok", "users", ["name"], postgresql_where=sa.text("reset_token = ''"))`,
      ]);
      assert.equal(sql, project?.alembic('upgrade', 'b2:c3', '--sql'));
      assert.equal(masked, false);
    });

    test('literals of passwords and known secrets are hidden in it, and nothing beyond', async () => {
      const { sql, masked } = await sqlOf([
        `op.execute("ALTER ROLE app WITH PASSWORD 'hunter2' VALID UNTIL 'infinity'")`,
        `op.execute("INSERT INTO t VALUES ('hush-hush', 'token=')")`,
      ]);
      const real = project?.alembic('upgrade', 'b2:c3', '--sql') ?? '';
      assert.equal(sql, real.replace("'hunter2'", "'***'").replace("'hush-hush'", "'***'"));
      assert.equal(masked, true);
    });

    test('a literal of a megabyte is written out in seconds', async () => {
      const started = performance.now();
      const { sql } = await sqlOf([`op.execute("INSERT INTO t VALUES (x'" + "ab" * 500000 + "')")`]);
      assert.ok(sql.includes("ab'"));
      assert.ok(sql.length > 1_000_000);
      assert.ok(performance.now() - started < 120_000);
    });

    test('code and details of drift are as autogenerate has them', async () => {
      const models = `from sqlalchemy import Column, Integer, MetaData, String, Table, text
metadata = MetaData()
Table("users", metadata, Column("id", Integer, primary_key=True),
      Column("secret", String(9), server_default=text("replace('token=a', 'token=', 'key=')"), nullable=False),
      Column("reset_token", String(9), server_default="hush-hush"))
`;
      const env = `from alembic import context
from sqlalchemy import create_engine
from models import metadata
with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
`;
      project = new DrivenProject(interpreter, {
        ...plainProject(),
        'migrations/env.py': env,
        'models.py': models,
      });
      project.alembic('upgrade', 'head');
      const run = { ...project.bridgeRun, environment: { ...process.env, DB_PASS: 'hush-hush' } };
      const answer = await askCompare(run, plainCommand());
      assert.ok('result' in answer, JSON.stringify(answer));
      const code = answer.result.differences.map((each) => each.code).join('\n');
      assert.match(code, /sa\.text\("\(replace\('token=a', 'token=', 'key='\)\)"\), nullable=False/);
      assert.match(code, /server_default='\*\*\*'/);
      assert.match(code, /'reset_token', sa\.String\(length=9\)/);
    });
  });
}

suite('secrets in what the command line says', () => {
  test('the URL that current names', () => {
    const lines = [
      'Current revision(s) for postgresql+psycopg://me@corp:***@hunter2@db:5432/app?x=a@b:',
      'Rev: a1 (head) (mergepoint)',
    ];
    const [database] = readCurrentOutput(lines.map((text) => ({ stream: 'stdout', text })));
    assert.equal(database?.url, 'postgresql+psycopg://me@corp:***@db:5432/app?x=a@b');
    assert.deepEqual([database.host, database.port, database.database], ['db', 5432, 'app']);
    assert.deepEqual(
      [database.user, database.dialect, database.driver],
      ['me@corp', 'postgresql', 'psycopg'],
    );
    assert.deepEqual(database.heads, ['a1']);
  });
});
