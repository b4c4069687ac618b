import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { askCurrent } from '../../client/src/infrastructure/alembic/bridge/bridge';
import { ChildRun } from '../../client/src/infrastructure/alembic/process/childRun';
import type { ChildEnd } from '../../client/src/infrastructure/alembic/process/childRun';
import { readCurrentOutput } from '../../client/src/infrastructure/alembic/output/currentOutput';
import {
  composeReplacedCommand,
  pythonOfCommand,
} from '../../client/src/infrastructure/alembic/command/replacedCommand';
import { plainProject, pythonWith } from './alembicProject';
import { alembicVersions } from './alembicVersions';
import { DrivenProject } from './drivenProject';

const app = `from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
import os

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + os.path.join(os.path.dirname(os.path.abspath(__file__)), "app.db")
db = SQLAlchemy(app)
migrate = Migrate(app, db)
`;

const x = 'tenant=b; $(c)';

for (const { name, python: pythonOf } of alembicVersions.filter((each) => each.name !== '1.13')) {
  suite(`a project of Flask-Migrate, Alembic ${name}`, () => {
    let project: DrivenProject;
    let words: readonly string[] = [];
    // Older ones take -x only where the command itself does.
    const isNewer = name === 'newest';

    suiteSetup(async () => {
      const python = await pythonOf();
      words = [join(dirname(python), 'flask'), 'db'];
      project = new DrivenProject(python, { 'app.py': app });
      project.run('-m', 'flask', 'db', 'init');
      for (const [file, text] of Object.entries(plainProject()))
        if (file.startsWith('migrations/versions/')) project.write(file, text);
      const environment = project.read('migrations/env.py');
      project.write(
        'migrations/env.py',
        `${environment}\nwith open("seen.txt", "a") as seen:\n    seen.write(repr(context.get_x_argument()) + "\\n")\n`,
      );
    });
    suiteTeardown(() => project.remove());

    const run = async (xArguments: readonly string[], ...command: readonly string[]): Promise<ChildEnd> => {
      project.write('seen.txt', '');
      const replaced = {
        words,
        configFile: project.path('migrations/alembic.ini'),
        section: 'alembic',
        workingDirectory: project.folder,
        options: [],
        xArguments,
      };
      const [program = '', ...rest] = composeReplacedCommand(replaced, command);
      return await new ChildRun(
        { program, arguments: rest, workingDirectory: project.folder, environment: process.env },
        () => undefined,
      ).end;
    };
    const well = async (xArguments: readonly string[], ...command: readonly string[]): Promise<ChildEnd> => {
      const end = await run(xArguments, ...command);
      assert.equal(end.exitCode, 0, JSON.stringify(end));
      return end;
    };
    const text = ({ output }: ChildEnd): string => output.map((line) => line.text).join('\n');

    test('upgrade, downgrade: each with -x, that arrives as it is', async () => {
      await well([x], 'upgrade', 'head');
      assert.equal(project.read('seen.txt'), `['${x}']\n`);
      assert.deepEqual(await project.heads('migrations/alembic.ini'), ['b2']);
      await well([x, '-y'], 'downgrade', '-1');
      assert.equal(project.read('seen.txt'), `['${x}', '-y']\n`);
      assert.deepEqual(await project.heads('migrations/alembic.ini'), ['a1']);
    });

    test('without a command of its own in the settings, -x arrives too', async () => {
      project.write('seen.txt', '');
      assert.deepEqual((await project.driveFlask(['upgrade', '+1'], [x])).outcome, { kind: 'success' });
      assert.equal(project.read('seen.txt'), `['${x}']\n`);
      assert.deepEqual((await project.driveFlask(['downgrade', '-1'], [x])).outcome, { kind: 'success' });
    });

    test('stamp, with --purge and without', async () => {
      await well([], 'stamp', 'b2');
      assert.deepEqual(await project.heads('migrations/alembic.ini'), ['b2']);
      const purge = await run([], 'stamp', '--purge', 'a1');
      if (isNewer) assert.equal(purge.exitCode, 0);
      else {
        assert.match(text(purge), /No such option.* '?--purge/);
        await well([], 'stamp', 'a1');
      }
      assert.deepEqual(await project.heads('migrations/alembic.ini'), ['a1']);
    });

    test('current and history are read', async () => {
      const current = readCurrentOutput((await well([], 'current', '--verbose')).output);
      assert.deepEqual(
        current.map(({ dialect, heads }) => [dialect, heads]),
        [['sqlite', ['a1']]],
      );
      assert.match(text(await well([], 'history')), /a1 -> b2 \(head\), create orders/);
    });

    test('a revision is made, its message as it is', async () => {
      const message = '-add "users" \'table\'; touch x $(touch y)';
      const end = await well([], 'revision', `--message=${message}`, '--rev-id=c3', '--head=b2');
      assert.match(text(end), /Generating .*c3/);
      const [file = ''] = project.list('migrations/versions').filter((each) => each.startsWith('c3'));
      assert.ok(project.read(`migrations/versions/${file}`).startsWith(`"""${message}`));
      rmSync(project.path(`migrations/versions/${file}`));
    });

    test('-x with commands that do not take it themselves: it arrives, or Flask-Migrate refuses and nothing is written', async () => {
      await well([], 'stamp', 'a1');
      const end = await run([x], 'stamp', 'b2');
      assert.equal(end.exitCode, isNewer ? 0 : 2, JSON.stringify(end));
      assert.equal(project.read('seen.txt'), isNewer ? `['${x}']\n` : '');
      if (!isNewer) assert.match(text(end), /No such option.* '?-x/);
      assert.deepEqual(await project.heads('migrations/alembic.ini'), [isNewer ? 'b2' : 'a1']);
    });

    test('the bridge asks the app that FLASK_APP names, and says what keeps it from being imported', async () => {
      project.write('shop/__init__.py', app.replace('"app.db"', '"shop.db"'));
      project.write('broken.py', 'import nowhere\n');
      const ask = (FLASK_APP: string) =>
        askCurrent(
          { ...project.bridgeRun, environment: { ...process.env, FLASK_APP } },
          project.asked('migrations/alembic.ini'),
        );
      const named = await ask('shop');
      assert.ok('result' in named, JSON.stringify(named));
      assert.match(named.result.databases[0]?.database ?? '', /shop\.db$/);
      const failed = await ask('broken');
      assert.ok('error' in failed, JSON.stringify(failed));
      assert.equal(
        failed.error.message,
        "While importing 'broken', an ImportError was raised: ModuleNotFoundError: No module named 'nowhere'",
      );
    });

    test('the bridge runs with the Python beside flask', () => {
      assert.deepEqual(pythonOfCommand(words)?.python, [project.python]);
    });
  });
}

suite('the Python of a command', () => {
  for (const [command, python] of [
    [
      ['uv', 'run', 'alembic'],
      ['uv', 'run', 'python'],
    ],
    [
      ['uv', 'run', '--env-file', '.env', 'flask', 'db'],
      ['uv', 'run', '--env-file', '.env', 'python'],
    ],
    [
      ['poetry', 'run', 'alembic'],
      ['poetry', 'run', 'python'],
    ],
    [['python', '-m', 'flask', 'db'], ['python']],
    [
      ['py', '-3.12', '-m', 'alembic'],
      ['py', '-3.12'],
    ],
    [
      ['poetry', 'run', 'python', '-m', 'alembic'],
      ['poetry', 'run', 'python'],
    ],
    [
      ['poetry', 'run', 'python', '-m', 'flask', 'db'],
      ['poetry', 'run', 'python'],
    ],
    [
      ['uv', 'run', 'python', '-m', 'alembic'],
      ['uv', 'run', 'python'],
    ],
    [
      ['uv', 'run', 'python', '-m', 'flask', 'db'],
      ['uv', 'run', 'python'],
    ],
    [
      ['uv', 'run', '--project', 'api', 'python', '-m', 'alembic'],
      ['uv', 'run', '--project', 'api', 'python'],
    ],
    [
      ['uv', 'run', '--project', 'api', 'python', '-m', 'flask', 'db'],
      ['uv', 'run', '--project', 'api', 'python'],
    ],
    [
      ['pipenv', 'run', 'python', '-m', 'alembic'],
      ['pipenv', 'run', 'python'],
    ],
    [
      ['pipenv', 'run', 'python', '-m', 'flask', 'db'],
      ['pipenv', 'run', 'python'],
    ],
    [
      ['hatch', 'run', 'python', '-m', 'alembic'],
      ['hatch', 'run', 'python'],
    ],
    [
      ['hatch', 'run', 'python', '-m', 'flask', 'db'],
      ['hatch', 'run', 'python'],
    ],
    [
      ['hatch', '-e', 'dev', 'run', 'python', '-m', 'alembic'],
      ['hatch', '-e', 'dev', 'run', 'python'],
    ],
    [
      ['hatch', '-e', 'dev', 'run', 'python', '-m', 'flask', 'db'],
      ['hatch', '-e', 'dev', 'run', 'python'],
    ],
    [
      ['pixi', 'run', '-e', 'dev', 'python', '-m', 'alembic'],
      ['pixi', 'run', '-e', 'dev', 'python'],
    ],
    [
      ['pixi', 'run', '-e', 'dev', 'python', '-m', 'flask', 'db'],
      ['pixi', 'run', '-e', 'dev', 'python'],
    ],
    [
      ['conda', 'run', '-n', 'shop', 'python', '-m', 'alembic'],
      ['conda', 'run', '-n', 'shop', 'python'],
    ],
    [
      ['conda', 'run', '-n', 'shop', 'python', '-m', 'flask', 'db'],
      ['conda', 'run', '-n', 'shop', 'python'],
    ],
    [
      ['pdm', 'run', 'python', '-X', 'dev', '-m', 'alembic'],
      ['pdm', 'run', 'python', '-X', 'dev'],
    ],
    [
      ['pdm', 'run', 'python', '-X', 'dev', '-m', 'flask', 'db'],
      ['pdm', 'run', 'python', '-X', 'dev'],
    ],
    [
      ['rye', 'run', 'python3.12', '-m', 'alembic'],
      ['rye', 'run', 'python3.12'],
    ],
    [
      ['rye', 'run', 'python3.12', '-m', 'flask', 'db'],
      ['rye', 'run', 'python3.12'],
    ],
    [
      ['uv', 'run', '-m', 'alembic'],
      ['uv', 'run', 'python'],
    ],
    [['docker', 'compose', 'exec', 'web', 'python', '-m', 'alembic'], undefined],
    [['ssh', 'host', 'python', '-m', 'alembic'], undefined],
    [['alembic'], undefined],
    [['flask', 'db'], undefined],
    [['docker', 'compose', 'exec', '-T', 'web', 'alembic'], undefined],
    [['docker', 'compose', 'exec', '-T', 'web', 'flask', 'db'], undefined],
    [['./manage.py', 'db'], undefined],
  ] as const) {
    test(command.join(' '), () => assert.deepEqual(pythonOfCommand(command)?.python, python));
  }
});

suite('a project of uv', () => {
  test('uv run alembic: the bridge runs in its environment, and Alembic too', async () => {
    const uvPython = await pythonWith('uv', ['uv']);
    const uv = join(dirname(uvPython), 'uv');
    const sample = await pythonWith();
    const project = new DrivenProject(sample, {
      ...plainProject(),
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.9"\n',
    });
    const cache = mkdtempSync(join(tmpdir(), 'uv-cache-'));
    try {
      // The environment that `uv sync` would make, from packages that are here.
      project.link('.venv', dirname(dirname(sample)));
      const environment = { ...process.env, UV_CACHE_DIR: cache, UV_NO_SYNC: '1', UV_OFFLINE: '1' };
      const words = [uv, 'run', 'alembic'];
      const python = pythonOfCommand(words)?.python;
      assert.deepEqual(python, [uv, 'run', 'python']);
      assert.ok(python);
      const databases = await project.databasesBy(python, environment);
      assert.deepEqual(databases[0]?.heads, []);
      const [program = '', ...rest] = composeReplacedCommand(
        {
          words,
          configFile: project.path('alembic.ini'),
          section: 'alembic',
          workingDirectory: project.folder,
          options: [],
          xArguments: [],
        },
        ['upgrade', 'head'],
      );
      const end = await new ChildRun(
        { program, arguments: rest, workingDirectory: project.folder, environment },
        () => undefined,
      ).end;
      assert.equal(end.exitCode, 0, JSON.stringify(end));
      assert.deepEqual(await project.heads(), ['b2']);
    } finally {
      project.remove();
      rmSync(cache, { recursive: true, force: true });
    }
  });
});
