import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteTeardown, teardown, test } from 'mocha';
import { commands, ConfigurationTarget, env, window, workspace } from 'vscode';
import { eventually } from '../../fixtures/eventually';
import { historyRows } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const environmentFile = join(folder, 'migrations', 'env.py');
const answerFile = join(folder, 'answered');

/** A message or question, and what it offered. */
interface Told {
  readonly message: string;
  readonly buttons: readonly string[];
}

suite('an env.py that asks a person', () => {
  const original = readFileSync(environmentFile, 'utf8');
  const before = alembic('current').split(/\s/)[0] ?? '';

  teardown(async () => {
    writeFileSync(environmentFile, original);
    rmSync(answerFile, { force: true });
    for (const terminal of window.terminals) terminal.dispose();
    await setRefused(undefined);
  });
  suiteTeardown(() => {
    alembic('downgrade', before);
  });

  /** Has env.py ask for one of Alembic's commands, and end with 3 where the answer is not yes. */
  const asksAt = (command: string): void =>
    writeFileSync(
      environmentFile,
      `import sys
if "${command}" in sys.argv:
    answer = input("Really? ")
    open("answered", "w").write(answer + " " + str(sys.stdin.isatty()) + " " + " ".join(sys.argv[1:]))
    if answer != "yes":
        sys.exit(3)
${original}`,
    );

  /** Gives a command, presses each button that is named where it is offered, and answers in the terminal. */
  const tell = async (
    command: string,
    {
      press,
      answer = '',
      pick = command === 'stamp' ? 'base' : '+1',
    }: { readonly press: readonly string[]; readonly answer?: string; readonly pick?: string },
    isLast: (told: Told) => boolean,
  ): Promise<readonly Told[]> => {
    await historyRows('it is there');
    const told: Told[] = [];
    const typing = window.onDidOpenTerminal((terminal) => terminal.sendText(answer));
    try {
      await answering(
        {
          pick: (items, placeHolder) =>
            items.find(({ label }) => label.includes(placeHolder.startsWith('Where') ? before : pick)),
          type: () => 'base',
          press: (message, buttons) => {
            told.push({ message, buttons });
            return buttons.find((button) => press.includes(button));
          },
        },
        async () => {
          await commands.executeCommand(`alembicWorkbench.${command}`);
          await eventually('the last message', () => told.some(isLast));
        },
      );
      return told;
    } finally {
      typing.dispose();
    }
  };

  test('runs in a terminal after the usual question, and is held against the plan', async () => {
    asksAt('upgrade');
    const told = await tell(
      'upgrade',
      { press: ['Upgrade', 'Run in Terminal'], answer: 'yes' },
      ({ message }) => message.startsWith('Upgraded'),
    );
    assert.equal(told.length, 4, JSON.stringify(told));
    assert.match(told[0]?.message ?? '', /^Upgrade bookshop\.db to \+1\?/);
    assert.equal(
      told[1]?.message,
      'Upgrade of bookshop.db failed: env.py asks a question in a terminal, and there is none here; run it in one, or copy the command line.',
    );
    assert.deepEqual(told[1]?.buttons, ['Run in Terminal', 'Copy as Command Line', 'Open File', 'Show Log']);
    assert.equal(told[2]?.message, told[0]?.message);
    assert.match(
      told[3]?.message ?? '',
      /^Upgraded bookshop\.db: 1 revision ran\. It now stands at "[^"]+" \(\w{8}\)\.$/,
    );
    assert.match(readFileSync(answerFile, 'utf8'), /^yes True -c \S+alembic\.ini upgrade \+1$/);
    assert.ok(!alembic('current').startsWith(before));
    alembic('downgrade', before);
  });

  test('what ends with an error there is not called done', async () => {
    asksAt('upgrade');
    const told = await tell(
      'upgrade',
      { press: ['Upgrade', 'Run in Terminal'], answer: 'no' },
      ({ message }) => message.includes('Its terminal says why'),
    );
    assert.match(
      told.at(-1)?.message ?? '',
      new RegExp(
        `^Upgrade of bookshop\\.db failed: Alembic ended with code 3\\. Its terminal says why\\. It now stands at "[^"]+" \\(${before.slice(0, 8)}\\)\\.$`,
      ),
    );
  });

  test('a question that is not answered, and a database that is refused: no terminal', async () => {
    asksAt('upgrade');
    let asked = 0;
    const isQuestion = ({ message }: Told): boolean => message.startsWith('Upgrade bookshop.db to');
    const isRefused = ({ message }: Told): boolean =>
      message.startsWith('Upgrade is refused for bookshop.db');
    const told: Told[] = [];
    await answering(
      {
        pick: (items) => items.find(({ label }) => label.includes('+1')),
        press: async (message, buttons) => {
          told.push({ message, buttons });
          if (!buttons.includes('Run in Terminal'))
            return buttons.find((button) => button === 'Upgrade' && asked !== 1);
          asked++;
          if (asked === 3) await setRefused(['*bookshop*']);
          return 'Run in Terminal';
        },
      },
      async () => {
        await commands.executeCommand('alembicWorkbench.upgrade');
        await eventually('it is asked about again', () => told.filter(isQuestion).length === 2);
        asked++;
        await commands.executeCommand('alembicWorkbench.upgrade');
        await eventually('it is refused', () => told.some(isRefused));
      },
    );
    assert.equal(window.terminals.length, 0);
    assert.ok(!existsSync(answerFile));
    assert.ok(alembic('current').startsWith(before));
  });

  test('a stamp runs there after the usual question, too', async () => {
    asksAt('stamp');
    const told = await tell('stamp', { press: ['Stamp…', 'Run in Terminal'], answer: 'yes' }, ({ message }) =>
      message.startsWith('Stamped'),
    );
    assert.deepEqual(
      told.map(({ message }) => message.split(/[?:;]/, 1)[0]),
      [
        'Stamp bookshop.db with base',
        'Stamp of bookshop.db failed',
        'Stamp bookshop.db with base',
        'Stamped bookshop.db',
      ],
    );
    assert.match(readFileSync(answerFile, 'utf8'), /^yes True -c \S+alembic\.ini stamp base$/);
    assert.equal(alembic('current').trim(), '');
    writeFileSync(environmentFile, original);
    alembic('stamp', before);
  });

  for (const [what, command, word, words] of [
    ['a preview', 'previewUpgradeSql', '--sql', /^upgrade \w+:\w+ --sql$/],
    ['a check', 'checkDrift', 'check', /^check$/],
  ] as const)
    test(`the line that is copied for ${what} is its own, and answers in a shell`, async () => {
      asksAt(word);
      await env.clipboard.writeText('');
      await tell(command, { press: ['Copy as Command Line'], pick: 'head' }, ({ buttons }) =>
        buttons.includes('Copy as Command Line'),
      );
      const line = await eventually(
        'it is copied',
        async () => (await env.clipboard.readText()) || undefined,
      );
      assert.ok(!existsSync(answerFile), 'nobody has answered yet');
      spawnSync('sh', ['-c', line ?? ''], { cwd: folder, input: 'yes\n' });
      const [, given = ''] =
        /^yes False -c \S+alembic\.ini (.*)$/.exec(readFileSync(answerFile, 'utf8')) ?? [];
      assert.match(given, words);
    });

  test('a question about the database is asked there at once, since it writes nothing', async () => {
    asksAt('current');
    await tell('showCurrent', { press: ['Run in Terminal'], answer: 'yes' }, () => existsSync(answerFile));
    const text = await eventually('it was answered', () =>
      existsSync(answerFile) ? readFileSync(answerFile, 'utf8') : undefined,
    );
    assert.match(text ?? '', /^yes True -c \S+alembic\.ini current$/);
  });
});

async function setRefused(value: readonly string[] | undefined): Promise<void> {
  const settings = workspace.getConfiguration('alembicWorkbench');
  await settings.update('refuseFor', value, ConfigurationTarget.Workspace);
}

function alembic(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    join(folder, '.venv', 'bin', 'python'),
    ['-m', 'alembic', ...words],
    {
      cwd: folder,
      encoding: 'utf8',
      input: '',
    },
  );
  assert.equal(status, 0, stderr);
  return stdout;
}
