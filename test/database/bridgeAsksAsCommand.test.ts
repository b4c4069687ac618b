import assert from 'node:assert/strict';
import { suite, suiteSetup, teardown, test } from 'mocha';
import { askCompare, askCurrent, askSql } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type { BridgeError } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { plainCommand, plainEnvironment, plainProject, pythonWith } from './alembicProject';
import { DrivenProject } from './drivenProject';

/** A shell that env.py of these projects has in common: online and offline, with lines of its own before. */
function environment(before: string, options = ''): string {
  return `import os, sys
from alembic import context
import sqlalchemy as sa
config = context.config
${before}
url = config.get_main_option("sqlalchemy.url")
options = dict(target_metadata=sa.MetaData()${options})
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    with sa.create_engine(url).connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
`;
}

const up = { direction: 'upgrade', start: [], target: 'head' } as const;

suite('the bridge asks as the real command does', () => {
  let python = '';
  let project: DrivenProject | undefined;

  suiteSetup(async () => {
    python = await pythonWith();
  });
  teardown(() => {
    project?.remove();
    project = undefined;
  });

  const make = (files: Readonly<Record<string, string>>): DrivenProject =>
    (project = new DrivenProject(python, { ...plainProject(), ...files }));
  const withEnvironment = (before: string, options?: string): DrivenProject =>
    make({ 'migrations/env.py': environment(before, options) });
  const refused = async (made: DrivenProject): Promise<BridgeError> => {
    const answer = await askCurrent(made.bridgeRun, plainCommand());
    assert.ok('error' in answer, JSON.stringify(answer));
    return answer.error;
  };

  test('env.py sees the words and the options of each command', async () => {
    const made = withEnvironment(
      `with open("seen.txt", "a") as seen:
    print(os.path.basename(os.path.dirname(sys.argv[0])), sys.argv[1:], config.cmd_opts.cmd[0].__name__, config.cmd_opts.x, file=seen)`,
    );
    const command = plainCommand({ xArguments: ['tenant=acme'] });
    await askCurrent(made.bridgeRun, command);
    await askCompare(made.bridgeRun, command);
    await askSql(made.bridgeRun, command, [up]);
    for (const words of [['current'], ['check'], ['upgrade', 'base:head', '--sql']])
      await made.drive(...command.words(words));
    const lines = made.read('seen.txt').trim().split('\n');
    assert.deepEqual(lines.slice(0, 3), lines.slice(3));
    assert.equal(
      lines[2],
      "alembic ['-c', 'alembic.ini', '-n', 'alembic', '-xtenant=acme', 'upgrade', 'base:head', '--sql'] upgrade ['tenant=acme']",
    );
  });

  test('a preview is that of the database to which env.py goes on an upgrade', async () => {
    const made = withEnvironment(
      'if "upgrade" in sys.argv: config.set_main_option("sqlalchemy.url", "mysql+pymysql://h/x")',
    );
    const answer = await askSql(made.bridgeRun, plainCommand(), [up]);
    assert.match(JSON.stringify(answer), /"dialect":"mysql"|pymysql/);
  });

  const empties = `def empty(context, revision, directives):
    if CONDITION and directives[0].upgrade_ops.is_empty():
        directives[:] = []
`;
  for (const [what, condition] of [
    ['as Flask-Migrate empties it', 'getattr(config.cmd_opts, "autogenerate", False)'],
    ['whatever the command is', 'True'],
  ] as const)
    test(`an emptied list of directives is no difference: ${what}`, async () => {
      const made = withEnvironment(
        empties.replace('CONDITION', condition),
        ', process_revision_directives=empty, include_object=lambda *_: False',
      );
      made.alembic('upgrade', 'head');
      const answer = await askCompare(made.bridgeRun, plainCommand());
      assert.ok('result' in answer, JSON.stringify(answer));
      assert.deepEqual(answer.result.differences, []);
    });

  test('modules of the working directory are seen where the program sees them', async () => {
    const made = make({
      'alembic.ini': '[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///app.db\n',
      'migrations/env.py': plainEnvironment({ before: 'import secrets, calendar\nsecrets.token_hex(4)\n' }),
      'secrets.py': 'X = 1\n',
      'calendar.py': 'X = 1\n',
    });
    const asScript = await askCurrent(made.bridgeRun, {
      ...plainCommand(),
      program: { script: 'alembic' },
    });
    assert.ok('result' in asScript, JSON.stringify(asScript));
  });

  test("modules that are called as the bridge's own are the project's", async () => {
    const names = ['bridge', 'failures', 'masking'];
    const before = names.map((name) => `import ${name}\nassert ${name}.X == 1\n`).join('');
    const made = make({
      'migrations/env.py': plainEnvironment({ before }),
      ...Object.fromEntries(names.map((name) => [`${name}.py`, 'X = 1\n'])),
    });
    made.alembic('current');
    const answer = await askCurrent(made.bridgeRun, plainCommand());
    assert.ok('result' in answer, JSON.stringify(answer));
  });

  test('modules called as those that the bridge needs are not seen where the program sees none', async () => {
    const made = make({
      'migrations/env.py': plainEnvironment({ before: 'import json, socket\njson.dumps(1)\n' }),
      ...Object.fromEntries(['json', 'socket', 'traceback'].map((name) => [`${name}.py`, 'X = 1\n'])),
    });
    const asScript = await askCurrent(made.bridgeRun, { ...plainCommand(), program: { script: 'alembic' } });
    assert.ok('result' in asScript, JSON.stringify(asScript));
  });

  test('what needs a database is said of the revision that does', async () => {
    const b2 = plainProject()['migrations/versions/b2.py'] ?? '';
    const reads = (code: string): string =>
      b2.replace('    op.create_table', `    ${code}\n    op.create_table`);
    const made = make({
      'migrations/env.py': environment(''),
      'migrations/versions/b2.py': reads('op.get_bind().execute(sa.text("SELECT 1")).fetchall()'),
    });
    const failure = async (): Promise<readonly unknown[]> => {
      const answer = await askSql(made.bridgeRun, plainCommand(), [up]);
      assert.ok('error' in answer, JSON.stringify(answer));
      return [answer.error.kind, answer.error.file, answer.error.line];
    };
    const file = made.path('migrations/versions/b2.py');
    assert.deepEqual(await failure(), ['needsDatabase', file, 10]);
    made.write('reading.py', 'def read(bind):\n    return [row for row in bind.execute(None)]\n');
    made.write('migrations/versions/b2.py', reads('import reading; reading.read(op.get_bind())'));
    assert.deepEqual(await failure(), ['needsDatabase', file, 10], 'where the revision calls what reads');
    made.write('migrations/versions/b2.py', reads('raise NotImplementedError("never")'));
    assert.deepEqual(await failure(), ['environmentRaised', file, 10]);
    made.write(
      'migrations/versions/b2.py',
      reads('__import__("alembic").context.get_x_argument(as_dictionary=True)["tenant"]'),
    );
    assert.deepEqual((await failure())[0], 'argumentMissing');
    made.write('migrations/env.py', environment('url = os.environ.get("SHOP_URL") or "sqlite:///app.db"'));
    for (const reading of ['scalar() + 1', 'first().x', '__iter__()']) {
      made.write('migrations/versions/b2.py', reads(`op.get_bind().execute(sa.text("SELECT 1")).${reading}`));
      assert.deepEqual(
        await failure(),
        ['needsDatabase', file, 10],
        'a variable that is not set is no reason',
      );
    }
  });

  test('a row without a value is none', async () => {
    const made = make({});
    const rows = 'CREATE TABLE alembic_version (version_num VARCHAR(32)); INSERT INTO alembic_version VALUES';
    made.run('-c', `import sqlite3; sqlite3.connect("app.db").executescript("${rows} (NULL)")`);
    assert.deepEqual(await made.heads(), []);
    made.run(
      '-c',
      `import sqlite3; sqlite3.connect("app.db").executescript("DROP TABLE alembic_version; ${rows} ('a1'), (NULL)")`,
    );
    assert.deepEqual(await made.heads(), ['a1']);
  });

  const kinds: readonly (readonly [string, string, Pick<BridgeError, 'kind' | 'message'>])[] = [
    [
      'a value of -x',
      'tenant = context.get_x_argument(as_dictionary=True)["tenant"]',
      { kind: 'argumentMissing', message: 'tenant' },
    ],
    [
      'a value of -x that it says itself',
      'raise Exception("call me with -x tenant=NAME")',
      { kind: 'argumentMissing', message: 'tenant' },
    ],
    [
      'a variable that nothing sets',
      'config.set_main_option("sqlalchemy.url", os.getenv("SHOP_DSN"))',
      { kind: 'settingMissing', message: 'SHOP_DSN' },
    ],
    [
      'a variable on another line, beside others',
      'os.environ.get("SENTRY")\nwhere = os.environ.get("SHOP_PLACE")\nwhere.replace("a", "b")',
      { kind: 'settingMissing', message: 'SHOP_PLACE' },
    ],
    [
      'a variable in the middle of a URL',
      'place = os.getenv("SHOP_PLACE")\nconfig.set_main_option("sqlalchemy.url", f"sqlite:////{place}/no/such/folder/app.db")\nsa.create_engine(f"sqlite+pysqlite://h:{place}/x")',
      { kind: 'settingMissing', message: 'SHOP_PLACE' },
    ],
    [
      'nothing that it goes on without',
      'url = os.environ.get("SHOP_URL") or "sqlite:///app.db"\nif os.getenv("SHOP_DB"): pass\nplace = "a" if os.getenv("PGHOST") else "b"\nNone.upper()',
      { kind: 'environmentRaised', message: "'NoneType' object has no attribute 'upper'" },
    ],
    [
      'one of two variables',
      'url = os.environ.get("SHOP_URL") or os.getenv("SHOP_DSN")\nurl.upper()',
      { kind: 'settingMissing', message: 'SHOP_DSN, SHOP_URL' },
    ],
    [
      'a scheme of other tools',
      'config.set_main_option("sqlalchemy.url", "postgres://h/x")',
      {
        kind: 'dialectMisspelt',
        message: "postgres:// is nothing that SQLAlchemy knows; write postgresql:// in the database's URL.",
      },
    ],
    [
      'a misspelt dialect',
      'config.set_main_option("sqlalchemy.url", "postgressql+psycopg://h/x")',
      {
        kind: 'dialectMisspelt',
        message:
          "postgressql+psycopg:// is nothing that SQLAlchemy knows; write postgresql+psycopg:// in the database's URL.",
      },
    ],
    [
      'a scheme of other tools with an asynchronous driver',
      'config.set_main_option("sqlalchemy.url", "postgres+asyncpg://h/x")',
      {
        kind: 'dialectMisspelt',
        message:
          "postgres+asyncpg:// is nothing that SQLAlchemy knows; write postgresql+asyncpg:// in the database's URL.",
      },
    ],
    [
      'a module for a dialect',
      'config.set_main_option("sqlalchemy.url", "sqlite3:///x.db")',
      {
        kind: 'dialectMisspelt',
        message: "sqlite3:// is nothing that SQLAlchemy knows; write sqlite:// in the database's URL.",
      },
    ],
    [
      'a misspelt driver',
      'config.set_main_option("sqlalchemy.url", "mysql+pymsql://h/x")',
      {
        kind: 'dialectMisspelt',
        message:
          "mysql+pymsql:// is nothing that SQLAlchemy knows; write mysql+pymysql:// in the database's URL.",
      },
    ],
    [
      'a dialect of a package that is not there',
      'config.set_main_option("sqlalchemy.url", "snowflake://h/x")',
      { kind: 'driverMissing', message: "Can't load plugin: sqlalchemy.dialects:snowflake" },
    ],
    [
      'an answer in a terminal',
      'if input("Really? ") != "y": sys.exit(1)',
      { kind: 'asksInTerminal', message: 'EOF when reading a line' },
    ],
    [
      'an answer in a terminal by a copy of click',
      'class Abort(RuntimeError): pass\ntry: input("Really? ")\nexcept EOFError: failed = Abort()\nelse: failed = None\nif failed: raise failed',
      { kind: 'asksInTerminal', message: 'Abort' },
    ],
    [
      'an answer in a terminal, and ends without it',
      'try: input("Really? ")\nexcept EOFError: sys.exit("aborted")',
      { kind: 'asksInTerminal', message: 'aborted' },
    ],
  ];
  for (const [what, before, expected] of kinds)
    test(`env.py asks for ${what}`, async () => {
      const { kind, message } = await refused(withEnvironment(before));
      assert.deepEqual({ kind, message }, expected);
    });

  test('what is to be written in the place of a misspelt scheme is told', async () => {
    const { replace } = await refused(
      make({ 'alembic.ini': plainProject('postgres://h/x')['alembic.ini'] ?? '' }),
    );
    assert.deepEqual(replace, { from: 'postgres', to: 'postgresql' });
  });

  test('the error inside of groups, with the place in the project', async function () {
    const made = withEnvironment(
      'if sys.version_info >= (3, 11):\n    def one():\n        raise ConnectionRefusedError("no server")\n    try: one()\n    except OSError as error: raise ExceptionGroup("group", [ExceptionGroup("inner", [error])])\nelse:\n    raise ConnectionRefusedError("no server")',
    );
    const { kind, message, file } = await refused(made);
    assert.deepEqual([kind, message, file], ['cannotConnect', 'no server', made.path('migrations/env.py')]);
  });

  test('places are those of the start, although env.py goes elsewhere', async () => {
    const made = withEnvironment('os.makedirs("sub", exist_ok=True); os.chdir("sub")');
    const answer = await askCurrent(made.bridgeRun, plainCommand());
    assert.ok('result' in answer, JSON.stringify(answer));
    assert.equal(answer.result.databases[0]?.file, made.path('sub/app.db'));
    assert.equal(answer.result.scripts?.directory, made.path('migrations'));
    made.write('migrations/env.py', environment('os.chdir("sub"); raise ValueError("no")'));
    assert.equal((await refused(made)).file, made.path('migrations/env.py'));
  });

  test('an operation of the project that has no renderer is a difference in words beside the others', async () => {
    const made = withEnvironment(
      `from alembic.autogenerate import comparators, renderers
from alembic.operations.ops import MigrateOperation
class CreateViewOp(MigrateOperation):
    def __init__(self, name): self.name = name
    def reverse(self): return self
    def to_diff_tuple(self): return ("create_view", self.name)
class CreateGrantOp(CreateViewOp): pass
@comparators.dispatch_for("schema")
def views(context, operations, schemas): operations.ops += [CreateViewOp("active"), CreateGrantOp("all")]
@renderers.dispatch_for(CreateGrantOp)
def render(context, operation): return "op.grant(%r, %r)" % (operation.name, context.opts["of_ours"])`,
      ', of_ours=1, include_object=lambda *_: False',
    );
    made.alembic('upgrade', 'head');
    const answer = await askCompare(made.bridgeRun, plainCommand());
    assert.ok('result' in answer, JSON.stringify(answer));
    assert.deepEqual(
      answer.result.differences.map(({ operation, name, code, detail }) => [operation, name, code, detail]),
      [
        [
          'create view',
          'active',
          '',
          "Alembic can't write it as Python (no dispatch function for object: <env_py.CreateViewOp object>)",
        ],
        ['create grant', 'all', "op.grant('all', 1)", null],
      ],
    );
  });
});
