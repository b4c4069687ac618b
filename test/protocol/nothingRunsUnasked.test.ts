import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { suite, test } from 'mocha';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { listEnvironments, refreshEnvironments } from '../../server/protocol/environments';
import type { EnvironmentListDto } from '../../server/protocol/environments';
import { GitRepository } from '../fixtures/gitRepository';
import { projectRoot } from '../fixtures/projectRoot';
import { projectFiles } from './temporaryProject';

const programs = ['git', 'git.exe', 'python', 'python3', 'alembic', 'flask', 'node', 'ruff', 'uv', 'poetry'];

/**
 * Opens a repository with the real server as an editor would, and gives the names of the programs that were
 * started.
 */
async function startedPrograms(isTrusted: boolean, where: 'on the PATH' | 'in the folder'): Promise<string> {
  const repository = GitRepository.create(projectFiles({ a: 'None', b: "'gone'" }));
  try {
    const mark = repository.at('.git/mark');
    const folder = where === 'on the PATH' ? repository.at('.git/programs') : repository.path;
    for (const folderOf of [folder, repository.at('.venv/bin'), repository.at('node_modules/.bin')]) {
      mkdirSync(folderOf, { recursive: true });
      for (const name of programs)
        writeFileSync(join(folderOf, name), `#!/bin/sh\necho ${name} >> '${mark}'\nexit 1\n`, {
          mode: 0o755,
        });
    }
    const path = where === 'on the PATH' ? [folder, process.env['PATH']] : [process.env['PATH']];
    const server = spawn(process.execPath, [join(projectRoot, 'server', 'dist', 'server.js'), '--stdio'], {
      cwd: repository.path,
      env: { ...process.env, PATH: path.join(delimiter) },
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.listen();
    const uri = `file://${repository.path}`;
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      capabilities: {},
      workspaceFolders: [{ uri, name: 'x' }],
      initializationOptions: { isWorkspaceTrusted: isTrusted },
    });
    await connection.sendNotification('initialized', {});
    await connection.sendRequest(refreshEnvironments.method, null);
    const { environments } = await connection.sendRequest<EnvironmentListDto>(listEnvironments.method);
    assert.equal(environments.length, 1);
    await connection.sendRequest('shutdown');
    const ended = new Promise((resolve) => server.once('exit', resolve));
    await connection.sendNotification('exit');
    await ended;
    const names = existsSync(mark) ? readFileSync(mark, 'utf8').trim().split('\n') : [];
    return [...new Set(names)].join(', ');
  } finally {
    repository.dispose();
  }
}

suite('server: nothing runs unasked', () => {
  test('in a trusted workspace Git alone, from the PATH', async function () {
    if (process.platform === 'win32') this.skip();
    assert.equal(await startedPrograms(true, 'on the PATH'), 'git');
  });

  test('in Restricted Mode nothing', async function () {
    if (process.platform === 'win32') this.skip();
    assert.equal(await startedPrograms(false, 'on the PATH'), '');
  });

  test('nothing that lies in the folder', async function () {
    if (process.platform === 'win32') this.skip();
    assert.equal(await startedPrograms(true, 'in the folder'), '');
  });
});
