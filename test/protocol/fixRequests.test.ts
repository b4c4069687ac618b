import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-protocol/node';
import { composeChange, listMovableChains, previewRebase } from '../../server/protocol/changes';
import type { RequestedChangeDto } from '../../server/protocol/changes';
import { listEnvironments } from '../../server/protocol/environments';
import { applyWorkspaceEdit } from './applyWorkspaceEdit';
import type { TemporaryProject } from './temporaryProject';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

const chain = { '3f1a9c07d2be': 'None', '7c40e8b95a13': "'3f1a9c07d2be'", e05d27f1849a: "'7c40e8b95a13'" };
const forked = { ...chain, '91be6c3a07f5': "'7c40e8b95a13'", c8d2714fb360: "'91be6c3a07f5'" };
const everywhere = { start: { line: 0, character: 0 }, end: { line: 14, character: 0 } };

async function environmentOf(client: TestClient): Promise<string> {
  const { environments } = await client.request(listEnvironments, null);
  return environments[0]?.key ?? '';
}

async function actionsOf(
  client: TestClient,
  project: TemporaryProject,
  id: string,
  only?: readonly string[],
): Promise<readonly CodeAction[]> {
  return await client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: project.uri(versionFile(id)) },
    range: everywhere,
    context: { diagnostics: [], ...(only ? { only } : {}) },
  });
}

async function apply(client: TestClient, action: CodeAction | undefined): Promise<readonly string[]> {
  assert.ok(action);
  const { edit } = await client.resolve(action);
  assert.ok(edit, `${action.title} has no edit`);
  return applyWorkspaceEdit(edit);
}

suite('fixes: code actions', () => {
  const wrongDocstrings = (): Record<string, string> => {
    const files = projectFiles(chain);
    for (const id of ['7c40e8b95a13', 'e05d27f1849a'] as const)
      files[versionFile(id)] = revisionText(id, chain[id]).replace(/^Revises: .*$/m, 'Revises: 000000000000');
    return files;
  };

  test('each finding can be disabled by a comment, and in the settings where the client can', async () => {
    await withServer(wrongDocstrings(), async (client, project) => {
      await client.until('the docstrings are wrong', () => client.summary().includes('docstring-mismatch'));
      const actions = await actionsOf(client, project, '7c40e8b95a13');
      assert.deepEqual(
        actions.map(({ title }) => title),
        [
          'Make the docstring say what the code says',
          'Fix all docstring-mismatch in the project',
          'Disable docstring-mismatch for this line',
          'Disable docstring-mismatch for this file',
        ],
      );
      await apply(
        client,
        actions.find(({ title }) => title.endsWith('this file')),
      );
      assert.match(
        project.read(versionFile('7c40e8b95a13')),
        /^# alembic: ignore-file\[docstring-mismatch\]\n"""/,
      );
    });
    const settings = async (client: TestClient, project: TemporaryProject): Promise<void> => {
      await client.until('the docstrings are wrong', () => client.summary().includes('docstring-mismatch'));
      const actions = await actionsOf(client, project, '7c40e8b95a13');
      const action = actions.find(({ title }) => title === 'Disable docstring-mismatch…');
      const [{ environment }] = (await client.request(listEnvironments, null)).environments.map(
        ({ key }) => ({
          environment: key,
        }),
      ) as [{ environment: string }];
      const uri = project.uri(versionFile('7c40e8b95a13'));
      const offset = project.read(versionFile('7c40e8b95a13')).indexOf('000000000000');
      const rule = 'docstring-mismatch';
      assert.deepEqual(action?.command?.arguments, [{ rule, uri, comment: { environment, offset } }]);
      assert.equal(action.command.command, 'alembicWorkbench.disableRule');
      assert.equal(actions.filter(({ title }) => title.startsWith('Disable ')).length, 1);
      const change = { kind: 'disableRule', uri, rule, scope: 'line', offset } as const;
      const made = await client.request(composeChange, { environment, change });
      assert.ok(made.kind === 'change');
      assert.match(made.edits[0]?.edits[0]?.newText ?? '', /ignore/);
    };
    await withServer(wrongDocstrings(), settings, { initializationOptions: { disablesRules: true } });
  });

  test('all of one kind in the project is one edit', async () => {
    await withServer(wrongDocstrings(), async (client, project) => {
      await client.until('the docstrings are wrong', () => client.summary().includes('docstring-mismatch'));
      const actions = await actionsOf(client, project, '7c40e8b95a13');
      const touched = await apply(
        client,
        actions.find(({ title }) => title.startsWith('Fix all')),
      );
      assert.equal(touched.length, 2);
      for (const id of ['7c40e8b95a13', 'e05d27f1849a'] as const)
        assert.equal(project.read(versionFile(id)), revisionText(id, chain[id]));
    });
  });

  test('source.fixAll changes the one document, and is given only where it is asked for', async () => {
    await withServer(wrongDocstrings(), async (client, project) => {
      await client.until('the docstrings are wrong', () => client.summary().includes('docstring-mismatch'));
      const kinds = async (only?: readonly string[]): Promise<readonly (string | undefined)[]> => [
        ...new Set((await actionsOf(client, project, 'e05d27f1849a', only)).map(({ kind }) => kind)),
      ];
      assert.deepEqual(await kinds(), ['quickfix']);
      assert.deepEqual(await kinds(['quickfix']), ['quickfix']);
      assert.deepEqual(await kinds(['source.organizeImports']), []);
      assert.deepEqual(await kinds(['source.fixAll']), ['source.fixAll.alembicWorkbench']);
      const [action] = await actionsOf(client, project, 'e05d27f1849a', ['source.fixAll.alembicWorkbench']);
      assert.deepEqual(await apply(client, action), [project.uri(versionFile('e05d27f1849a'))]);
      assert.equal(
        project.read(versionFile('e05d27f1849a')),
        revisionText('e05d27f1849a', chain['e05d27f1849a']),
      );
    });
  });

  test('source.fixAll leaves alone what only a person can decide', async () => {
    await withServer(projectFiles(forked), async (client, project) => {
      await client.until('there are two heads', () => client.summary().includes('multiple-heads'));
      const [action] = await actionsOf(client, project, 'c8d2714fb360', ['source.fixAll']);
      assert.ok(action);
      assert.equal((await client.resolve(action)).edit, undefined);
    });
  });
});

suite('fixes: requests', () => {
  test('the chains of several heads, and none where there is one', async () => {
    await withServer(projectFiles(forked), async (client) => {
      const environment = await environmentOf(client);
      assert.deepEqual(await client.request(listMovableChains, { environment }), {
        mainBranch: null,
        chains: [
          {
            head: 'c8d2714fb360',
            revisions: ['91be6c3a07f5', 'c8d2714fb360'],
            targets: ['e05d27f1849a'],
            isNewHere: null,
          },
          {
            head: 'e05d27f1849a',
            revisions: ['e05d27f1849a'],
            targets: ['c8d2714fb360'],
            isNewHere: null,
          },
        ],
      });
      assert.equal(await client.request(listMovableChains, { environment: 'nothing' }), null);
    });
    await withServer(projectFiles(chain), async (client) => {
      const environment = await environmentOf(client);
      assert.deepEqual((await client.request(listMovableChains, { environment }))?.chains, []);
    });
  });

  test('a rebase is previewed and composed as the same thing', async () => {
    await withServer(projectFiles(forked), async (client, project) => {
      const environment = await environmentOf(client);
      const rebase = {
        revisions: ['91be6c3a07f5', 'c8d2714fb360'],
        onto: 'e05d27f1849a',
        newCreateDates: true,
        renumber: false,
      };
      assert.deepEqual(await client.request(previewRebase, { environment, ...rebase }), {
        kind: 'preview',
        canRenumber: false,
        steps: [
          {
            uri: project.uri(versionFile('91be6c3a07f5')),
            id: '91be6c3a07f5',
            newId: '91be6c3a07f5',
            message: 'make 91be6c3a07f5',
            oldParents: ['7c40e8b95a13'],
            newParents: ['e05d27f1849a'],
          },
          {
            uri: project.uri(versionFile('c8d2714fb360')),
            id: 'c8d2714fb360',
            newId: 'c8d2714fb360',
            message: 'make c8d2714fb360',
            oldParents: ['91be6c3a07f5'],
            newParents: ['91be6c3a07f5'],
          },
        ],
      });
      const change = await client.request(composeChange, {
        environment,
        change: { kind: 'rebase', ...rebase },
      });
      assert.ok(change.kind === 'change');
      assert.deepEqual(
        change.edits.map(({ uri, edits }) => [uri, edits.length]),
        [
          [project.uri(versionFile('91be6c3a07f5')), 3],
          [project.uri(versionFile('c8d2714fb360')), 1],
        ],
      );
    });
  });

  test('re-parent and a new id, and why not', async () => {
    await withServer(projectFiles(forked), async (client, project) => {
      const environment = await environmentOf(client);
      const compose = (change: RequestedChangeDto) => client.request(composeChange, { environment, change });
      const moved = await compose({ kind: 'reparent', revision: '91be6c3a07f5', parent: 'e05d27f1849a' });
      assert.ok(moved.kind === 'change');
      assert.equal(moved.title, 'Re-parent onto e05d27f1849a');
      const renamed = await compose({ kind: 'newRevisionId', revision: '91be6c3a07f5' });
      assert.ok(renamed.kind === 'change');
      assert.equal(renamed.edits.length, 2);
      assert.equal(renamed.renames[0]?.from, project.uri(versionFile('91be6c3a07f5')));
      const cycle = await compose({ kind: 'reparent', revision: '7c40e8b95a13', parent: 'e05d27f1849a' });
      assert.ok(cycle.kind === 'refused');
      assert.match(cycle.reason, /would make a cycle/);
      const gone = await compose({ kind: 'newRevisionId', revision: '000000000000' });
      assert.deepEqual(gone, {
        kind: 'refused',
        reason: 'There is no revision 000000000000; refresh and choose again.',
      });
    });
  });
});
