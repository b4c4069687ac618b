import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishDiagnosticsParams } from 'vscode-languageserver-protocol/node';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { listEnvironments, readHistory, refreshEnvironments } from '../../server/protocol/environments';
import type { EnvironmentListDto, HistoryDto } from '../../server/protocol/environments';
import { revisionFile } from '../fixtures/alembicFiles';
import { hostileFiles } from '../fixtures/hostileFolder';
import { projectRoot } from '../fixtures/projectRoot';
import { TemporaryProject } from './temporaryProject';

/** The bombs, an environment that reads the whole machine, and a message of 200,000 lines. */
const files: Readonly<Record<string, string>> = {
  ...hostileFiles,
  'shop/migrations/versions/long.py': revisionFile('long', 'two', {
    message: `first line\n${'line\n'.repeat(200_000)}last`,
  }),
  'everything/alembic.ini':
    '[alembic]\nscript_location = %(here)s/migrations\nversion_locations = /\nrecursive_version_locations = true\n',
  'everything/migrations/env.py': '',
  'plain/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
  'plain/migrations/env.py': '',
  'plain/migrations/versions/only.py': revisionFile('only', null, { message: 'add carts' }),
};

/** Puts things that are no files among the revisions. */
function addOddFiles(versions: string): void {
  execFileSync('mkfifo', [join(versions, 'pipe.py')]);
  symlinkSync('/dev/zero', join(versions, 'device.py'));
  symlinkSync('nowhere', join(versions, 'dangling.py'));
  symlinkSync('loop.py', join(versions, 'loop.py'));
  mkdirSync(join(versions, 'folder.py'));
  execFileSync('touch', [join(versions, 'huge.py')]);
  truncateSync(join(versions, 'huge.py'), 2 * 1024 ** 3);
}

interface Seen {
  readonly histories: Readonly<Record<string, HistoryDto | null>>;
  readonly told: ReadonlyMap<string, readonly string[]>;
  readonly exitCode: number | null;
}

/** Opens a folder with the real server, as its own process, asks for every history, and ends it. */
async function openWith(project: TemporaryProject, isTrusted: boolean): Promise<Seen> {
  const script = join(projectRoot, 'server', 'dist', 'server.js');
  const server = spawn(process.execPath, [script, '--stdio'], { cwd: project.path });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const told = new Map<string, readonly string[]>();
  connection.onNotification('textDocument/publishDiagnostics', (published: PublishDiagnosticsParams) => {
    told.set(
      published.uri,
      published.diagnostics.map(({ code }) => String(code)),
    );
  });
  connection.listen();
  const uri = project.uri('');
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: uri,
    capabilities: {},
    workspaceFolders: [{ uri, name: 'hostile' }],
    initializationOptions: { isWorkspaceTrusted: isTrusted },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendRequest(refreshEnvironments.method, null);
  const { environments } = await connection.sendRequest<EnvironmentListDto>(listEnvironments.method);
  const histories: Record<string, HistoryDto | null> = {};
  for (const { key, label } of environments)
    histories[label] = await connection.sendRequest(readHistory.method, { environment: key });
  await connection.sendRequest('shutdown');
  const ended = once(server, 'exit') as Promise<[number | null]>;
  await connection.sendNotification('exit');
  const [exitCode] = await ended;
  return { histories, told, exitCode };
}

suite('server: files that are none', () => {
  for (const isTrusted of [true, false])
    test(`a folder of bombs, pipes, devices and endless places ${isTrusted ? 'is answered for' : 'in Restricted Mode'}, and the server ends when it is told to`, async function () {
      if (process.platform === 'win32') return this.skip();
      const project = new TemporaryProject(files);
      try {
        addOddFiles(project.at('shop/migrations/versions'));
        const { histories, told, exitCode } = await openWith(project, isTrusted);
        assert.equal(exitCode, 0);
        const idsOf = (folder: string): readonly string[] | undefined =>
          Object.entries(histories)
            .find(([label]) => label.startsWith(folder))?.[1]
            ?.revisions.map(({ id }) => id)
            .toSorted();
        assert.deepEqual(idsOf('shop'), ['doubled', 'long', 'one', 'two']);
        assert.deepEqual(idsOf('bomb'), ['three']);
        assert.deepEqual(idsOf('plain'), ['only']);
        assert.ok(idsOf('everything'), Object.keys(histories).join());
        const findings = {
          'nested.py': 'invalid-syntax',
          'pipe.py': 'unreadable-header',
          'dangling.py': 'unreadable-header',
          'huge.py': 'unreadable-header',
        };
        for (const [name, code] of Object.entries(findings))
          assert.deepEqual(told.get(project.uri(`shop/migrations/versions/${name}`)), [code], name);
      } finally {
        project.dispose();
      }
    });
});
