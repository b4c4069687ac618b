import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, teardown, test } from 'mocha';
import { askCurrent, askProbe } from '../../client/src/infrastructure/alembic/bridge/bridge';
import type {
  BridgeError,
  CurrentAnswer,
  DatabaseState,
} from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { readAnswer } from '../../client/src/infrastructure/alembic/bridge/readAnswer';
import {
  databaseDetails,
  databaseNames,
} from '../../client/src/infrastructure/alembic/databases/databaseName';
import { projectRoot } from '../fixtures/projectRoot';
import { AlembicProject, plainCommand, plainEnvironment, plainProject, pythonWith } from './alembicProject';

const bridgeFile = join(projectRoot, 'client', 'python', 'bridge.py');

const versions: readonly {
  readonly name: string;
  readonly python: () => Promise<string>;
  readonly version: RegExp;
}[] = [
  { name: 'newest Alembic', python: () => pythonWith(), version: /^1\.(19|[2-9]\d)/ },
  {
    name: 'Alembic 1.8',
    python: () => pythonWith('alembic-1.8', ['alembic==1.8.0', 'sqlalchemy==1.4.54']),
    version: /^1\.8\.0$/,
  },
];

for (const { name, python, version } of versions) {
  suite(`the bridge, ${name}`, () => {
    let interpreter = '';
    let project: AlembicProject | undefined;

    suiteSetup(async () => {
      interpreter = await python();
    });
    teardown(() => {
      project?.remove();
      project = undefined;
    });

    const make = (files: Readonly<Record<string, string>>): AlembicProject =>
      (project = new AlembicProject(interpreter, files));

    test('tells the versions', async () => {
      const { folder } = make({});
      const answer = await askProbe(runIn(folder, interpreter).run);
      assert.ok('result' in answer);
      assert.match(answer.result.alembic, version);
    });

    test('what env.py imports and reads of the project is named, without revisions and what is written', async () => {
      const before = `import logging, pathlib, sys
sys.path.insert(0, ".")
import shop
open("settings.json").read()
pathlib.Path("deploy.toml").read_text()
open("log.txt", "a").close()
open("both.txt", "w+").close()
logging.FileHandler("other.log")`;
      const made = make({
        ...plainProject(),
        'migrations/env.py': plainEnvironment({ before }),
        'shop.py': '',
        'settings.json': '{}',
        'deploy.toml': '',
        'log.txt': '',
      });
      const { run } = runIn(made.folder, interpreter);
      for (const time of ['first', 'with what Python has compiled']) {
        const answer = await askCurrent(run, plainCommand(), made.folder);
        assert.ok('result' in answer, JSON.stringify(answer));
        const { modules = [], read = [] } = answer.result.scripts ?? {};
        assert.deepEqual(modules, [made.path('shop.py')], time);
        const others = read.filter((file) => !file.endsWith('env.py') && !file.endsWith('shop.py'));
        assert.deepEqual(
          others,
          ['alembic.ini', 'deploy.toml', 'settings.json'].map((name) => made.path(name)),
          time,
        );
      }
    });

    test('a process that env.py left behind is not waited for', async function () {
      if (process.platform === 'win32') this.skip();
      const before = `import subprocess
for own_session in (False, True):
    child = subprocess.Popen(["sleep", "600"], start_new_session=own_session)
    open("left", "a").write("%d\\n" % child.pid)`;
      const made = make({ ...plainProject(), 'migrations/env.py': plainEnvironment({ before }) });
      const [database] = await databases(made.folder, interpreter);
      for (const id of made.read('left').trim().split('\n')) process.kill(Number(id), 'SIGKILL');
      assert.deepEqual(database?.heads, []);
    });

    test('an empty database: no rows, and nothing is written to it', async () => {
      const made = make(plainProject());
      const asked = await databases(made.folder, interpreter);
      assert.ok(asked.every(({ serverVersion }) => /^3\.\d+\.\d+$/.test(serverVersion ?? '')));
      assert.deepEqual(asked, [
        {
          name: null,
          dialect: 'sqlite',
          driver: 'pysqlite',
          url: 'sqlite:///app.db',
          host: null,
          port: null,
          server: null,
          serverPort: null,
          database: 'app.db',
          inMemory: false,
          user: null,
          file: join(made.folder, 'app.db'),
          isMissing: true,
          serverVersion: asked[0]?.serverVersion,
          schema: null,
          searchPath: null,
          versionTable: 'alembic_version',
          versionTableSchema: null,
          transactionalDdl: false,
          heads: [],
        },
      ]);
      assert.equal(tables(made), '[]');
    });

    test('the rows of the version table, also one that no file has', async () => {
      const made = make(plainProject());
      made.alembic('upgrade', 'a1');
      assert.deepEqual(await heads(made.folder, interpreter), ['a1']);
      sql(made, "UPDATE alembic_version SET version_num = 'f00'");
      assert.deepEqual(await heads(made.folder, interpreter), ['f00']);
    });

    test('another section is another database', async () => {
      const { folder } = make(plainProject());
      const [database] = await databases(folder, interpreter, 'alembic.ini', 'other');
      assert.equal(database?.url, 'sqlite:///other.db');
    });

    test('an env.py that prints, logs and replaces stdout spoils nothing', async () => {
      const before = `
import logging, sys
print('{"result": {"databases": []}}')
logging.basicConfig(level=logging.DEBUG)
sys.stdout = open(__file__ + ".out", "w")
`;
      const { folder } = make({ ...plainProject(), 'migrations/env.py': plainEnvironment({ before }) });
      const [database] = await databases(folder, interpreter);
      assert.equal(database?.url, 'sqlite:///app.db');
    });

    test('an env.py that changes the working directory spoils nothing', async () => {
      const before = 'import os\nos.chdir("/")\n';
      const url = 'sqlite:///:memory:';
      const { folder } = make({ ...plainProject(url), 'migrations/env.py': plainEnvironment({ before }) });
      assert.deepEqual(await heads(folder, interpreter), []);
    });

    test('an env.py that raises: its error, file and line', async () => {
      const env = '\n\nraise RuntimeError("no configuration for postgresql://me:hush-hush@db/app")\n';
      const { folder } = make({ ...plainProject(), 'migrations/env.py': env });
      assert.deepEqual(await failure(folder, interpreter), {
        kind: 'environmentRaised',
        type: 'builtins.RuntimeError',
        message: 'no configuration for postgresql://me:***@db/app',
        file: join(folder, 'migrations', 'env.py'),
        line: 3,
      });
    });

    const validation = (problems: string): string =>
      `class ValidationError(ValueError):\n    __module__ = "pydantic_core._pydantic_core"\n    def errors(self):\n        return ${problems}\n\n` +
      'raise ValidationError("2 validation errors for Settings")\n';
    const asking: readonly (readonly [string, string, Pick<BridgeError, 'kind' | 'message'>])[] = [
      [
        'os.environ',
        'import os\nos.environ["NO_SUCH_DATABASE"]\n',
        { kind: 'settingMissing', message: 'NO_SUCH_DATABASE' },
      ],
      [
        'Starlette',
        'raise KeyError("Config \'DATABASE_HOSTNAME\' is missing, and has no default.")\n',
        { kind: 'settingMissing', message: 'DATABASE_HOSTNAME' },
      ],
      [
        'decouple',
        'raise RuntimeError("DB_URL not found. Declare it as envvar or define a default value.")\n',
        { kind: 'settingMissing', message: 'DB_URL' },
      ],
      [
        'pydantic',
        validation(
          '[{"type": "missing", "loc": ("PRODUCTION",), "msg": "Field required"}, {"type": "missing", "loc": ("db", "url"), "msg": "Field required"}]',
        ),
        { kind: 'settingMissing', message: 'PRODUCTION, db.url' },
      ],
      [
        'pydantic, of values that are there',
        validation(
          '[{"type": "int_parsing", "loc": ("PORT",), "msg": "Input should be a valid integer", "input": "hush-hush"}]',
        ),
        { kind: 'environmentRaised', message: 'Input should be a valid integer (PORT)' },
      ],
      ['a dictionary of its own', '{}["url"]\n', { kind: 'environmentRaised', message: "'url'" }],
    ];
    for (const [what, env, expected] of asking)
      test(`an env.py whose settings are missing: ${what}`, async () => {
        const { folder } = make({ ...plainProject(), 'migrations/env.py': env });
        const { kind, message } = await failure(folder, interpreter);
        assert.deepEqual({ kind, message }, expected);
      });

    test('an env.py whose logging needs a module that is not there names the module', async () => {
      const env = `import logging.config\nlogging.config.dictConfig({"version": 1, "handlers": {"rich": {"class": "no_such_rich.Handler"}}})\n`;
      const { folder } = make({ ...plainProject(), 'migrations/env.py': env });
      const { kind, type, message } = await failure(folder, interpreter);
      assert.deepEqual([kind, type], ['environmentRaised', 'builtins.ModuleNotFoundError']);
      assert.match(message, /^Unable to configure handler 'rich': No module named 'no_such_rich'$/);
    });

    test('an env.py that does not parse: its line', async () => {
      const { folder } = make({ ...plainProject(), 'migrations/env.py': 'x = (\n' });
      const { kind, type, line } = await failure(folder, interpreter);
      assert.deepEqual(
        { kind, type, line },
        { kind: 'environmentRaised', type: 'builtins.SyntaxError', line: 1 },
      );
    });

    test('an env.py that calls sys.exit', async () => {
      const { folder } = make({ ...plainProject(), 'migrations/env.py': 'import sys\nsys.exit(3)\n' });
      const { kind, message, line } = await failure(folder, interpreter);
      assert.deepEqual(
        { kind, message, line },
        { kind: 'environmentExited', message: 'env.py ended the program with sys.exit(3).', line: 2 },
      );
    });

    test('an env.py that ends the process at once', async () => {
      const env = 'import os, sys\nprint("bye postgresql://me:hush-hush@db", flush=True)\nos._exit(0)\n';
      const { folder } = make({ ...plainProject(), 'migrations/env.py': env });
      const { kind, message } = await failure(folder, interpreter);
      assert.deepEqual({ kind, message }, { kind: 'noAnswer', message: 'bye postgresql://me:***@db' });
    });

    test('an env.py that asks no database', async () => {
      const { folder } = make({ ...plainProject(), 'migrations/env.py': '' });
      assert.equal((await failure(folder, interpreter)).kind, 'noDatabase');
    });

    test('every database of the multidb template, by name', async () => {
      const made = make({});
      made.alembic('init', '-t', 'multidb', 'migrations');
      made.run(
        '-c',
        `import re
text = open("alembic.ini").read()
text = re.sub(r"driver://user:pass@localhost/dbname2", "sqlite:///two.db", text)
text = re.sub(r"driver://user:pass@localhost/dbname", "sqlite:///one.db", text)
open("alembic.ini", "w").write(text)`,
      );
      const named = (await databases(made.folder, interpreter)).map(({ name, url }) => ({ name, url }));
      assert.deepEqual(named, [
        { name: 'engine1', url: 'sqlite:///one.db' },
        { name: 'engine2', url: 'sqlite:///two.db' },
      ]);
    });

    test('a driver that is not installed', async () => {
      const { folder } = make(plainProject('postgresql+psycopg2://me:hush-hush@127.0.0.1:9/app'));
      const error = await failure(folder, interpreter);
      assert.equal(error.kind, 'driverMissing');
      assert.match(error.message, /psycopg2/);
      assert.ok(!JSON.stringify(error).includes('hush-hush'));
    });

    test("a database that can't be opened", async () => {
      const { folder } = make(plainProject('sqlite:///no/such/folder/app.db'));
      const { kind, message } = await failure(folder, interpreter);
      assert.deepEqual(
        { kind, message },
        { kind: 'databaseMissing', message: 'unable to open database file' },
      );
    });

    test('a server that is not there, for a driver that raises the error of the system', async () => {
      const env = 'import socket\nsocket.create_connection(("127.0.0.1", 9))\n';
      const { folder } = make({ ...plainProject(), 'migrations/env.py': env });
      assert.equal((await failure(folder, interpreter)).kind, 'cannotConnect');
    });

    test('a statement of env.py that fails is no failed connection', async () => {
      const after =
        'with engine.connect() as connection:\n    connection.exec_driver_sql("SELECT * FROM nowhere")\n';
      const { folder } = make({ ...plainProject(), 'migrations/env.py': plainEnvironment({ after }) });
      const { kind, message } = await failure(folder, interpreter);
      assert.deepEqual({ kind, message }, { kind: 'databaseRefused', message: 'no such table: nowhere' });
    });

    test('passwords never come back', async () => {
      const before =
        'context.config.set_main_option("sqlalchemy.url", "sqlite:///app.db?password=hush-hush")\n';
      const { folder } = make({ ...plainProject(), 'migrations/env.py': plainEnvironment({ before }) });
      const answer = JSON.stringify(await databases(folder, interpreter));
      assert.ok(!answer.includes('hush-hush'), answer);
      assert.match(answer, /password=\*\*\*/);
    });

    test('a package of the project called alembic does not hide Alembic', async () => {
      const { folder } = make({ ...plainProject(), 'alembic/__init__.py': 'raise RuntimeError("not me")\n' });
      assert.deepEqual(await heads(folder, interpreter), []);
    });

    test("a config file that is not there is Alembic's own error", async () => {
      const { folder } = make({});
      assert.equal((await failure(folder, interpreter)).kind, 'alembic');
    });

    test('an interpreter without Alembic', async () => {
      const made = make({});
      made.run('-m', 'venv', '--without-pip', 'bare');
      const bare = ['bin/python', 'Scripts/python.exe'].map((path) => made.path(path)).find(existsSync);
      const barePython =
        bare ?? made.path(join('bare', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python'));
      const answer = await askProbe(runIn(made.folder, barePython).run);
      assert.ok('error' in answer);
      assert.equal(answer.error.kind, 'alembicMissing');
    });

    test('an interpreter that is not there', async () => {
      const { folder } = make({});
      const answer = await askProbe(runIn(folder, join(folder, 'python')).run);
      assert.ok('error' in answer);
      assert.equal(answer.error.kind, 'noAnswer');
    });
  });
}

suite('the bridge, newest Alembic only', () => {
  test('a project configured in pyproject.toml', async () => {
    const python = await pythonWith();
    const { 'alembic.ini': ini, ...files } = plainProject();
    assert.ok(ini);
    const project = new AlembicProject(python, {
      ...files,
      'pyproject.toml': '[tool.alembic]\nscript_location = "%(here)s/migrations"\n',
      'migrations/env.py': plainEnvironment({
        before: 'context.config.set_main_option("sqlalchemy.url", "sqlite:///app.db")\n',
      }),
    });
    try {
      assert.deepEqual(await heads(project.folder, python, 'pyproject.toml'), []);
    } finally {
      project.remove();
    }
  });
});

suite('an answer that leaves out what is not known', () => {
  test('has databases that can be named and told apart', () => {
    const few = { dialect: 'postgresql', heads: ['a'] };
    for (const ask of ['current', 'compare'] as const) {
      const text = JSON.stringify({ result: { databases: [few, few], differences: [], modelFiles: [] } });
      const answer = readAnswer<CurrentAnswer>(text, ask);
      assert.ok(answer && 'result' in answer);
      assert.equal(databaseNames(answer.result.databases), 'postgresql (1 of 2), postgresql (2 of 2)');
      for (const database of answer.result.databases)
        assert.match(databaseDetails(database), /^postgresql, database name not known/);
    }
  });
});

suite('an answer that is none', () => {
  // In the place of bridge.py: writes the text to where the answer belongs.
  const writer = 'import sys\nopen(sys.argv[2], "w").write(TEXT)\n';
  const half = [
    '{"result": {"databases": [{"name": nu',
    '',
    'Welcome to Python!\n{"result": {"databases": []}}',
    '[]',
    'null',
    '"result"',
    '{"result": 1}',
    '{"error": {"message": "no"}}',
    '{}',
  ];
  for (const text of half) {
    test(`${JSON.stringify(text)} is said in a sentence`, async () => {
      const python = await pythonWith();
      const code = writer.replace('TEXT', JSON.stringify(text));
      const project = new AlembicProject(python, { 'rubbish.py': `print("rubbish first")\n${code}` });
      try {
        const run = { ...runIn(project.folder, python).run, interpreterArguments: ['rubbish.py'] };
        const answer = await askProbe(run);
        assert.ok('error' in answer);
        assert.equal(answer.error.kind, 'noAnswer');
        assert.match(
          answer.error.message,
          /^Python's answer can't be read, .* try again, and look at the log\.$/,
        );
      } finally {
        project.remove();
      }
    });
  }
});

function runIn(folder: string, interpreter: string): { readonly run: Parameters<typeof askProbe>[0] } {
  return {
    run: {
      bridgeFile,
      interpreter,
      workingDirectory: folder,
      environment: process.env,
      onLine: () => undefined,
    },
  };
}

async function ask(folder: string, interpreter: string, config: string, section: string) {
  return await askCurrent(runIn(folder, interpreter).run, plainCommand({ config, section }));
}

async function databases(
  folder: string,
  interpreter: string,
  config = 'alembic.ini',
  section = 'alembic',
): Promise<readonly DatabaseState[]> {
  const answer = await ask(folder, interpreter, config, section);
  assert.ok('result' in answer, JSON.stringify(answer));
  return answer.result.databases;
}

async function heads(folder: string, interpreter: string, config?: string): Promise<readonly string[]> {
  return (await databases(folder, interpreter, config)).flatMap((database) => database.heads);
}

async function failure(folder: string, interpreter: string): Promise<BridgeError> {
  const answer = await ask(folder, interpreter, 'alembic.ini', 'alembic');
  assert.ok('error' in answer, JSON.stringify(answer));
  return answer.error;
}

function sql(project: AlembicProject, statement: string): void {
  project.run(
    '-c',
    `import sqlite3
connection = sqlite3.connect("app.db")
connection.execute(${JSON.stringify(statement)})
connection.commit()`,
  );
}

function tables(project: AlembicProject): string {
  const statement = 'SELECT name FROM sqlite_master';
  const { stdout } = spawnSync(
    project.python,
    ['-c', `import sqlite3; print(sqlite3.connect("app.db").execute("${statement}").fetchall())`],
    { cwd: project.folder, encoding: 'utf8' },
  );
  return stdout.trim();
}
