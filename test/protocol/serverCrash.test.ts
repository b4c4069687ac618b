import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { listEnvironments, refreshEnvironments } from '../../server/protocol/environments';
import type { EnvironmentListDto } from '../../server/protocol/environments';
import { locateRevision } from '../../server/protocol/git';
import { uriFromPath } from '../../server/lsp/convert/paths';
import { eventually } from '../fixtures/eventually';
import { GitRepository } from '../fixtures/gitRepository';
import { markedProcesses } from '../fixtures/markedProcesses';
import type { MarkedProcess } from '../fixtures/markedProcesses';
import { projectRoot } from '../fixtures/projectRoot';
import { projectFiles, versionFile } from './temporaryProject';

const mark = 'ALEMBIC_WORKBENCH_TEST_MARK';

suite('a server that is killed', () => {
  test('while it reads Git: no process of Git is left', async function () {
    if (process.platform !== 'linux') this.skip();
    const repository = GitRepository.create(projectFiles({ a: 'None', b: "'a'" }));
    const value = randomUUID();
    const marked = (): readonly MarkedProcess[] => markedProcesses(mark, value);
    const isGit = ({ commandLine }: MarkedProcess): boolean => commandLine.startsWith('git ');
    try {
      makeHistory(repository);
      const script = join(projectRoot, 'server', 'dist', 'server.js');
      const server = spawn(process.execPath, [script, '--stdio'], {
        cwd: repository.path,
        env: { ...process.env, [mark]: value },
      });
      const connection = createProtocolConnection(
        new StreamMessageReader(server.stdout),
        new StreamMessageWriter(server.stdin),
      );
      connection.listen();
      await connection.sendRequest('initialize', {
        processId: process.pid,
        rootUri: uriFromPath(repository.path),
        capabilities: {},
        initializationOptions: { isWorkspaceTrusted: true },
      });
      await connection.sendNotification('initialized', {});
      await connection.sendRequest(refreshEnvironments.method, null);
      const { environments } = await connection.sendRequest<EnvironmentListDto>(listEnvironments.method);
      const environment = environments[0]?.key;
      assert.ok(environment !== undefined);
      const answer = connection
        .sendRequest(locateRevision.method, { environment, id: 'feedbeef0001' })
        .catch(() => undefined);
      await eventually('Git searches its history', () =>
        marked().some((each) => isGit(each) && each.commandLine.includes('-Sfeedbeef0001')),
      );
      server.kill('SIGKILL');
      await once(server, 'exit');
      connection.dispose();
      await answer;
      await eventually('nothing is left', marked, (left) => left.length === 0);
    } finally {
      for (const { id } of marked()) process.kill(id, 'SIGKILL');
      repository.dispose();
    }
  });
});

/** Commits with large files, in which a search takes seconds. */
function makeHistory(repository: GitRepository): void {
  const path = versionFile('big').replace('.py', '.txt');
  const commits = Array.from({ length: 80 }, (_, number) => {
    const text = `${number} `.repeat(200_000);
    const from = number === 0 ? 'from refs/heads/main^0\n' : '';
    const author = 'committer Ada <ada@example.org> 1700000000 +0000';
    return `commit refs/heads/main\n${author}\ndata 1\nx\n${from}M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  });
  execFileSync('git', ['fast-import', '--quiet', '--force'], {
    cwd: repository.path,
    input: commits.join(''),
  });
}
