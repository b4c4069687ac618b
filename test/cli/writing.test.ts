import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../fixtures/projectRoot';
import { heads, texts, typo, versions } from './changedProject';
import { revisionText, runCli, withFiles } from './runCli';

const program = join(projectRoot, 'server', 'dist', 'alembic-ls.js');
const nobody = 65_534;

suite('command line: writing', () => {
  test('encoding, byte order mark, mode and symbolic links stay', () => {
    withFiles(typo, (directory) => {
      const file = join(directory, versions, 'd.py');
      const latin = `# -*- coding: latin-1 -*-\n# caf\u00e9\n${revisionText('91be6c3a07f5', '7c40e8b95a12')}`;
      writeFileSync(file, Buffer.from(latin, 'latin1'));
      chmodSync(file, 0o640);
      assert.equal(runCli(directory, ['fix', '--rule', 'unknown-down-revision']).code, 0);
      assert.equal(readFileSync(file, 'latin1'), latin.replace('7c40e8b95a12', '7c40e8b95a13'));
      assert.equal(statSync(file).mode & 0o777, 0o640);
      const marked = `\ufeff${revisionText('91be6c3a07f5', '7c40e8b95a12').replaceAll('\n', '\r\n')}`;
      writeFileSync(file, marked);
      assert.equal(runCli(directory, ['fix', '--rule', 'unknown-down-revision']).code, 0);
      assert.equal(readFileSync(file, 'utf8'), marked.replace('7c40e8b95a12', '7c40e8b95a13'));
    });
  });

  test("an encoding that can't be written is refused, and no file is changed", () => {
    withFiles({ ...heads, [`${versions}/c.py`]: '' }, (directory) => {
      const cyrillic = Buffer.concat([
        Buffer.from('# -*- coding: cp1251 -*-\n# '),
        Buffer.from([0xef, 0xf0]),
        Buffer.from(`\n${revisionText('e05d27f1849a', '3f1a9c07d2be')}`),
      ]);
      writeFileSync(join(directory, versions, 'c.py'), cyrillic);
      const before = texts(directory);
      const run = runCli(directory, ['rename', '3f1a', '5af0b3c7d214']);
      assert.equal(run.code, 1);
      assert.match(run.stderr, /c\.py has an encoding that can't be kept/);
      assert.deepEqual(texts(directory), before);
    });
  });

  test("where one file can't be written, all are as they were", () => {
    // Root may write everything, so the place of a new name is taken by a folder in place of taking rights
    // away.
    const files = { ...heads, [`${versions}/3f1a9c07d2be_start.py`]: revisionText('3f1a9c07d2be', null) };
    withFiles(files, (directory) => {
      spawnSync('rm', [join(directory, versions, 'a.py')]);
      mkdirSync(join(directory, versions, '5af0b3c7d214_start.py'));
      const before = texts(directory);
      const run = runCli(directory, ['rename', '3f1a', '5af0b3c7d214']);
      assert.equal(run.code, 1);
      assert.match(run.stderr, /exists already/);
      assert.deepEqual(texts(directory), before);
    });
  });

  test("where the third of four files can't be replaced, all are as they were", function () {
    // In a folder like /tmp everybody may make files, and nobody replaces those of others: what is written
    // beside succeeds, and a move fails halfway.
    const files = { ...heads, [`${versions}/d.py`]: revisionText('91be6c3a07f5', '3f1a9c07d2be') };
    withFiles(files, (directory) => {
      const words = ['rename', '3f1a', '5af0b3c7d214'];
      const asNobody = (...given: readonly string[]): ReturnType<typeof spawnSync> =>
        spawnSync(process.execPath, [program, ...given], { cwd: directory, uid: nobody, encoding: 'utf8' });
      if (process.getuid?.() !== 0 || asNobody('--version').status !== 0) {
        console.log(
          '      (skipped: only root can run a program as somebody else, who must be able to read this folder)',
        );
        this.skip();
      }
      const order = [...runCli(directory, [...words, '--dry-run']).stdout.matchAll(/^diff --git a\/(\S+)/gm)];
      assert.equal(order.length, 4);
      chmodSync(directory, 0o755);
      chmodSync(join(directory, versions), 0o1777);
      for (const [, name = ''] of order) chownSync(join(directory, name), nobody, nobody);
      chownSync(join(directory, order[2]?.[1] ?? ''), 0, 0);
      const before = texts(directory);
      const run = asNobody(...words);
      assert.equal(run.status, 1);
      assert.match(String(run.stderr), /Nothing was changed: .* can't be written\.$/m);
      assert.deepEqual(texts(directory), before);
      chownSync(join(directory, order[2]?.[1] ?? ''), nobody, nobody);
      assert.equal(asNobody(...words).status, 0, 'the third file alone stood in the way');
    });
  });

  test('an interruption waits until everything is written', async () => {
    const children = Array.from({ length: 200 }, (_, at) => `c${String(at).padStart(11, '0')}`);
    const files = Object.fromEntries(
      children.map((id) => [`${versions}/${id}.py`, revisionText(id, '3f1a9c07d2be')]),
    );
    await withFiles({ ...heads, ...files }, async (directory) => {
      const before = texts(directory);
      const folder = join(directory, versions);
      const child = spawn(process.execPath, [program, 'rename', '3f1a', '5af0b3c7d214'], { cwd: directory });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      const ended = new Promise<NodeJS.Signals | null>((resolve) =>
        child.once('close', (_, signal) => {
          resolve(signal);
        }),
      );
      while (child.exitCode === null && !readdirSync(folder).some((name) => name.endsWith('.tmp')))
        await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGINT');
      assert.equal(await ended, 'SIGINT');
      assert.equal(stderr, 'alembic-ls: interrupted; the change was written first.\n');
      const after = texts(directory);
      assert.deepEqual(Object.keys(after), Object.keys(before));
      for (const id of children) {
        const name = `${versions}/${id}.py`;
        assert.match(after[name] ?? '', /^down_revision = '5af0b3c7d214'$/m, name);
      }
    });
  });
});
