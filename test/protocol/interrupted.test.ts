import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownIdentity } from '../../server/disk/write/processIdentity';
import { projectFiles, TemporaryProject } from './temporaryProject';
import { TestClient } from './testClient';

suite('server: a change that was interrupted', () => {
  test('is told once, and left to the next command that writes', async () => {
    const project = new TemporaryProject(projectFiles({ '3f1a9c07d2be': 'None' }));
    const state = new TemporaryProject();
    const before = process.env['XDG_STATE_HOME'];
    process.env['XDG_STATE_HOME'] = state.path;
    try {
      const journals = state.at('alembic-workbench/journals');
      mkdirSync(journals, { recursive: true });
      const dead = { ...ownIdentity(), pid: 4_194_000, started: 'never' };
      const folder = project.at('migrations/versions/new');
      const record = {
        version: 1,
        process: dead,
        roots: [project.path],
        steps: [{ kind: 'folder', folder }],
      };
      writeFileSync(join(journals, '4194000-abc.journal'), `${JSON.stringify(record)}\napplying\n`);
      const client = await TestClient.start({ folders: [project.uri('')] });
      try {
        await client.until('it is told', () => client.log.some((line) => line.includes('was interrupted')));
        assert.match(client.log.join('\n'), /the next command that writes, such as alembic-ls fix/);
        assert.deepEqual(readdirSync(journals), ['4194000-abc.journal']);
      } finally {
        await client.dispose();
      }
    } finally {
      if (before === undefined) delete process.env['XDG_STATE_HOME'];
      else process.env['XDG_STATE_HOME'] = before;
      project.dispose();
      state.dispose();
    }
  });
});
