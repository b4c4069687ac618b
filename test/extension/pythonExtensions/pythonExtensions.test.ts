// The extensions that know interpreters come from the marketplace alone. What is installed here in their
// place, below `extensions/`, are stand-ins with the same ids that export the functions of their published
// interfaces: `getEnvironment`, `getEnvironments` and `resolveEnvironment` of Python Environments, and
// `environments` of Python with `getActiveEnvironmentPath`, `resolveEnvironment` and `known`.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setup, suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { commands, ConfigurationTarget, extensions, Uri, workspace } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import type { Answers, ShownMessage } from '../../fixtures/person';
import { classicOf, environmentOf, standIns } from './standIns';
import { machinePython, makeVirtualEnvironment, pythonIn } from './virtualEnvironments';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const environmentFile = join(folder, 'migrations', 'env.py');
const ranFile = join(folder, 'ran.txt');
const own = join(folder, '.venv');
const noteWhoRuns = 'import sys\nopen("ran.txt", "w").write(sys.prefix)\n';

suite('interpreters that Python extensions have selected', () => {
  const elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'interpreters-')));
  const first = join(elsewhere, 'first');
  const second = join(elsewhere, 'second');
  const empty = join(elsewhere, 'empty');
  const original = readFileSync(environmentFile, 'utf8');
  let untouched: Awaited<ReturnType<typeof standIns>>;
  let read = 0;

  suiteSetup(async () => {
    makeVirtualEnvironment(first, true);
    makeVirtualEnvironment(second, true);
    makeVirtualEnvironment(empty, false);
    // Ends as soon as it is known who runs it, because there is much to be run here.
    writeFileSync(environmentFile, `${noteWhoRuns}sys.exit('known')\n`);
    const { newer, older } = await standIns();
    untouched = { newer: { ...newer }, older: { ...older } };
    await historyRows('it is there');
  });
  suiteTeardown(() => {
    writeFileSync(environmentFile, original);
    rmSync(elsewhere, { recursive: true, force: true });
  });
  setup(async () => {
    read = (await logText()).length;
  });
  teardown(async () => {
    const { newer, older } = await standIns();
    Object.assign(newer, untouched.newer);
    Object.assign(older, untouched.older);
    for (const name of ['interpreter', 'environments', 'command']) await set(name, undefined);
    rmSync(ranFile, { force: true });
  });

  const set = (name: string, value: unknown): Thenable<void> =>
    workspace.getConfiguration('alembicWorkbench').update(name, value, ConfigurationTarget.Workspace);

  const selectNewer = async (path: string): Promise<void> => {
    (await standIns()).newer.getEnvironment = () => Promise.resolve(environmentOf(path));
  };
  const selectOlder = async (path: string): Promise<void> => {
    const { older } = await standIns();
    older.getActiveEnvironmentPath = () => ({ id: path, path });
    older.resolveEnvironment = () => Promise.resolve(classicOf(path));
  };

  /** The text of the log, in the document that shows it. */
  const logText = async (): Promise<string> => {
    await commands.executeCommand('alembicWorkbench.showLog');
    const document = await eventually('the log is shown', () =>
      workspace.textDocuments.find(({ uri }) => uri.scheme === 'output' && /Alembic/.test(uri.path)),
    );
    return document?.getText() ?? '';
  };
  const logged = async (...sentences: readonly string[]): Promise<void> => {
    for (const sentence of sentences)
      await eventually(
        `the log says "${sentence}"`,
        async () => (await logText()).slice(read),
        (text) => text.includes(sentence),
      );
  };

  const run = (command: string, answers: Answers = {}): Promise<readonly ShownMessage[]> =>
    answering(answers, () => commands.executeCommand(`alembicWorkbench.${command}`));

  /**
   * Asks where the database stands, and gives the environment whose Python has really run env.py for that.
   */
  const ranIn = async (): Promise<string> => {
    const [shown] = await run('showCurrent');
    assert.match(shown?.message ?? '', /^env\.py ended the program with sys\.exit\('known'\)/);
    return readFileSync(ranFile, 'utf8');
  };

  test("the older extension's is asked for with the config file, and goes before the project's", async () => {
    const { older } = await standIns();
    const asked: unknown[] = [];
    const active = { id: 'some id', path: second };
    older.getActiveEnvironmentPath = (resource) => {
      asked.push(resource instanceof Uri ? resource.fsPath : resource);
      return active;
    };
    older.resolveEnvironment = (environment) => {
      asked.push(environment);
      return Promise.resolve(classicOf(pythonIn(second)));
    };
    assert.equal(await ranIn(), second);
    assert.deepEqual(asked, [join(folder, 'alembic.ini'), active]);
    await logged(`Python: ${pythonIn(second)} (Python extension)`);
  });

  test("the newer extension's goes before both, and details that it left out are asked for", async () => {
    await selectOlder(pythonIn(second));
    const { newer } = await standIns();
    const asked: unknown[] = [];
    const { environmentPath } = environmentOf(pythonIn(first));
    newer.getEnvironment = (scope) => {
      asked.push(scope?.fsPath);
      return Promise.resolve({ environmentPath });
    };
    newer.resolveEnvironment = (context) => {
      asked.push(context);
      return Promise.resolve(environmentOf(pythonIn(first)));
    };
    assert.equal(await ranIn(), first);
    assert.deepEqual(asked, [join(folder, 'alembic.ini'), environmentPath]);
    await logged(`Python: ${pythonIn(first)} (Python Environments)`);
  });

  test('the setting goes before both, which are not asked then', async () => {
    const { newer, older } = await standIns();
    let questions = 0;
    newer.getEnvironment = () => Promise.resolve((questions++, environmentOf(pythonIn(first))));
    older.getActiveEnvironmentPath = () => (questions++, classicOf(pythonIn(first)));
    await set('interpreter', pythonIn(second));
    assert.equal(await ranIn(), second);
    await set('environments', { 'alembic.ini': { interpreter: '${workspaceFolder}/.venv/bin/python' } });
    assert.equal(await ranIn(), own);
    assert.equal(questions, 0);
  });

  test('a selected environment without Alembic: one sentence and what to do, and no other runs in its place', async () => {
    await selectOlder(pythonIn(second));
    for (const [select, label] of [
      [selectNewer, 'Python Environments'],
      [selectOlder, 'Python extension'],
    ] as const) {
      await select(pythonIn(empty));
      const shown = await run('showCurrent');
      assert.deepEqual(shown, [
        {
          message: `The interpreter ${pythonIn(empty)}, which ${label} has selected, can't run Alembic (Alembic is not installed for ${pythonIn(empty)}); install it there or select another one.`,
          detail: '',
          buttons: ['Select Interpreter…', 'Show Log'],
        },
      ]);
      assert.equal(existsSync(ranFile), false);
      (await standIns()).newer.getEnvironment = untouched.newer.getEnvironment;
    }
  });

  test('a Python of the machine without Alembic is what extensions fall back to, and the search goes on', async () => {
    const python = machinePython();
    await selectNewer(python);
    assert.equal(await ranIn(), own);
    await logged(
      `Python: ${python} (Python Environments) does not do: Alembic is not installed for`,
      'Python: Python extension has selected no interpreter; it is looked for elsewhere.',
      `Python: ${pythonIn(own)} (virtual environment)`,
    );
  });

  test('one that is not there, has no path or is a folder: the next is taken, and the log says so', async () => {
    const missing = join(elsewhere, 'gone', 'bin', 'python');
    await selectNewer(missing);
    await selectOlder(elsewhere);
    assert.equal(await ranIn(), own);
    await logged(
      `Python: Python Environments has selected ${missing}, which is not there;`,
      `Python: Python extension has selected ${elsewhere}, which is not there;`,
    );
    await selectNewer('python');
    await selectOlder(pythonIn(second));
    assert.equal(await ranIn(), second);
    await logged('Python: Python Environments has selected python, which is not there;');
  });

  test('extensions that fail: the next place is taken, and the log has their reasons', async () => {
    const { newer, older } = await standIns();
    newer.getEnvironment = () => Promise.reject(new Error('the locator has crashed'));
    older.getActiveEnvironmentPath = () => {
      throw new Error('not yet ready');
    };
    assert.equal(await ranIn(), own);
    await logged(
      'Python: Python Environments gave no answer (the locator has crashed);',
      'Python: Python extension gave no answer (not yet ready);',
    );
  });

  test('extensions that are turned off or do not start: the next place is taken, and the log says so', async () => {
    const { getExtension } = extensions;
    const starting: Record<string, () => Promise<undefined>> = {
      'ms-python.vscode-python-envs': () => Promise.resolve(undefined),
      'ms-python.python': () => Promise.reject(new Error('it needs a newer VS Code')),
    };
    Object.assign(extensions, {
      getExtension: (id: string) => (id in starting ? { activate: starting[id] } : getExtension(id)),
    });
    try {
      assert.equal(await ranIn(), own);
    } finally {
      Object.assign(extensions, { getExtension });
    }
    await logged(
      'Python: Python Environments gave no answer (it is turned off, or too old or too new to be asked);',
      'Python: Python extension gave no answer (it needs a newer VS Code);',
    );
  });

  test('an extension that never answers keeps a command for seconds once, and the next ones hardly', async () => {
    const { newer } = await standIns();
    await selectOlder(pythonIn(second));
    newer.getEnvironment = () => new Promise(() => undefined);
    newer.getEnvironments = () => new Promise(() => undefined);
    assert.equal(await ranIn(), second);
    await logged('Python: Python Environments did not answer within 8 seconds;');
    let labels: readonly string[] = [];
    await run('selectInterpreter', {
      pick: (items) => {
        labels = items.map(({ label }) => label);
        return undefined;
      },
    });
    assert.deepEqual(labels.slice(0, 2), [pythonIn(second), pythonIn(own)]);
    await logged('Python: Python Environments did not answer within 0.5 seconds;');
    await selectNewer(pythonIn(first));
    assert.equal(await ranIn(), first);
  });

  test("the tool that keeps the project's packages can be chosen too; an interpreter that is chosen later has to wait for it", async () => {
    const lockFile = join(folder, 'poetry.lock');
    writeFileSync(lockFile, '');
    try {
      const chosen = await run('selectInterpreter', {
        pick: (items) =>
          items.find(({ description }) => description === 'poetry.lock: sets alembicWorkbench.command'),
      });
      assert.deepEqual(chosen, []);
      const command = workspace.getConfiguration('alembicWorkbench').get('command');
      assert.deepEqual(command, ['poetry', 'run', 'alembic']);
      const [shown] = await run('selectInterpreter', {
        pick: (items) => items.find(({ label }) => label === pythonIn(own)),
      });
      assert.equal(
        shown?.message,
        'Alembic is still run by poetry run alembic; clear the setting alembicWorkbench.command to have the interpreter used.',
      );
      assert.deepEqual(shown.buttons, ['Open Setting']);
    } finally {
      rmSync(lockFile);
    }
  });

  test('Select Interpreter lists what all of them know, each once; the chosen one runs', async () => {
    const { newer, older } = await standIns();
    await selectNewer(pythonIn(first));
    await selectOlder(pythonIn(first));
    newer.getEnvironments = () =>
      Promise.resolve([
        environmentOf(join(elsewhere, 'gone', 'bin', 'python')),
        environmentOf(join(dirname(pythonIn(first)), 'python3')),
        { environmentPath: Uri.file(elsewhere) },
        environmentOf(pythonIn(empty)),
      ]);
    older.known = [
      classicOf(pythonIn(empty)),
      classicOf(join(dirname(pythonIn(own)), 'python3')),
      classicOf(pythonIn(second)),
      { id: 'conda', path: elsewhere, executable: { uri: undefined } },
    ];
    writeFileSync(environmentFile, `${noteWhoRuns}${original}`);
    let rows: readonly string[] = [];
    await run('selectInterpreter', {
      pick: (items) => {
        rows = items
          .filter(({ description }) => description !== 'PATH')
          .map(({ label, description }) => `${label} ${description ?? ''}`.trim());
        return items.find(({ label }) => label === pythonIn(second));
      },
    });
    assert.deepEqual(rows, [
      `${pythonIn(first)} Python Environments`,
      `${pythonIn(own)} virtual environment`,
      `${pythonIn(empty)} Python Environments`,
      `${pythonIn(second)} Python extension`,
      '$(folder-opened) Browse…',
      '$(search) Find one by itself clears the setting',
    ]);
    assert.equal(workspace.getConfiguration('alembicWorkbench').get('interpreter'), pythonIn(second));
    const [shown] = await run('showCurrent');
    assert.equal(shown?.message, 'bookshop.db (sqlite) stands at "add isbn to books" (9e397b4b). 3 pending.');
    assert.equal(readFileSync(ranFile, 'utf8'), second);
    await run('selectInterpreter', { pick: (items) => items.at(-1) });
    assert.equal(workspace.getConfiguration('alembicWorkbench').get('interpreter'), '');
  });
});
