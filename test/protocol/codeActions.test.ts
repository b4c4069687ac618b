import assert from 'node:assert/strict';
import type { CodeAction, Range } from 'vscode-languageserver-protocol/node';
import { listEnvironments, readHistory } from '../../server/protocol/environments';
import { applyWorkspaceEdit } from './applyWorkspaceEdit';
import type { TemporaryProject } from './temporaryProject';
import { projectFiles, versionFile } from './temporaryProject';
import type { TestClient } from './testClient';
import { fullCapabilities } from './testClient';
import { withServer } from './withServer';

const chain = { '3f1a9c07d2be': 'None', '7c40e8b95a13': "'3f1a9c07d2be'", e05d27f1849a: "'7c40e8b95a13'" };
const onDownRevision: Range = { start: { line: 11, character: 18 }, end: { line: 11, character: 18 } };
const onRevision: Range = { start: { line: 10, character: 13 }, end: { line: 10, character: 13 } };

/** Resolves an action, applies it to disk and tells the server. */
async function apply(client: TestClient, action: CodeAction): Promise<void> {
  const { edit } = await client.resolve(action);
  assert.ok(edit, `${action.title} has no edit`);
  const touched = applyWorkspaceEdit(edit);
  await client.tellFiles(
    touched.flatMap((uri) => [
      { uri, kind: 'created' as const },
      { uri, kind: 'changed' as const },
    ]),
  );
}

async function parents(client: TestClient): Promise<Record<string, readonly string[]>> {
  const { environments } = await client.request(listEnvironments, null);
  const history = await client.request(readHistory, { environment: environments[0]?.key ?? '' });
  return Object.fromEntries((history?.revisions ?? []).map(({ id, downRevisions }) => [id, downRevisions]));
}

async function titled(
  client: TestClient,
  project: TemporaryProject,
  id: string,
  range: Range,
  title: RegExp,
): Promise<CodeAction> {
  const actions = await client.codeActions(project.uri(versionFile(id)), range);
  const found = actions.find((action) => title.test(action.title));
  assert.ok(found, `none of: ${actions.map((action) => action.title).join(' | ')}`);
  return found;
}

suite('quick fixes', () => {
  test('an unknown parent is changed to the nearest id', async () => {
    await withServer(projectFiles({ ...chain, e05d27f1849a: "'7c40e8b95a14'" }), async (client, project) => {
      await client.until('the parent is unknown', () => client.summary().includes('unknown-down-revision'));
      const action = await titled(
        client,
        project,
        'e05d27f1849a',
        onDownRevision,
        /^Change to '7c40e8b95a13'/,
      );
      assert.equal(action.kind, 'quickfix');
      assert.equal(action.isPreferred, true);
      assert.equal(action.edit, undefined, 'the edit is made when the action is chosen');
      assert.deepEqual(
        action.diagnostics?.map(({ code }) => code),
        ['unknown-down-revision'],
      );
      await apply(client, action);
      await client.untilDiagnostics();
      assert.deepEqual((await parents(client))['e05d27f1849a'], ['7c40e8b95a13']);
      assert.match(project.read(versionFile('e05d27f1849a')), /^Revises: 7c40e8b95a13$/m);
    });
  });

  test('the fixes of all findings come before what silences any', async () => {
    const broken = { ...chain, a1b2c3d4e5f6: "'7c40e8b95a14'" };
    await withServer(projectFiles(broken), async (client, project) => {
      await client.until('both are found', () =>
        ['unknown-down-revision', 'placeholder-revision-id'].every((code) => client.summary().includes(code)),
      );
      const both = { start: onRevision.start, end: onDownRevision.end };
      const actions = await client.codeActions(project.uri(versionFile('a1b2c3d4e5f6')), both);
      const titles = actions.map(({ title }) => title);
      const firstSilencing = titles.findIndex((title) => title.startsWith('Disable '));
      const silencing = titles.slice(firstSilencing);
      // Alembic itself stops at the other.
      assert.ok(silencing.every((title) => title.startsWith('Disable placeholder-revision-id for this')));
      assert.equal(silencing.length, 2);
      assert.ok(titles.slice(0, firstSilencing).some((title) => title.includes("'7c40e8b95a13'")));
    });
  });

  test('the fixes of the worst finding come first', async () => {
    await withServer(projectFiles({ ...chain, a1b2c3d4e5f6: "'7c40e8b95a14'" }), async (client, project) => {
      const wanted = ['unknown-down-revision', 'placeholder-revision-id'];
      await client.until('both are found', () => wanted.every((code) => client.summary().includes(code)));
      const both = { start: { line: 0, character: 0 }, end: onDownRevision.end };
      const actions = await client.codeActions(project.uri(versionFile('a1b2c3d4e5f6')), both);
      const codes = actions
        .filter(({ title }) => !title.startsWith('Disable '))
        .flatMap(({ diagnostics }) => diagnostics ?? [])
        .map(({ code }) => String(code));
      assert.ok(wanted.every((code) => codes.includes(code)));
      assert.ok(codes.lastIndexOf('unknown-down-revision') < codes.indexOf('placeholder-revision-id'));
    });
  });

  test('in an unsaved buffer the edit carries the version of the document', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const uri = project.uri(versionFile('e05d27f1849a'));
      const text = project.read(versionFile('e05d27f1849a'));
      await client.open(uri, text);
      await client.edit(uri, text.replace("'7c40e8b95a13'", "'7c40e8b95a14'"));
      const action = await titled(
        client,
        project,
        'e05d27f1849a',
        onDownRevision,
        /^Change to '7c40e8b95a13'/,
      );
      const { edit } = await client.resolve(action);
      const [change] = edit?.documentChanges ?? [];
      assert.ok(change && 'textDocument' in change);
      assert.deepEqual(change.textDocument, { uri, version: 2 });
    });
  });

  test('two heads are merged by a new file that overwrites nothing', async () => {
    await withServer(
      projectFiles({ ...chain, '91be6c3a07f5': "'7c40e8b95a13'" }),
      async (client, project) => {
        await client.until('there are two heads', () => client.summary().includes('multiple-heads'));
        const action = await titled(client, project, '91be6c3a07f5', onRevision, /^Create a merge revision/);
        const resolved = await client.resolve(action);
        const [created] = resolved.edit?.documentChanges ?? [];
        assert.ok(created && 'kind' in created && created.kind === 'create');
        assert.deepEqual(created.options, { overwrite: false, ignoreIfExists: false });
        await apply(client, action);
        await client.untilDiagnostics();
        const merges = Object.values(await parents(client))['filter']((down) => down.length === 2);
        assert.deepEqual(
          merges.map((down) => [...down].sort()),
          [['91be6c3a07f5', 'e05d27f1849a']],
        );
      },
    );
  });

  test('a file that an action makes is shown then, where the client can', async () => {
    await withServer(
      projectFiles({ ...chain, '91be6c3a07f5': "'7c40e8b95a13'" }),
      async (client, project) => {
        await client.until('there are two heads', () => client.summary().includes('multiple-heads'));
        const actions = { merge: /^Create a merge revision/, move: /^Re-parent onto/ };
        const of = async (title: RegExp): Promise<CodeAction> =>
          client.resolve(await titled(client, project, '91be6c3a07f5', onRevision, title));
        const { edit, command } = await of(actions.merge);
        const created = edit?.documentChanges?.find((change) => 'kind' in change && change.kind === 'create');
        assert.ok(created && 'uri' in created);
        assert.equal(command?.command, 'alembicWorkbench.openRevision');
        assert.deepEqual(command.arguments, [{ uri: created.uri }]);
        assert.equal((await of(actions.move)).command, undefined);
      },
      { initializationOptions: { opensRevisions: true } },
    );
  });

  test('what is wrong in a config file can be disabled in the settings', async () => {
    const files = { ...projectFiles(chain), 'alembic.ini': '[alembic]\nscript_location = migration\n' };
    await withServer(
      files,
      async (client, project) => {
        await client.until('it is found', () => client.summary().includes('config-missing-script-directory'));
        const at = { line: 1, character: 20 };
        const actions = await client.codeActions(project.uri('alembic.ini'), { start: at, end: at });
        assert.deepEqual(
          actions.map(({ title }) => title),
          [
            'Change to migrations',
            'Initialise Alembic in migration…',
            'Disable config-missing-script-directory…',
          ],
        );
      },
      { initializationOptions: { disablesRules: true } },
    );
  });

  test('one head is put on top of the other', async () => {
    await withServer(
      projectFiles({ ...chain, '91be6c3a07f5': "'7c40e8b95a13'" }),
      async (client, project) => {
        await client.until('there are two heads', () => client.summary().includes('multiple-heads'));
        await apply(client, await titled(client, project, '91be6c3a07f5', onRevision, /^Re-parent onto/));
        await client.untilDiagnostics();
        assert.deepEqual((await parents(client))['91be6c3a07f5'], ['e05d27f1849a']);
      },
    );
  });

  test("a client that can't wait gets the edit at once", async () => {
    const { textDocument, ...others } = fullCapabilities;
    const capabilities = { ...others, textDocument: { ...textDocument, codeAction: {} } };
    await withServer(
      projectFiles({ ...chain, e05d27f1849a: "'7c40e8b95a14'" }),
      async (client, project) => {
        const action = await titled(
          client,
          project,
          'e05d27f1849a',
          onDownRevision,
          /^Change to '7c40e8b95a13'/,
        );
        assert.ok(action.edit);
      },
      { capabilities },
    );
  });

  test('nothing is offered where there is no finding', async () => {
    await withServer(projectFiles({ ...chain, e05d27f1849a: "'7c40e8b95a14'" }), async (client, project) => {
      const nowhere: Range = { start: { line: 14, character: 0 }, end: { line: 14, character: 0 } };
      assert.deepEqual(await client.codeActions(project.uri(versionFile('e05d27f1849a')), nowhere), []);
      assert.deepEqual(await client.codeActions('untitled:Untitled-1', nowhere), []);
    });
  });

  test("what can't be done is shown with the reason", async () => {
    const files = projectFiles({ ...chain, '91be6c3a07f5': "'7c40e8b95a13'" });
    files['migrations/script.py.mako'] = '<%include file="/elsewhere.mako"/>';
    await withServer(files, async (client, project) => {
      await client.until('there are two heads', () => client.summary().includes('multiple-heads'));
      const action = await titled(client, project, '91be6c3a07f5', onRevision, /^Create a merge revision/);
      assert.match(action.disabled?.reason ?? '', /script\.py\.mako/);
      assert.equal(action.isPreferred, undefined);
    });
  });
});
