import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { projectRoot } from '../fixtures/projectRoot';
import { projectFiles, revisionText, TemporaryProject, versionFile } from './temporaryProject';

const onWindows = process.platform === 'win32';

suite('the npm package', () => {
  let folder = '';
  let packageFolder = '';
  let listed: readonly string[] = [];
  let sizes = { size: 0, unpackedSize: 0 };

  suiteSetup(() => {
    folder = mkdtempSync(join(tmpdir(), 'alembic-ls-'));
    const options = { cwd: join(projectRoot, 'server'), shell: onWindows, encoding: 'utf8' } as const;
    const written = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], options);
    const [packed] = JSON.parse(written) as {
      filename: string;
      files: { path: string }[];
      size: number;
      unpackedSize: number;
    }[];
    assert.ok(packed);
    sizes = packed;
    listed = packed.files.map(({ path }) => path).sort();
    execFileSync('tar', ['-xzf', packed.filename], { cwd: folder });
    packageFolder = join(folder, 'package');
  });

  suiteTeardown(() => rmSync(folder, { recursive: true, force: true }));

  test('holds the bundles and what explains them', () => {
    assert.deepEqual(listed, [
      'LICENSE',
      'README.md',
      'dist/ThirdPartyNotices.txt',
      'dist/alembic-ls-chunk.js',
      'dist/alembic-ls-lazyModules.js',
      'dist/alembic-ls.js',
      'dist/mcp.js',
      'dist/python-parser.js',
      'dist/ruff_wasm_LICENSE.txt',
      'dist/ruff_wasm_bg.wasm',
      'dist/rule-pages.json',
      'dist/server.js',
      'dist/syntax-check.js',
      'dist/toml-parser.js',
      'package.json',
    ]);
  });

  test('is not too big', () => {
    const { size, unpackedSize } = sizes;
    console.log(`      ${size} bytes, unpacked ${unpackedSize}`);
    assert.ok(size > 100_000 && size < 8_000_000, `${size} bytes`);
    assert.ok(unpackedSize < 20_000_000, `${unpackedSize} bytes unpacked`);
  });

  test('has the version of the extension and depends on nothing', () => {
    const own = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const root = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    assert.equal(own.version, root.version);
    assert.equal(own.dependencies, undefined);
    assert.deepEqual(readdirSync(packageFolder).includes('node_modules'), false);
  });

  test('starts as a language server and gives a bare client its diagnostics', async () => {
    const project = new TemporaryProject(projectFiles({ aaa1: 'None', bbb2: "'gone'" }));
    const bin = join(packageFolder, 'dist', 'alembic-ls.js');
    const server = spawn(process.execPath, [bin, 'server', '--stdio'], { cwd: folder });
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    try {
      const published = new Promise<{ uri: string; diagnostics: Diagnostic[] }>((resolve, reject) => {
        connection.onNotification('textDocument/publishDiagnostics', resolve);
        server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
      });
      connection.listen();
      await connection.sendRequest('initialize', {
        processId: process.pid,
        rootUri: project.uri(''),
        capabilities: {},
      });
      await connection.sendNotification('initialized', {});
      const { uri, diagnostics } = await published;
      assert.equal(uri, project.uri(versionFile('bbb2')));
      assert.ok(diagnostics.some(({ code }) => code === 'unknown-down-revision'));

      const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      assert.equal(await ended, 0);
    } finally {
      connection.dispose();
      server.kill();
      project.dispose();
    }
  });

  test('ends with its client', async () => {
    const server = spawn(process.execPath, [
      join(packageFolder, 'dist', 'alembic-ls.js'),
      'server',
      '--stdio',
    ]);
    const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
    server.stdin.end();
    assert.notEqual(await ended, null);
  });

  test('answers what needs the least, and what needs the parsers and the rules', () => {
    const project = new TemporaryProject({
      ...projectFiles({ aaa1: 'None', bbb2: "'aaa1'" }),
      [versionFile('aaa1')]: revisionText('aaa1', 'None').replace('    pass', '    x = = 1'),
      [versionFile('ccc3')]: "from ids import revision\ndown_revision = 'bbb2'\n",
    });
    const run = (...words: readonly string[]): string =>
      spawnSync(process.execPath, [join(packageFolder, 'dist', 'alembic-ls.js'), ...words], {
        cwd: project.path,
        encoding: 'utf8',
      }).stdout;
    try {
      assert.match(
        run('heads'),
        /^Whether there are other heads can't be known without running ccc3_make\.py/,
      );
      assert.match(run('check'), /ccc3_make\.py:\d+:\d+: \w+ \[dynamic-revision\]/);
      assert.match(run('check'), /aaa1_make\.py:18:9: error \[invalid-syntax\]/);
    } finally {
      project.dispose();
    }
  });

  test('lists heads without loading the parsers, the rules and the server', () => {
    const project = new TemporaryProject(projectFiles({ aaa1: 'None', bbb2: "'aaa1'" }));
    const least = join(folder, 'least');
    mkdirSync(least);
    for (const name of ['alembic-ls.js', 'alembic-ls-chunk.js'])
      copyFileSync(join(packageFolder, 'dist', name), join(least, name));
    // Nothing that another command left in this person's state folder.
    const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
    const options = { cwd: project.path, encoding: 'utf8', env } as const;
    try {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        [join(least, 'alembic-ls.js'), 'heads'],
        options,
      );
      assert.equal(stdout, 'bbb2 (head)\n', stderr);
    } finally {
      project.dispose();
    }
  });

  test('explains its usage', () => {
    const written = execFileSync(process.execPath, [join(packageFolder, 'dist', 'alembic-ls.js'), '--help'], {
      encoding: 'utf8',
    });
    assert.match(written, /^ *server\b.*language server/m);
  });
});
