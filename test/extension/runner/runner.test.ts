import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, teardown, test } from 'mocha';
import { commands, ConfigurationTarget, window, workspace } from 'vscode';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import type { Answers, ShownMessage } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const callsFile = join(folder, 'calls.jsonl');
const changed = new Set<string>();

interface Call {
  readonly words: readonly string[];
  readonly tenant: string | null;
  readonly quiet: string | null;
}

async function set(name: string, value: unknown): Promise<void> {
  changed.add(name);
  await workspace.getConfiguration('alembicWorkbench').update(name, value, ConfigurationTarget.Workspace);
}

/** What is run in Alembic's place, with the words of a container's command before `alembic`. */
const recording = [
  '${workspaceFolder}/.venv/bin/python',
  '${workspaceFolder}/recording.py',
  'exec',
  '-T',
  'web',
  'alembic',
];

function calls(): readonly Call[] {
  if (!existsSync(callsFile)) return [];
  return readFileSync(callsFile, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Call);
}

async function run(command: string, answers: Answers = {}): Promise<readonly ShownMessage[]> {
  await historyRows('it is there');
  return await answering(answers, () => commands.executeCommand(`alembicWorkbench.${command}`));
}

suite('how Alembic is started', () => {
  teardown(async () => {
    for (const name of changed) await set(name, undefined);
    changed.clear();
    rmSync(callsFile, { force: true });
  });

  const awkward = `-add "users" 'x'; touch marker $(touch marker) \`touch marker\` | é %`;
  const newRevision: Answers = {
    type: () => awkward,
    pick: (items) => items.find(({ label }) => label.includes('Empty')),
  };

  test("a command of one's own gets every word as it is, the options of Alembic before the sub-command", async () => {
    await set('command', recording);
    await set('extraArguments', ['--raiseerr']);
    await set('xArguments', ['tenant=blue green', '-y']);
    assert.deepEqual(await run('newRevision', newRevision), []);
    assert.deepEqual(
      calls().map(({ words }) => words),
      [
        [
          ...['exec', '-T', 'web', 'alembic'],
          ...['--raiseerr', '-x', 'tenant=blue green', '-x-y'],
          ...['revision', `--message=${awkward}`],
        ],
      ],
    );
    assert.equal(existsSync(join(folder, 'marker')), false);
    assert.ok(window.activeTextEditor?.document.getText().startsWith(`"""${awkward}\n`));
    rmSync(window.activeTextEditor?.document.uri.fsPath ?? '');
    await historyRows('the file is gone again', (rows) => rows.length === 14);
  });

  test('the same words reach the real Alembic of the interpreter', async () => {
    assert.deepEqual(await run('newRevision', newRevision), []);
    assert.equal(existsSync(join(folder, 'marker')), false);
    assert.ok(window.activeTextEditor?.document.getText().startsWith(`"""${awkward}\n`));
    rmSync(window.activeTextEditor?.document.uri.fsPath ?? '');
    await historyRows('the file is gone again', (rows) => rows.length === 14);
  });

  test('where the database stands is read from the command, and the upgrade runs by it', async () => {
    await set('command', recording);
    const [message] = await run('showCurrent');
    assert.equal(
      message?.message,
      'bookshop.db (sqlite) stands at "add isbn to books" (9e397b4b). 3 pending.',
    );
    const shown = await run('upgrade', {
      pick: (items) => items.find(({ label }) => label.includes('+1')),
      press: (_message, buttons) => buttons.find((button) => button === 'Upgrade'),
    });
    assert.equal(
      shown[1]?.message,
      'Upgraded bookshop.db: 1 revision ran. It now stands at "keep prices in cents" (617a1c54).',
    );
    assert.deepEqual(
      calls().map(({ words }) => words.slice(4)),
      [
        ['current', '--verbose'],
        ['current', '--verbose'],
        // A relative target is held against the rows once more, right before it runs.
        ['current', '--verbose'],
        ['upgrade', '+1'],
        ['current', '--verbose'],
      ],
    );
  });

  test('a command that does not answer: one sentence and the setting', async () => {
    await set('command', [
      '${workspaceFolder}/.venv/bin/python',
      '-c',
      'print("service web is not running"); exit(1)',
      'alembic',
    ]);
    const [message] = await run('showCurrent');
    assert.equal(
      message?.message,
      'The command of the setting alembicWorkbench.command did not say where the database stands (service web is not running); look at the log and at the setting.',
    );
    assert.deepEqual(message?.buttons, ['Open Setting', 'Show Log']);
  });

  test('a program that is not on the PATH or not there at all: one sentence and the setting, before anything is asked', async () => {
    const whys = [
      ['no-such-tool', "there is no no-such-tool on VS Code's PATH"],
      [join(folder, 'no-such-tool'), `${join(folder, 'no-such-tool')} is not there`],
    ] as const;
    for (const [program, why] of whys) {
      await set('command', [program, 'run', 'alembic']);
      assert.deepEqual(await run('showCurrent'), [
        {
          message: `The command of the setting alembicWorkbench.command can't be started, for ${why}; give the program's full path.`,
          detail: '',
          buttons: ['Open Setting', 'Show Log'],
        },
      ]);
    }
  });

  test('variables of the settings and of the env file, and what differs for one environment', async () => {
    writeFileSync(join(folder, 'local.env'), 'TENANT="from file"\nQUIET=1\n');
    await set('envFile', '${workspaceFolder}/local.env');
    await set('env', { QUIET: null });
    await set('command', recording);
    await run('showCurrent');
    await set('environments', { 'alembic.ini': { env: { TENANT: 'blue' }, xArguments: ['a=b'] } });
    await run('showCurrent');
    assert.deepEqual(
      calls().map(({ words, tenant, quiet }) => [words.slice(4), tenant, quiet]),
      [
        [['current', '--verbose'], 'from file', null],
        [['-x', 'a=b', 'current', '--verbose'], 'blue', null],
      ],
    );
  });

  test('an env file that is not there is said before anything runs', async () => {
    await set('envFile', 'missing.env');
    await set('command', recording);
    const [message] = await run('showCurrent');
    assert.match(message?.message ?? '', /^The file of the setting alembicWorkbench\.envFile can't be read/);
    assert.deepEqual(calls(), []);
  });

  test("without a command of one's own, -x and variables reach env.py, for runs and questions", async () => {
    const environmentFile = join(folder, 'migrations', 'env.py');
    const original = readFileSync(environmentFile, 'utf8');
    appendFileSync(
      environmentFile,
      '\nimport os\nwith open("seen.txt", "a") as file:\n    file.write(f"{context.get_x_argument()} {os.environ.get(\'TENANT\')}\\n")\n',
    );
    try {
      await set('xArguments', ['a=b; $(c)']);
      await set('env', { TENANT: 'blue' });
      await run('showCurrent');
      await run('downgrade', {
        pick: (items) => items.find(({ label }) => label.includes('-1')),
        press: (_message, buttons) => buttons.find((button) => button === 'Downgrade'),
      });
      const seen = readFileSync(join(folder, 'seen.txt'), 'utf8').trim().split('\n');
      // Asked, planned, held against the rows, run, asked again.
      assert.equal(seen.length, 5);
      assert.deepEqual([...new Set(seen)], ["['a=b; $(c)'] blue"]);
    } finally {
      writeFileSync(environmentFile, original);
    }
  });
});

suite('what is asked before something is written', () => {
  teardown(async () => {
    for (const name of changed) await set(name, undefined);
    changed.clear();
  });

  const upgradeByOne: Answers = { pick: (items) => items.find(({ label }) => label.includes('+1')) };

  test('a database that is refused is not written to, and the setting is named', async () => {
    await set('refuseFor', ['*PROD*', '*/bookshop.db']);
    const [message] = await run('upgrade', { ...upgradeByOne, press: (_message, buttons) => buttons[0] });
    assert.equal(
      message?.message,
      'Upgrade is refused for bookshop.db by the setting alembicWorkbench.refuseFor; run it where it is meant to be run, or change the setting.',
    );
    assert.equal((await run('showCurrent'))[0]?.message, standing);
  });

  test('a database that is guarded: its name has to be typed', async () => {
    await set('typeNameFor', ['sqlite:*bookshop*']);
    await set('confirm', 'notForLocalSqlite');
    const press: Answers['press'] = (_message, buttons) => buttons.find((button) => button === 'Upgrade');
    const wrong = await run('upgrade', { ...upgradeByOne, press, type: () => 'bookshop' });
    assert.equal(wrong.length, 2);
    assert.equal(wrong[1]?.message, 'bookshop.db was not typed, so nothing was run.');
    assert.equal((await run('showCurrent'))[0]?.message, standing);
    const prompts: string[] = [];
    const right = await run('upgrade', {
      ...upgradeByOne,
      press,
      type: (prompt) => {
        prompts.push(prompt);
        return 'bookshop.db';
      },
    });
    assert.match(prompts[0] ?? '', /^Type bookshop\.db to go on/);
    assert.match(right[1]?.message ?? '', /1 revision ran/);
  });

  test('a local SQLite file without a question, but not where data would be lost', async () => {
    await set('confirm', 'notForLocalSqlite');
    const quiet = await run('upgrade', upgradeByOne);
    assert.match(quiet[0]?.message ?? '', /^Upgraded bookshop\.db: 1 revision ran\./);
    const asked = await run('downgrade', {
      pick: (items) => items.find(({ label }) => label.includes('base')),
    });
    assert.match(asked[0]?.message ?? '', /^Downgrade bookshop\.db to base\?/);
    assert.equal(asked.length, 1);
  });

  const standing = 'bookshop.db (sqlite) stands at "add isbn to books" (9e397b4b). 3 pending.';
});
