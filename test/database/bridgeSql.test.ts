import assert from 'node:assert/strict';
import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { suite, suiteSetup, teardown, test } from 'mocha';
import { askCompare, askSql } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type {
  CompareAnswer,
  ModelDifference,
  SqlPart,
} from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { plainCommand, plainProject } from './alembicProject';
import { alembicVersions } from './alembicVersions';
import { DrivenProject } from './drivenProject';

const offline = `from alembic import context
from sqlalchemy import engine_from_config
url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    raise RuntimeError("nothing is to be connected to")
`;

for (const { name, python } of alembicVersions) {
  suite(`SQL and differences through the bridge, Alembic ${name}`, () => {
    let interpreter = '';
    let project: DrivenProject | undefined;

    suiteSetup(async () => {
      interpreter = await python();
    });
    teardown(() => {
      project?.remove();
      project = undefined;
    });

    const make = (files: Readonly<Record<string, string>>): DrivenProject =>
      (project = new DrivenProject(interpreter, files));

    const sqlOf = async (made: DrivenProject, ...parts: readonly SqlPart[]): Promise<readonly string[]> => {
      const answer = await askSql(made.bridgeRun, plainCommand(), parts);
      assert.ok('result' in answer, JSON.stringify(answer));
      return answer.result.parts.map((part) =>
        'error' in part ? `error: ${part.error.message}` : part.scripts.map(({ sql }) => sql).join('\n'),
      );
    };

    // A server that is not there: it would fail if it were connected to.
    const unreachable = 'postgresql://me:hush-hush@127.0.0.1:9/app';
    const steps = (sql: string): readonly string[] => sql.match(/^-- Running .*$/gm) ?? [];

    test('the SQL is what the command line writes', async () => {
      const made = make({ ...plainProject(unreachable), 'migrations/env.py': offline });
      const [up, down] = await sqlOf(
        made,
        { direction: 'upgrade', start: [], target: 'head' },
        { direction: 'downgrade', start: ['b2'], target: 'a1' },
      );
      assert.equal(up, made.alembic('upgrade', 'head', '--sql'));
      assert.equal(down, made.alembic('downgrade', 'b2:a1', '--sql'));
      made.assertNeverShown('hush-hush');
    });

    test("from several heads, which the command line can't", async () => {
      const files = plainProject(unreachable);
      const made = make({
        ...files,
        'migrations/env.py': offline,
        'migrations/versions/c3.py': (files['migrations/versions/b2.py'] ?? '').replace('"b2"', '"c3"'),
        'migrations/versions/d4.py':
          'revision = "d4"\ndown_revision = ("b2", "c3")\ndef upgrade(): pass\ndef downgrade(): pass\n',
      });
      const [up] = await sqlOf(made, { direction: 'upgrade', start: ['b2', 'c3'], target: 'head' });
      assert.match(up ?? '', /-- Running upgrade (b2, c3|c3, b2) -> d4/);
      assert.equal(steps(up ?? '').length, 1);
      const [, own] = await sqlOf(
        made,
        { direction: 'upgrade', start: ['a1'], target: 'head' },
        { direction: 'upgrade', start: ['b2', 'c3'], target: 'd4', only: true },
      );
      assert.match(own ?? '', /DELETE FROM alembic_version[\s\S]*UPDATE alembic_version/);
    });

    test("a part that can't be written out leaves the others", async () => {
      const files = plainProject(unreachable);
      const b2 = (files['migrations/versions/b2.py'] ?? '').replace(
        'op.drop_table("orders")',
        'raise NotImplementedError("no way back")',
      );
      const made = make({ ...files, 'migrations/env.py': offline, 'migrations/versions/b2.py': b2 });
      const [up, down] = await sqlOf(
        made,
        { direction: 'upgrade', start: ['a1'], target: 'b2', only: true },
        { direction: 'downgrade', start: ['b2'], target: 'b2', only: true },
      );
      assert.match(up ?? '', /CREATE TABLE orders/);
      assert.equal(down, 'error: no way back');
    });

    test('a password in the SQL is masked', async () => {
      const files = plainProject(unreachable);
      const b2 = (files['migrations/versions/b2.py'] ?? '').replace(
        'op.create_table',
        `op.execute("SELECT dblink_connect('host=db password=hush-hush')")\n    op.create_table`,
      );
      const made = make({ ...files, 'migrations/env.py': offline, 'migrations/versions/b2.py': b2 });
      const [up] = await sqlOf(made, { direction: 'upgrade', start: [], target: 'head' });
      assert.match(up ?? '', /password=\*\*\*/);
      assert.ok(!up?.includes('hush-hush'));
    });

    test('several databases: a script for each, and no file is left or lost', async () => {
      const made = make({});
      made.alembic('init', '-t', 'multidb', 'migrations');
      const ini = readFileSync(made.path('alembic.ini'), 'utf8')
        .replace(/driver:\/\/user:pass@localhost\/dbname2/, 'mysql+pymysql://me:hush-hush@127.0.0.1:9/two')
        .replace(/driver:\/\/user:pass@localhost\/dbname/, unreachable);
      made.write('alembic.ini', ini);
      made.write('engine1.sql', '-- mine');
      made.alembic('revision', '-m', 'first', '--rev-id', 'a1');
      const part = { direction: 'upgrade', start: [], target: 'head' } as const;
      const answer = await askSql(made.bridgeRun, plainCommand(), [part]);
      assert.ok('result' in answer, JSON.stringify(answer));
      const [only] = answer.result.parts;
      assert.ok(only && 'scripts' in only);
      assert.deepEqual(
        only.scripts.map((script) => [script.name, script.dialect]),
        [
          ['engine1', 'postgresql'],
          ['engine2', 'mysql'],
        ],
      );
      for (const { sql } of only.scripts) assert.match(sql, /-- Running upgrade {2}-> a1/);
      assert.equal(readFileSync(made.path('engine1.sql'), 'utf8'), '-- mine');
      assert.equal(existsSync(made.path('engine2.sql')), false);
    });

    test('a preview that is killed in the middle has touched no file, and reads no dump', async () => {
      const writing = [
        'import codecs, os, pathlib, signal',
        'pathlib.Path("one.sql").write_text("gone")',
        'with codecs.open("two.sql", "w", "utf-8") as file: file.write("gone")',
        'with open(os.path.abspath("three.SQL"), "ab") as file: file.write(b"gone")',
        'with open("new.sql", "w") as file: file.write("gone")',
        'assert open("one.sql").read() == "mine"',
        'os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)',
      ].join('\n');
      const made = make({ ...plainProject(unreachable), 'migrations/env.py': writing });
      for (const name of ['one.sql', 'two.sql', 'three.SQL']) made.write(name, 'mine');
      made.write('dump.sql', '');
      // More than there is memory for; it takes no room on the disk.
      truncateSync(made.path('dump.sql'), 2 ** 38);
      const part = { direction: 'upgrade', start: [], target: 'head' } as const;
      const answer = await askSql(made.bridgeRun, plainCommand(), [part]);
      assert.ok('error' in answer, JSON.stringify(answer));
      assert.equal(answer.error.kind, 'interrupted');
      for (const name of ['one.sql', 'two.sql', 'three.SQL'])
        assert.equal(readFileSync(made.path(name), 'utf8'), 'mine');
      assert.equal(existsSync(made.path('new.sql')), false);
    });

    const models = `import sqlalchemy as sa
try:
    from sqlalchemy.orm import declarative_base
except ImportError:
    from sqlalchemy.ext.declarative import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    nickname = sa.Column(sa.String(40))


extra = sa.Table("extra", Base.metadata, sa.Column("id", sa.Integer, primary_key=True))
`;
    const comparing = `from alembic import context
from sqlalchemy import create_engine
from models import Base
with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
`;
    const compare = async (made: DrivenProject): Promise<CompareAnswer> => {
      const answer = await askCompare(made.bridgeRun, plainCommand());
      assert.ok('result' in answer, JSON.stringify(answer));
      return answer.result;
    };
    const differencesOf = async (made: DrivenProject): Promise<readonly ModelDifference[]> =>
      (await compare(made)).differences;

    test('the differences between models and database, with the place of the model', async () => {
      const made = make({ ...plainProject(), 'migrations/env.py': comparing, 'models.py': models });
      made.alembic('upgrade', 'head');
      const before = readFileSync(made.path('app.db'));
      const differences = await differencesOf(made);
      const found = differences.map((each) => [each.operation, each.table, each.name, each.line]);
      assert.deepEqual([...found].sort(), [
        ['add column', 'users', 'nickname', 10],
        ['create table', 'extra', null, 16],
        ['drop table', 'orders', null, null],
      ]);
      const column = differences.find(({ operation }) => operation === 'add column');
      assert.match(column?.code ?? '', /^op\.add_column\('users', sa\.Column\('nickname'/);
      assert.equal(column?.file, made.path('models.py'));
      assert.equal(column?.detail, 'VARCHAR(40)');
      assert.deepEqual(readFileSync(made.path('app.db')), before, 'nothing is written');
      const again = await compare(made);
      assert.deepEqual(again.differences, differences, 'no revision was made of it');
      assert.deepEqual(again.modelFiles, [made.path('migrations/env.py'), made.path('models.py')]);
    });

    test('a database that lacks revisions is refused', async () => {
      const made = make({ ...plainProject(), 'migrations/env.py': comparing, 'models.py': models });
      const answer = await askCompare(made.bridgeRun, plainCommand());
      assert.ok('error' in answer);
      assert.equal(answer.error.kind, 'alembic');
      assert.match(answer.error.message, /Target database is not up to date/);
    });
  });
}
