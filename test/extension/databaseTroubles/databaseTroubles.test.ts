import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, teardown, test } from 'mocha';
import { commands, ConfigurationTarget, env, languages, window, workspace } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import type { ShownMessage } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const environmentFile = join(folder, 'migrations', 'env.py');
const configFile = join(folder, 'alembic.ini');

suite("when the database can't be asked", () => {
  const originals = [environmentFile, configFile].map((path) => [path, readFileSync(path, 'utf8')] as const);

  teardown(async () => {
    for (const [path, text] of originals) writeFileSync(path, text);
    await workspace
      .getConfiguration('alembicWorkbench')
      .update('interpreter', undefined, ConfigurationTarget.Workspace);
  });

  const showCurrent = async (): Promise<ShownMessage | undefined> => {
    await historyRows('it is there');
    const shown = await answering({}, () => commands.executeCommand('alembicWorkbench.showCurrent'));
    assert.equal(shown.length, 1, JSON.stringify(shown));
    return shown[0];
  };

  test('an env.py that raises: what it says and where', async () => {
    writeFileSync(
      environmentFile,
      'raise RuntimeError("no settings for postgresql://me:hush-hush@db/app")\n',
    );
    assert.deepEqual(await showCurrent(), {
      message:
        'Running env.py failed with RuntimeError (no settings for postgresql://me:***@db/app); fix it and try again.',
      detail: '',
      buttons: ['Open File', 'Show Log'],
    });
  });

  test('a variable that nothing sets: its name, and the settings', async () => {
    writeFileSync(environmentFile, 'import os\nos.environ["NO_SUCH_DATABASE"]\n');
    const shown = await showCurrent();
    assert.match(
      shown?.message ?? '',
      /^env\.py asks for NO_SUCH_DATABASE, which nothing sets here; .*alembicWorkbench\.envFile/,
    );
    assert.deepEqual(shown?.buttons, ['Open Setting', 'Open File', 'Try Again', 'Show Log']);
  });

  test('the .env beside it that has the variable is used by one press, which asks again', async () => {
    const settings = workspace.getConfiguration('alembicWorkbench');
    const file = join(folder, '.env');
    writeFileSync(file, 'NO_SUCH_DATABASE=shop-4713\n');
    const original = originals[0]?.[1] ?? '';
    writeFileSync(environmentFile, `import os\nos.environ["NO_SUCH_DATABASE"]\n${original}`);
    try {
      await historyRows('it is there');
      const told: string[] = [];
      const press = (message: string, buttons: readonly string[]): string | undefined => {
        told.push(message);
        return buttons.find((button) => button === 'Use .env');
      };
      const shown = await answering({ press }, async () => {
        await commands.executeCommand('alembicWorkbench.showCurrent');
        await eventually('it was asked again', () => told.some((message) => message.includes(' stands at ')));
      });
      const buttons = ['Use .env', 'Open Setting', 'Open File', 'Try Again', 'Show Log'];
      assert.deepEqual(shown[0]?.buttons, buttons);
      const set = workspace.getConfiguration('alembicWorkbench').get<string>('envFile');
      assert.equal(set, '${workspaceFolder}/.env');
    } finally {
      await settings.update('envFile', undefined, ConfigurationTarget.Workspace);
      rmSync(file);
    }
  });

  suite('an error where a run failed', () => {
    const mode = join(folder, 'mode.txt');
    // What a test before has corrected in an editor keeps runs back until it is saved or reverted.
    suiteSetup(async () => {
      for (const document of workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
        await window.showTextDocument(document);
        await commands.executeCommand('workbench.action.files.revert');
      }
    });
    teardown(() => rmSync(mode, { force: true }));

    const failed = (): readonly string[] =>
      languages
        .getDiagnostics()
        .flatMap(([{ fsPath }, found]) =>
          found
            .filter(({ source }) => source === 'alembic run')
            .map(({ range, message }) => `${fsPath}:${range.start.line + 1} ${message}`),
        );
    const autogenerate = (): Promise<readonly ShownMessage[]> =>
      answering(
        {
          type: () => 'never made',
          pick: (items) => items.find(({ label }) => label.includes('Autogenerate')),
        },
        () => commands.executeCommand('alembicWorkbench.newRevision'),
      );
    const failAtStart = async (): Promise<void> => {
      writeFileSync(mode, 'bad');
      const original = originals[0]?.[1] ?? '';
      const start =
        'import pathlib\nif pathlib.Path("mode.txt").read_text() == "bad":\n    raise RuntimeError("bad mode")\n';
      writeFileSync(environmentFile, start + original);
      await historyRows('it is there');
      await autogenerate();
      assert.deepEqual(failed(), [`${environmentFile}:3 The last run failed here: RuntimeError: bad mode`]);
    };

    test('goes when the same env.py starts well', async () => {
      await failAtStart();
      writeFileSync(mode, 'good');
      await showCurrent();
      assert.deepEqual(failed(), []);
    });

    test('goes when the env file, a setting or env.py changes', async () => {
      await failAtStart();
      const file = join(folder, '.env');
      writeFileSync(file, 'A=1\n');
      await eventually('the env file has changed', failed, ({ length }) => length === 0);
      rmSync(file);
      await failAtStart();
      const settings = workspace.getConfiguration('alembicWorkbench');
      await settings.update('env', { A: '2' }, ConfigurationTarget.Workspace);
      await eventually('a setting has changed', failed, ({ length }) => length === 0);
      await settings.update('env', undefined, ConfigurationTarget.Workspace);
      await failAtStart();
      writeFileSync(environmentFile, originals[0]?.[1] ?? '');
      await eventually('env.py has changed', failed, ({ length }) => length === 0);
    });

    test('is none where nothing but the way to the database is wrong, and the sentence is the same', async () => {
      const ini = readFileSync(configFile, 'utf8');
      writeFileSync(
        configFile,
        ini.replace(/^sqlalchemy\.url.*$/m, 'sqlalchemy.url = sqlite:///no/such/shop.db'),
      );
      const asked = await showCurrent();
      const [shown] = await autogenerate();
      assert.equal(shown?.message, `New Revision failed: ${asked?.message}`);
      assert.deepEqual(shown?.buttons, asked?.buttons);
      assert.ok(shown?.buttons.includes('Try Again'));
      assert.deepEqual(failed(), []);
    });
  });

  test('an env.py that exits', async () => {
    writeFileSync(environmentFile, 'import sys\nsys.exit("enough")\n');
    assert.match(
      (await showCurrent())?.message ?? '',
      /^env\.py ended the program with sys\.exit\('enough'\)\./,
    );
  });

  test('a missing driver offers another interpreter', async () => {
    const url = 'postgresql+psycopg2://me:hush-hush@127.0.0.1:9/app';
    writeFileSync(
      configFile,
      readFileSync(configFile, 'utf8').replace(/^sqlalchemy\.url.*$/m, `sqlalchemy.url = ${url}`),
    );
    const shown = await showCurrent();
    assert.match(shown?.message ?? '', /^The database driver is missing .*psycopg2/);
    assert.deepEqual(shown?.buttons, ['Copy Install Command', 'Select Interpreter…', 'Show Log']);
  });

  test('a scheme of other tools is corrected by one press', async () => {
    writeFileSync(
      configFile,
      readFileSync(configFile, 'utf8').replace(
        /^sqlalchemy\.url.*$/m,
        'sqlalchemy.url = postgres://me@h/app',
      ),
    );
    await historyRows('it is there');
    const shown = await answering({ press: () => 'Write postgresql://' }, () =>
      commands.executeCommand('alembicWorkbench.showCurrent'),
    );
    assert.equal(
      shown[0]?.message,
      "postgres:// is nothing that SQLAlchemy knows; write postgresql:// in the database's URL.",
    );
    const document = await eventually(
      'the URL is corrected',
      async () => await workspace.openTextDocument(configFile),
      (each) => each.getText().includes('sqlalchemy.url = postgresql://me@h/app'),
    );
    await eventually(
      'the place is shown',
      () => window.activeTextEditor?.document.uri.fsPath,
      (path) => path === configFile,
    );
    await document.save();
  });

  test('a value of -x and a question in a terminal: what gives them', async () => {
    writeFileSync(
      environmentFile,
      'from alembic import context\ncontext.get_x_argument(as_dictionary=True)["tenant"]\n',
    );
    const shown = await showCurrent();
    assert.match(shown?.message ?? '', /^env\.py asks for -x tenant=…, .*alembicWorkbench\.xArguments\.$/);
    assert.deepEqual(shown?.buttons, ['Open Setting', 'Open File', 'Show Log']);
    writeFileSync(environmentFile, 'input("Really? ")\n');
    const asked = await showCurrent();
    assert.match(asked?.message ?? '', /^env\.py asks a question in a terminal, /);
    assert.deepEqual(asked?.buttons, ['Run in Terminal', 'Copy as Command Line', 'Open File', 'Show Log']);
    await answering({ press: () => 'Copy as Command Line' }, () =>
      commands.executeCommand('alembicWorkbench.showCurrent'),
    );
    const copied = await eventually(
      'the line is copied',
      async () => await env.clipboard.readText(),
      (text) => text.includes('alembic'),
    );
    assert.match(copied, /-m alembic -c \S+alembic\.ini current$/);
  });

  test('an interpreter that does not work offers another one', async () => {
    const setting = workspace.getConfiguration('alembicWorkbench');
    await setting.update('interpreter', 'no/such/python', ConfigurationTarget.Workspace);
    const shown = await showCurrent();
    assert.match(shown?.message ?? '', /^The interpreter .*python can't run Alembic/);
    assert.deepEqual(shown?.buttons, ['Select Interpreter…', 'Show Log']);
  });

  test('Select Interpreter writes the setting', async () => {
    const shown = await answering(
      { pick: (items) => items.find(({ label }) => label.includes('.venv')) },
      () => commands.executeCommand('alembicWorkbench.selectInterpreter'),
    );
    assert.deepEqual(shown, []);
    const path = workspace.getConfiguration('alembicWorkbench').get<string>('interpreter');
    assert.ok(path?.startsWith(join(folder, '.venv')), path);
    assert.match((await showCurrent())?.message ?? '', /stands at "add isbn to books" \(9e397b4b\)/);
  });

  test('a command during a question waits for its end', async () => {
    const shown = await answering({}, () =>
      Promise.all([
        commands.executeCommand('alembicWorkbench.showCurrent'),
        commands.executeCommand('alembicWorkbench.showCurrent'),
      ]),
    );
    assert.equal(
      shown.filter(({ message }) => message.includes(' stands at ')).length,
      2,
      JSON.stringify(shown),
    );
  });

  test('a database at a revision that this checkout does not have is said, and nothing is offered to run', async () => {
    const python = process.env['ALEMBIC_WORKBENCH_TEST_PYTHON'] ?? '';
    const statement =
      "import sqlite3; c = sqlite3.connect('bookshop.db'); c.execute(\"UPDATE alembic_version SET version_num = 'feedbeef'\"); c.commit()";
    assert.equal(spawnSync(python, ['-c', statement], { cwd: folder }).status, 0);
    const sentence = 'This checkout does not have feedbeef; check out the branch that has it.';
    assert.equal((await showCurrent())?.message, `bookshop.db (sqlite) stands at feedbeef. ${sentence}`);
    const shown = await answering({}, () => commands.executeCommand('alembicWorkbench.upgrade'));
    assert.deepEqual(
      shown.map(({ message }) => message),
      [
        'bookshop.db stands at revision feedbeef, which this checkout does not have; check out the branch that has it and try again.',
      ],
    );
  });
});
