import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeKiller } from '../fixtures/killedAt';
import { projectRoot } from '../fixtures/projectRoot';
import { texts } from './changedProject';
import type { CliRun } from './runCli';
import { revisionText, runCli, withFiles } from './runCli';

const program = join(projectRoot, 'server', 'dist', 'alembic-ls.js');
const versions = 'project/migrations/versions';

function project(children: number): Record<string, string> {
  const files: Record<string, string> = {
    'project/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
    'project/migrations/env.py': '',
    [`${versions}/3f1a9c07d2be_start.py`]: revisionText('3f1a9c07d2be', null),
  };
  for (let at = 0; at < children; at++) {
    const id = `c${String(at).padStart(11, '0')}`;
    files[`${versions}/${id}.py`] = revisionText(id, '3f1a9c07d2be');
  }
  return files;
}

const rename = ['rename', '3f1a', '5af0b3c7d214'];
const fix = ['fix', '--rule', 'docstring-mismatch'];

suite('command line: a command that is killed', () => {
  const sides: Readonly<Record<string, (directory: string) => void>> = {
    'with files of one name each': () => undefined,
    'with a file that has a second name': (directory) => {
      linkSync(join(directory, versions, 'c00000000001.py'), join(directory, 'second.py'));
    },
  };
  for (const [what, prepare] of Object.entries(sides))
    test(`leaves all or nothing wherever it was, ${what}`, function () {
      this.timeout(600_000);
      let before: Record<string, string> = {};
      let after: Record<string, string> = {};
      let changes = 0;
      withFiles(project(3), (directory) => {
        prepare(directory);
        const killer = writeKiller(directory);
        before = textsOf(directory);
        const run = killedAt(directory, killer, undefined);
        assert.equal(run.code, 0, run.stderr);
        changes = Number(/changes: (\d+)/.exec(run.stderr)?.[1]);
        after = textsOf(directory);
        assert.notDeepEqual(after, before);
        assert.deepEqual(readdirSync(journals(directory)), []);
      });
      assert.ok(changes > 20, String(changes));
      const outcomes = { finished: 0, takenBack: 0, unsaid: 0 };
      // Each place takes a second: some of them, or all where that is asked for.
      const stride = process.env['ALEMBIC_WORKBENCH_TEST_ALL_KILLS'] ? 1 : Math.ceil(changes / 8);
      for (let at = 1; at <= changes; at += stride) {
        withFiles(project(3), (directory) => {
          prepare(directory);
          const killer = writeKiller(directory);
          assert.equal(killedAt(directory, killer, at).code, null, `${String(at)}: it was not killed`);
          const left = everything(directory);
          const read = run(directory, ['heads']);
          assert.deepEqual(
            everything(directory),
            left,
            `${String(at)}: a command that reads has changed something`,
          );
          const isTold = /A change of .* was interrupted; the next command that writes/.test(read.stderr);
          const written = run(directory, fix);
          assert.ok([0, 1].includes(written.code ?? -1), written.stderr);
          const isFinished = written.stderr.includes('was finished first');
          const isReverted = written.stderr.includes('was reverted first');
          assert.equal(isTold, isFinished || isReverted, `${String(at)}: ${read.stderr}${written.stderr}`);
          outcomes[isFinished ? 'finished' : isReverted ? 'takenBack' : 'unsaid']++;
          const now = textsOf(directory);
          const isNew = JSON.stringify(now) === JSON.stringify(after);
          if (!isNew) assert.deepEqual(now, before, String(at));
          if (isFinished) assert.ok(isNew);
          if (isReverted) assert.ok(!isNew);
          const listed = existsSync(journals(directory)) ? readdirSync(journals(directory)) : [];
          assert.deepEqual(
            listed.filter((name) => name.endsWith('.journal')),
            [],
          );
          const second = join(directory, 'second.py');
          if (existsSync(second))
            assert.equal(statSync(second).ino, statSync(join(directory, versions, 'c00000000001.py')).ino);
        });
      }
      assert.ok(outcomes.finished > 0 && outcomes.takenBack > 0, JSON.stringify(outcomes));
    });

  test('a change of 150 files, killed again and again', function () {
    this.timeout(600_000);
    let before: Record<string, string> = {};
    let after: Record<string, string> = {};
    let changes = 0;
    withFiles(project(150), (directory) => {
      const killer = writeKiller(directory);
      before = textsOf(directory);
      const run = killedAt(directory, killer, undefined);
      changes = Number(/changes: (\d+)/.exec(run.stderr)?.[1]);
      after = textsOf(directory);
    });
    for (const part of process.env['ALEMBIC_WORKBENCH_TEST_ALL_KILLS']
      ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
      : [4, 11]) {
      withFiles(project(150), (directory) => {
        const killer = writeKiller(directory);
        const at = Math.floor((changes * part) / 13);
        assert.equal(killedAt(directory, killer, at).code, null);
        // The command that finishes it is killed as well.
        killedAt(directory, killer, 40, fix);
        killedAt(directory, killer, 11, fix);
        const last = run(directory, fix);
        assert.notEqual(last.code, 2, last.stderr);
        const now = textsOf(directory);
        if (JSON.stringify(now) !== JSON.stringify(after)) assert.deepEqual(now, before, String(part));
      });
    }
  });

  test('a file that was changed after the kill is never overwritten', () => {
    for (const mine of ['c00000000000.py', '3f1a9c07d2be_start.py'])
      for (const at of [30, 36, 40])
        withFiles(project(3), (directory) => {
          const killer = writeKiller(directory);
          killedAt(directory, killer, at);
          const file = join(directory, versions, mine);
          if (!existsSync(file)) return;
          writeFileSync(file, '# mine\n');
          run(directory, fix);
          assert.ok(Object.values(textsOf(directory)).includes('# mine\n'), `${mine} at ${String(at)}`);
        });
  });

  test('a journal that is damaged, or leads elsewhere, is told of and never followed', () => {
    withFiles({ ...project(2), 'outside.py': 'x\n' }, (directory) => {
      mkdirSync(journals(directory), { recursive: true });
      const journal = join(journals(directory), '1-abc.journal');
      const machine = JSON.parse(identityOf(directory)) as object;
      const dead = { ...machine, pid: 4_194_000, started: 'never' };
      const outside = join(directory, 'outside.py');
      const evil = (steps: readonly object[]): string =>
        `${JSON.stringify({ version: 1, process: dead, roots: [join(directory, 'project')], steps })}\napplying\n`;
      const inside = join(directory, versions, 'c00000000000.py');
      for (const text of ['', '{', 'null\n', evil([]).slice(0, -20), `${evil([])}more\n`]) {
        writeFileSync(journal, text);
        const before = everything(directory);
        for (const words of [['heads'], fix])
          assert.match(run(directory, words).stderr, /journal of an interrupted change is damaged/);
        assert.deepEqual(everything(directory), before);
      }
      for (const steps of [
        [{ kind: 'create', file: outside, staged: inside, after: '' }],
        [
          {
            kind: 'edit',
            file: inside,
            staged: outside,
            kept: outside,
            before: '',
            after: '',
            inPlace: false,
          },
        ],
        [{ kind: 'rename', from: inside, to: outside, content: '' }],
        [{ kind: 'folder', folder: join(directory, 'project', '.git', 'hooks') }],
        [
          {
            kind: 'create',
            file: join(directory, 'project', 'x', '..', '..', 'y.py'),
            staged: inside,
            after: '',
          },
        ],
      ]) {
        writeFileSync(journal, evil(steps));
        const before = everything(directory);
        const told = run(directory, fix);
        assert.match(told.stderr, /not of this project alone/, JSON.stringify(steps));
        assert.deepEqual(everything(directory), before);
      }
    });
  });

  test("a state folder that can't be written is one sentence, and nothing is changed", () => {
    withFiles({ ...project(2), state: 'a file\n' }, (directory) => {
      const before = everything(directory);
      const refused = run(directory, rename);
      assert.equal(refused.code, 1);
      assert.match(
        refused.stderr,
        /^alembic-ls: Nothing was written, because the journal .*state.*: .*XDG_STATE_HOME to another folder\.\n$/,
      );
      assert.deepEqual(everything(directory), before);
      assert.equal(run(directory, ['heads']).stderr, '');
    });
  });
});

function killedAt(
  directory: string,
  killer: string,
  at: number | undefined,
  words: readonly string[] = rename,
): CliRun {
  const run = spawnSync(process.execPath, ['--require', killer, program, ...words], {
    cwd: join(directory, 'project'),
    encoding: 'utf8',
    env: {
      ...process.env,
      XDG_STATE_HOME: join(directory, 'state'),
      ...(at === undefined ? {} : { KILL_AT: String(at) }),
    },
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

function run(directory: string, words: readonly string[]): CliRun {
  return runCli(join(directory, 'project'), words, '', { XDG_STATE_HOME: join(directory, 'state') });
}

function journals(directory: string): string {
  return join(directory, 'state', 'alembic-workbench', 'journals');
}

/** The journal's words for a process of this machine. */
function identityOf(directory: string): string {
  const killer = writeKiller(directory);
  killedAt(directory, killer, 12);
  const [name = ''] = readdirSync(journals(directory)).filter((each) => each.endsWith('.journal'));
  const [line = ''] = (texts(journals(directory))[name] ?? '').split('\n');
  run(directory, fix);
  return JSON.stringify((JSON.parse(line) as { readonly process: object }).process);
}

/** The project's files, whatever their names. */
function textsOf(directory: string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts(directory)).filter(([name]) => name.startsWith('project/')));
}

/** The same with the state folder. */
function everything(directory: string): Record<string, string> {
  return texts(directory);
}
