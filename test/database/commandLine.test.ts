import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { suite, teardown, test } from 'mocha';
import { describeDifference, differenceDetail } from '../../client/src/features/databaseCheck/drift';
import { layoutSql } from '../../client/src/features/sqlPreview/layoutSql';
import { askSql } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type { SqlPart, SqlPartAnswer } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { readCheckOutput } from '../../client/src/infrastructure/alembic/output/checkOutput';
import { ChildRun } from '../../client/src/infrastructure/alembic/process/childRun';
import type { ChildEnd } from '../../client/src/infrastructure/alembic/process/childRun';
import { readCurrentOutput } from '../../client/src/infrastructure/alembic/output/currentOutput';
import {
  composeReplacedCommand,
  pythonOfCommand,
} from '../../client/src/infrastructure/alembic/command/replacedCommand';
import { readSqlOutput, sqlWords } from '../../client/src/infrastructure/alembic/output/sqlOutput';
import { plainCommand, plainProject } from './alembicProject';
import { alembicVersions } from './alembicVersions';
import { DrivenProject } from './drivenProject';

const models = `import sqlalchemy as sa
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(40), nullable=False)
    order_id = sa.Column(sa.ForeignKey("orders.id"))
    __table_args__ = (sa.Index("ix_users_name", "name"), sa.UniqueConstraint("name", name="uq"))


class Order(Base):
    __tablename__ = "orders"
    id = sa.Column(sa.Integer, primary_key=True)
    note = sa.Column(sa.Text, server_default="a'), ('b\\\\")


class Extra(Base):
    __tablename__ = "extra"
    id = sa.Column(sa.Integer, primary_key=True)
`;

const environment = `import logging, sys
from alembic import context
from sqlalchemy import create_engine
from models import Base
logging.basicConfig(level="INFO", stream=LOG_TO, format="%(levelname)-5.5s [%(name)s] %(message)s")
url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url).connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
`;

const c3 = `import sqlalchemy as sa
from alembic import op
revision = "c3"
down_revision = "b2"


def upgrade():
    op.add_column("users", sa.Column("name", sa.String(20)))
    op.add_column("users", sa.Column("fax", sa.Text))
    op.create_index("ix_fax", "users", ["fax"])
    op.create_table("gone", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("gone")
`;

for (const { name, python } of alembicVersions) {
  suite(`a command in Alembic's place, read by what it writes, Alembic ${name}`, () => {
    let project: DrivenProject | undefined;
    teardown(() => {
      project?.remove();
      project = undefined;
    });

    /**
     * A project whose Alembic is started by a program that has no Python beside it, as one in a container is.
     */
    const make = async (logTo: string): Promise<DrivenProject> => {
      const made = new DrivenProject(await python(), {
        ...plainProject(),
        'migrations/env.py': environment.replace('LOG_TO', logTo),
        'migrations/versions/c3.py': c3,
        'models.py': models,
      });
      made.write(
        'elsewhere/alembic',
        `#!${made.python}\nimport sys\nsys.path.insert(0, ".")\nfrom alembic.config import main\nmain(prog="alembic")\n`,
      );
      chmodSync(made.path('elsewhere/alembic'), 0o755);
      return (project = made);
    };
    const run = async (made: DrivenProject, ...commandAndArguments: readonly string[]): Promise<ChildEnd> => {
      const words = [made.path('elsewhere/alembic')];
      assert.equal(pythonOfCommand(words), undefined, "the bridge can't run");
      const [program = '', ...rest] = composeReplacedCommand(
        {
          ...{ words, configFile: made.path('alembic.ini'), section: 'alembic', options: [], xArguments: [] },
          workingDirectory: made.folder,
        },
        commandAndArguments,
      );
      const command = { program, arguments: rest, workingDirectory: made.folder, environment: process.env };
      return await new ChildRun(command, () => undefined).end;
    };

    for (const logTo of ['sys.stderr', 'sys.stdout']) {
      test(`the SQL is what the bridge gives, with a log on ${logTo}`, async () => {
        const made = await make(logTo);
        const parts: readonly SqlPart[] = [
          { direction: 'upgrade', start: ['a1'], target: 'head' },
          { direction: 'downgrade', start: ['c3'], target: 'b2' },
          { direction: 'upgrade', start: ['b2'], target: 'c3', only: true },
          { direction: 'downgrade', start: ['c3'], target: 'c3', only: true },
        ];
        const answer = await askSql(made.bridgeRun, plainCommand(), parts);
        assert.ok('result' in answer, JSON.stringify(answer));
        for (const [index, part] of parts.entries()) {
          const words = sqlWords(part, parts);
          assert.ok(words);
          const end = await run(made, ...words);
          assert.equal(end.exitCode, 0);
          const expected: SqlPartAnswer | undefined = answer.result.parts[index];
          assert.ok(expected && 'scripts' in expected);
          const own = readSqlOutput(end.output);
          assert.equal(own.trim(), expected.scripts[0]?.sql.trim());
          assert.ok(layoutSql(own, 'unknown dialect').startsWith('-- Running '));
        }
      });
    }

    test('the differences are those that check names', async function () {
      const made = await make('sys.stderr');
      made.alembic('upgrade', 'head');
      const [database] = readCurrentOutput((await run(made, 'current', '--verbose')).output);
      assert.deepEqual([database?.dialect, database?.heads], ['sqlite', ['c3']]);
      const end = await run(made, 'check');
      const differences = readCheckOutput(end.output);
      if (name === '1.8') {
        assert.equal(differences, undefined, 'there is no such command yet');
        assert.match(end.output.map(({ text }) => text).join('\n'), /invalid choice: 'check'/);
        return;
      }
      assert.deepEqual(
        differences?.map((each) => `${describeDifference(each)}: ${differenceDetail(each)}`).sort(),
        [
          'add column orders.note: only in the models',
          'add column users.order_id: only in the models',
          'alter column users.name: VARCHAR(length=20) in the database, String(length=40) in the models',
          'alter column users.name: must not be null in the models',
          'create constraint users: only in the models',
          'create foreign key users: only in the models',
          'create index users.ix_users_name: only in the models',
          'create table extra: only in the models',
          'drop column users.fax: only in the database',
          'drop index users.ix_fax: only in the database',
          'drop table gone: only in the database',
        ],
      );
      assert.ok(differences.every(({ file, database: one }) => file === null && one === null));
    });

    test('no differences, a database that lacks revisions, and a command that is not there', async function () {
      if (name === '1.8') return;
      const made = await make('sys.stderr');
      assert.equal(readCheckOutput((await run(made, 'check')).output), undefined);
      made.write('migrations/env.py', environment.replace('LOG_TO', 'None').replace('Base.metadata', 'None'));
      made.write('models.py', 'Base = None\n');
      made.alembic('upgrade', 'head');
      made.write(
        'migrations/env.py',
        environment
          .replace('LOG_TO', 'None')
          .replace('from models import Base', 'import sqlalchemy as sa')
          .replace(
            'target_metadata=Base.metadata',
            'target_metadata=sa.MetaData(), include_object=lambda *_: False',
          ),
      );
      assert.deepEqual(readCheckOutput((await run(made, 'check')).output), []);
    });
  });
}

suite("what Alembic's command line has no words for", () => {
  test('several starts, and the step of a merge taken back', () => {
    const up: SqlPart = { direction: 'upgrade', start: ['a', 'b'], target: 'm', only: true };
    const down: SqlPart = { direction: 'downgrade', start: ['m'], target: 'm', only: true };
    assert.equal(sqlWords(up, [up, down]), undefined);
    assert.equal(sqlWords(down, [up, down]), undefined);
    assert.deepEqual(sqlWords({ ...up, start: [] }, []), ['upgrade', 'base:m', '--sql']);
  });
});
