import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { linkSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeKiller } from '../fixtures/killedAt';
import { projectRoot } from '../fixtures/projectRoot';
import { heads, texts, versions } from './changedProject';
import type { CliRun } from './runCli';
import { revisionText, runCli, withFiles } from './runCli';

const program = join(projectRoot, 'server', 'dist', 'alembic-ls.js');
/** Somebody else's doing between plan and write, as a program whose working directory is the project. */
const meddling: Readonly<Record<string, string>> = {
  'a line more': `fs.writeFileSync('${versions}/b.py', '# one line more\\n' + fs.readFileSync('${versions}/b.py', 'utf8'))`,
  'another text of the same length': `fs.writeFileSync('${versions}/b.py', fs.readFileSync('${versions}/b.py', 'utf8').replace('message', 'massage'))`,
  'no file any more': `fs.rmSync('${versions}/b.py')`,
  'a link to a file outside': `fs.renameSync('${versions}/b.py', '../b.py'); fs.symlinkSync('../../../b.py', '${versions}/b.py')`,
  'a folder': `fs.rmSync('${versions}/b.py'); fs.mkdirSync('${versions}/b.py')`,
  'a folder of revisions that is a link out': `fs.renameSync('${versions}', '../elsewhere'); fs.symlinkSync('../../elsewhere', '${versions}')`,
};

/** By the changes to the disk that come before: the first four claim the project for the process. */
const moments = {
  'once it is planned': 5,
  'once its files are read again': 12,
  'once they are all written beside': 24,
} as const;

function inProject(use: (directory: string, outer: string) => void): void {
  const files = Object.fromEntries(Object.entries(heads).map(([name, text]) => [`project/${name}`, text]));
  withFiles({ ...files, 'seen.txt': '' }, (outer) => {
    use(join(outer, 'project'), outer);
  });
}

function meddled(
  directory: string,
  outer: string,
  words: readonly string[],
  meddle: string,
  at: number = moments['once it is planned'],
): CliRun {
  const killer = writeKiller(outer);
  const state = join(outer, 'state');
  const env = { ...process.env, XDG_STATE_HOME: state, KILL_AT: String(at), MEDDLE: meddle };
  const run = spawnSync(process.execPath, ['--require', killer, program, ...words], {
    cwd: directory,
    encoding: 'utf8',
    env,
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

suite('command line: a file that changes between plan and write', () => {
  for (const [when, at] of Object.entries(moments))
    for (const [what, meddle] of Object.entries(meddling))
      test(`${what}, ${when}: nothing is written`, () => {
        inProject((directory, outer) => {
          const after = `fs.writeFileSync('../seen.txt', JSON.stringify(fs.readdirSync('..', { recursive: true }).filter((name) => name.endsWith('.py')).sort().map((name) => { try { return [name, fs.readFileSync('../' + name, 'utf8')]; } catch { return [name]; } })))`;
          const run = meddled(directory, outer, ['rename', '3f1a', 'zzzzz'], `${meddle}; ${after}`, at);
          assert.equal(run.code, 1, run.stdout + run.stderr);
          assert.match(run.stderr, /nothing was written|Nothing was changed/);
          const seen = JSON.parse(
            readFileSync(join(outer, 'seen.txt'), 'utf8'),
          ) as readonly (readonly string[])[];
          for (const [name = '', text] of seen)
            if (text !== undefined) assert.equal(readFileSync(join(outer, name), 'utf8'), text, name);
          assert.deepEqual(
            readdirSync(outer, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp')),
            [],
          );
        });
      });

  test('config files and new files keep to it too', () => {
    inProject((directory, outer) => {
      writeFileSync(
        join(directory, 'alembic.ini'),
        '[alembic]\nscript_location = %(here)s/migrations\ntruncate_slug_length = x # y\n',
      );
      const meddle = `fs.appendFileSync('alembic.ini', '# mine\\n')`;
      const run = meddled(
        directory,
        outer,
        ['fix', '--rule', 'config-invalid-value', '--way', 'Write 40, the default'],
        meddle,
      );
      assert.match(run.stdout + run.stderr, /alembic\.ini changed meanwhile/);
      assert.match(texts(directory)['alembic.ini'] ?? '', /x # y\n# mine\n$/);
    });
    inProject((directory, outer) => {
      const meddle = `fs.writeFileSync('${versions}/dddd_merge.py', '# mine\\n')`;
      const run = meddled(directory, outer, ['merge', 'heads', '--rev-id', 'dddd', '-m', 'merge'], meddle);
      assert.equal(run.code, 1, run.stdout);
      assert.match(run.stderr, /exists already/);
      assert.equal(texts(directory)[`${versions}/dddd_merge.py`], '# mine\n');
    });
  });

  test('names as long as the disk takes them can be edited, and a longer one is a sentence', () => {
    const id = '91be6c3a07f5';
    for (const length of [237, 250, 255])
      withFiles(
        { ...heads, [`${versions}/${'n'.repeat(length - 3)}.py`]: revisionText(id, '3f1a9c07d2be') },
        (directory) => {
          const run = runCli(directory, ['rename', '3f1a', '5af0b3c7d214']);
          assert.equal(run.code, 0, run.stderr);
          assert.match(texts(directory)[`${versions}/${'n'.repeat(length - 3)}.py`] ?? '', /5af0b3c7d214/);
        },
      );
    const long = `${versions}/${id}_${'n'.repeat(239)}.py`;
    withFiles({ ...heads, [long]: revisionText(id, '3f1a9c07d2be') }, (directory) => {
      const before = texts(directory);
      const run = runCli(directory, ['rename', '91be', '5af0b3c7d2145af0b3c7d214']);
      assert.equal(run.code, 1);
      assert.match(
        run.stderr,
        /^alembic-ls: Nothing was changed: the name of .* is too long for this disk\.$/m,
      );
      assert.deepEqual(texts(directory), before);
    });
  });

  test('a file with two names keeps both', () => {
    withFiles(heads, (directory) => {
      const file = join(directory, versions, 'b.py');
      linkSync(file, join(directory, 'second.py'));
      const { ino } = statSync(file);
      assert.equal(runCli(directory, ['rename', '3f1a', 'z']).code, 0);
      assert.equal(statSync(file).ino, ino);
      assert.match(texts(directory)['second.py'] ?? '', /down_revision = 'z'/);
    });
  });

  test('several processes at once leave the history of one after the other', async () => {
    await withFiles(heads, async (directory) => {
      const runs = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map(
        (id) =>
          new Promise<{ readonly code: number | null; readonly stderr: string }>((resolve) => {
            const child = spawn(process.execPath, [program, 'rename', join(versions, 'a.py'), id], {
              cwd: directory,
            });
            let stderr = '';
            child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
            child.once('close', (code) => {
              resolve({ code, stderr });
            });
          }),
      );
      const ended = await Promise.all(runs);
      assert.ok(ended.some(({ code }) => code === 0));
      for (const { code, stderr } of ended)
        if (code !== 0) assert.match(stderr, /changed meanwhile|is writing to this project/);
      const after = texts(directory);
      const id = /^revision = '(.*)'$/m.exec(after[`${versions}/a.py`] ?? '')?.[1] ?? '';
      for (const child of ['b.py', 'c.py'])
        assert.match(after[`${versions}/${child}`] ?? '', new RegExp(`^down_revision = '${id}'$`, 'm'));
      assert.deepEqual(Object.keys(after).sort(), Object.keys(heads).sort());
    });
  });
});
