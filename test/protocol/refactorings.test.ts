import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { ResourceOperationKind } from 'vscode-languageserver-protocol/node';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { projectRoot } from '../fixtures/projectRoot';
import { projectFiles, versionFile } from './temporaryProject';
import { withServer } from './withServer';

const files = projectFiles({ aaa1: 'None', bbb2: "'aaa1'", ccc3: "'aaa1'", ddd4: "'bbb2'" });

suite('refactorings of the header', () => {
  test('are offered where a person asks, in editors without our commands', async () => {
    await withServer(files, async (client, project) => {
      const ask = async (id: string, line: string, context: object): Promise<readonly CodeAction[]> => {
        const file = versionFile(id);
        const at = project
          .read(file)
          .split('\n')
          .findIndex((each) => each.startsWith(line));
        const place = { line: at, character: 2 };
        const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
          textDocument: { uri: project.uri(file) },
          range: { start: place, end: place },
          context: { diagnostics: [], ...context },
        });
        return actions.filter(({ kind }) => kind === 'refactor.rewrite');
      };
      const titles = async (id: string, line: string, context: object): Promise<readonly string[]> =>
        (await ask(id, line, context)).map(({ title }) => title);
      const only = { only: ['refactor'] };
      assert.deepEqual(await titles('ccc3', 'revision', only), [
        'Generate a new revision id',
        'Create a merge revision of ccc3 and ddd4',
        'Move ccc3 onto ddd4',
      ]);
      assert.deepEqual(await titles('ccc3', 'down_revision', only), ['Re-parent onto ddd4']);
      assert.deepEqual(await titles('bbb2', 'down_revision', only), ['Re-parent onto ccc3']);
      assert.deepEqual(await titles('aaa1', 'down_revision', only), []);
      assert.deepEqual(await titles('bbb2', 'revision', { triggerKind: 1 }), ['Generate a new revision id']);
      assert.deepEqual(await titles('bbb2', 'revision', { triggerKind: 2 }), []);
      assert.deepEqual(await titles('bbb2', 'def upgrade', only), []);
      const [reparent] = await ask('ccc3', 'down_revision', only);
      assert.ok(reparent);
      assert.match(JSON.stringify((await client.resolve(reparent)).edit), /ddd4/);
    });
  });

  test('VS Code has commands in their place', async () => {
    const options = { initializationOptions: { opensRevisions: true } };
    await withServer(
      files,
      async (client, project) => {
        const place = {
          line: project
            .read(versionFile('ccc3'))
            .split('\n')
            .findIndex((line) => line.startsWith('revision')),
          character: 2,
        };
        const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
          textDocument: { uri: project.uri(versionFile('ccc3')) },
          range: { start: place, end: place },
          context: { diagnostics: [], only: ['refactor'] },
        });
        assert.deepEqual(actions, []);
      },
      options,
    );
  });

  test('a client that names operations on files alone gets document changes', async () => {
    const capabilities = {
      workspace: { workspaceEdit: { resourceOperations: [ResourceOperationKind.Rename] } },
    };
    await withServer(
      files,
      async (client, project) => {
        const file = versionFile('ccc3');
        const line = project
          .read(file)
          .split('\n')
          .findIndex((each) => each.startsWith('revision'));
        const edit = await client.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
          textDocument: { uri: project.uri(file) },
          position: { line, character: 'revision = "c'.length },
          newName: 'feed12345678',
        });
        const kinds = edit.documentChanges?.map((each) => ('kind' in each ? each.kind : 'edit'));
        assert.deepEqual(new Set(kinds), new Set(['edit', 'rename']));
      },
      { capabilities },
    );
  });

  test('the server says its version and how it counts characters', async () => {
    await withServer(files, (client) => {
      const { serverInfo, capabilities } = client.initializeResult ?? { capabilities: {} };
      const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
        readonly version: string;
      };
      assert.deepEqual(serverInfo, { name: 'alembic-language-server', version });
      assert.equal(capabilities.positionEncoding, 'utf-16');
      return Promise.resolve();
    });
  });
});
