import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { suite, suiteSetup, teardown, test } from 'mocha';
import { parseRunningStep, readOutcome } from '../../client/src/infrastructure/alembic/output/runOutcome';
import { SecretMask } from '../../client/src/infrastructure/alembic/output/secretMask';
import { ChildRun } from '../../client/src/infrastructure/alembic/process/childRun';
import type { OutputLine } from '../../client/src/infrastructure/alembic/process/childRun';
import { AlembicProject, pythonWith } from './alembicProject';

suite('runs of Python', () => {
  let python = '';
  let project: AlembicProject | undefined;

  suiteSetup(async () => {
    python = await pythonWith();
  });
  teardown(() => project?.remove());

  const start = (code: string, ...args: readonly string[]): { run: ChildRun; lines: OutputLine[] } => {
    const made = (project = new AlembicProject(python, { 'run.py': code }));
    const lines: OutputLine[] = [];
    const command = {
      program: python,
      arguments: ['run.py', ...args],
      workingDirectory: made.folder,
      environment: process.env,
    };
    return { run: new ChildRun(command, (line) => lines.push(line)), lines };
  };

  test('arguments arrive as they are, whatever a shell would make of them', async () => {
    const argument = `--message=-add "users" 'table'; touch x $(touch y) \`z\` | é % * \\`;
    const { run, lines } = start('import sys\nprint(repr(sys.argv[1:]))', argument, '', '-1');
    assert.equal((await run.end).exitCode, 0);
    const escaped = argument.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    assert.deepEqual(lines, [{ stream: 'stdout', text: `['${escaped}', '', '-1']` }]);
  });

  test('output comes in whole lines, the last one without its end', async () => {
    const code =
      'import sys\nsys.stdout.write("one\\r\\ntw")\nsys.stdout.flush()\nsys.stdout.write("o\\nthree")';
    const { run, lines } = start(code);
    await run.end;
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['one', 'two', 'three'],
    );
  });

  test('a line is without the colours, titles and links of a terminal, and as it was written beside that', async () => {
    const code = String.raw`
import sys
for line in [
    "\x1b[31mFAILED: \x1b[0mno", "\x1b]0;title\x07a", "\x1b]8;;https://example.org\x1b\\b\x1b]8;;\x1b\\", "\x9b1mc", "[31md",
]:
    print(line)
`;
    const { run, lines } = start(code);
    await run.end;
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['FAILED: no', 'a', 'b', 'c', '[31md'],
    );
    assert.equal(lines[0]?.written, '\u001b[31mFAILED: \u001b[0mno');
    assert.equal(lines[4]?.written, undefined);
  });

  test('long lines, shown and read as a run does, leave the editor free', async function () {
    this.timeout(300_000);
    const code = `import sys
for _ in range(5):
    print("INFO " + "ab0f" * 50_000)
print("Running upgrade " * 60_000)
sys.stdout.write("postgresql://me:hush-hush" * 800_000)
`;
    const mask = new SecretMask({ PGPASSWORD: 'hush-hush' });
    const delay = monitorEventLoopDelay({ resolution: 20 });
    const { run, lines } = start(code);
    delay.enable();
    const end = await run.end;
    assert.deepEqual(
      lines.map(({ text }) => text.length),
      [...Array.from({ length: 5 }, () => 200_005), 960_000, 20_000_000],
    );
    for (const { text } of lines) {
      parseRunningStep(text);
      assert.ok(mask.mask(text).length <= 8193);
      // As between two lines of a run.
      await wait(0);
    }
    readOutcome(end, false, () => false);
    await wait(0);
    delay.disable();
    // The quadratic mask took 40 seconds for a line of 200 KB.
    assert.ok(delay.max / 1e6 < 15_000, `the editor stood still for ${Math.round(delay.max / 1e6)} ms`);
  });

  test('there is nothing to read on stdin', async () => {
    const { run, lines } = start('import sys\nprint(repr(sys.stdin.read()))');
    await run.end;
    assert.equal(lines[0]?.text, "''");
  });

  test('an interrupt is the KeyboardInterrupt of Ctrl+C, also for what the process started', async function () {
    if (process.platform === 'win32') this.skip();
    const childCode = [
      'import time',
      'print("child ready", flush=True)',
      'try:',
      '    time.sleep(600)',
      'except KeyboardInterrupt:',
      '    open("child", "w").close()',
    ].join('\n');
    const { run, lines } = start(
      `import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", ${JSON.stringify(childCode)}])
print("ready", flush=True)
try:
    time.sleep(600)
except KeyboardInterrupt:
    open("parent", "w").close()
    child.wait()
    raise
`,
    );
    await until(() => ['ready', 'child ready'].every((ready) => lines.some(({ text }) => text === ready)));
    run.stop('SIGINT');
    assert.equal((await run.end).signal, 'SIGINT');
    assert.equal(run.running, false);
    assert.ok(existsSync(project?.path('parent') ?? ''), 'the process was interrupted');
    assert.ok(existsSync(project?.path('child') ?? ''), 'its child was interrupted');
  });

  test('what ignores an interrupt goes on until it is stopped harder', async function () {
    if (process.platform === 'win32') this.skip();
    const { run, lines } = start(
      `import signal, time
signal.signal(signal.SIGINT, lambda *_: print("ignored", flush=True))
print("ready", flush=True)
while True:
    time.sleep(600)
`,
    );
    await until(() => lines.some(({ text }) => text === 'ready'));
    run.stop('SIGINT');
    await until(() => lines.some(({ text }) => text === 'ignored'));
    assert.equal(run.running, true);
    run.stop('SIGTERM');
    assert.equal((await run.end).signal, 'SIGTERM');
    run.stop('SIGKILL');
  });

  test('a run ends with its program, whatever process it left behind holds its pipes', async function () {
    if (process.platform === 'win32') this.skip();
    const left = 'import time; time.sleep(600)';
    const { run, lines } = start(
      `import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "${left}"], start_new_session=True)
open("left", "w").write(str(child.pid))
print("last words")
sys.exit(3)
`,
    );
    const { exitCode, output } = await run.end;
    const leftBehind = Number(readFileSync(project?.path('left') ?? '', 'utf8'));
    try {
      assert.equal(exitCode, 3);
      assert.equal(run.running, false);
      assert.ok(output.some(({ text }) => text === 'last words'));
      assert.ok(isAlive(leftBehind), 'what was left behind goes on');
      const seen = lines.length;
      run.stop('SIGKILL');
      assert.ok(isAlive(leftBehind));
      assert.equal(lines.length, seen);
    } finally {
      process.kill(leftBehind, 'SIGKILL');
    }
  });

  for (const [what, popen, expected] of [
    ['that goes on writing', 'stdout=None', { exitCode: 0, signal: null }],
    ['that holds only what errors go to', 'stdout=subprocess.DEVNULL', { exitCode: 0, signal: null }],
    ['of its own group', 'start_new_session=False', { exitCode: 0, signal: null }],
    ['whose program was killed', 'stdin=None', { exitCode: null, signal: 'SIGKILL' }],
  ] as const)
    test(`a run ends beside a process left behind ${what}`, async function () {
      if (process.platform === 'win32') this.skip();
      const left = 'import time\nwhile True: print("more", flush=True); time.sleep(0.01)';
      const { run } = start(
        `import os, signal, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", ${JSON.stringify(left)}], ${popen})
open("left", "w").write(str(child.pid))
print("last words", flush=True)
if ${expected.signal ? 'True' : 'False'}:
    os.kill(os.getpid(), signal.SIGKILL)
os._exit(0)
`,
      );
      const { exitCode, signal, output } = await run.end;
      const leftBehind = Number(readFileSync(project?.path('left') ?? '', 'utf8'));
      try {
        assert.deepEqual({ exitCode, signal }, expected);
        assert.equal(run.running, false);
        assert.ok(output.some(({ text }) => text === 'last words'));
      } finally {
        if (isAlive(leftBehind)) process.kill(leftBehind, 'SIGKILL');
      }
    });

  test('much output is whole, also where a process that was left behind holds the pipe', async function () {
    if (process.platform === 'win32') this.skip();
    const { run } = start(
      `import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
open("left", "w").write(str(child.pid))
for number in range(100000):
    print("line", number)
`,
    );
    const { output } = await run.end;
    process.kill(Number(readFileSync(project?.path('left') ?? '', 'utf8')), 'SIGKILL');
    assert.equal(output.length, 100_000);
    assert.equal(output.at(-1)?.text, 'line 99999');
  });

  test('a program that is not there is an end, not an exception', async () => {
    const made = (project = new AlembicProject(python, {}));
    const command = {
      program: made.path('nothing'),
      arguments: [],
      workingDirectory: made.folder,
      environment: {},
    };
    const { error, exitCode } = await new ChildRun(command, () => undefined).end;
    assert.match(error?.message ?? '', /ENOENT/);
    assert.equal(exitCode, null);
  });

  test('it runs in the directory given, with the variables given', async () => {
    const made = (project = new AlembicProject(python, {}));
    const command = {
      program: python,
      arguments: ['-c', 'import os\nopen("out", "w").write(os.environ["MINE"])'],
      workingDirectory: made.folder,
      environment: { ...process.env, MINE: 'a b' },
    };
    await new ChildRun(command, () => undefined).end;
    assert.equal(readFileSync(made.path('out'), 'utf8'), 'a b');
  });
});

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(10);
}
