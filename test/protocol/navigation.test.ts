import assert from 'node:assert/strict';
import type {
  CompletionItem,
  Hover,
  Location,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { applyWorkspaceEdit } from './applyWorkspaceEdit';
import type { TemporaryProject } from './temporaryProject';
import { projectFiles, versionFile } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

const chain = { aaa1: 'None', bbb2: "'aaa1'", ccc3: "('aaa1', 'bbb2')" };

/** The parameters of a position request on the first place of `text` in a revision's file, one character into it. */
function on(project: TemporaryProject, id: string, text: string): unknown {
  const lines = project.read(versionFile(id)).split('\n');
  const line = lines.findIndex((one) => one.includes(text));
  const character = (lines[line] ?? '').indexOf(text) + 1;
  return { textDocument: { uri: project.uri(versionFile(id)) }, position: { line, character } };
}

function places(locations: readonly Location[]): string[] {
  return locations
    .map(
      ({ uri, range }) =>
        `${uri.slice(uri.lastIndexOf('/') + 1)} ${range.start.line}:${range.start.character}`,
    )
    .sort();
}

async function hover(client: TestClient, position: unknown): Promise<Hover | null> {
  return client.connection.sendRequest('textDocument/hover', position);
}

suite('navigation', () => {
  test('hover on a parent describes it with links', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const shown = await hover(client, on(project, 'bbb2', "'aaa1'"));
      assert.deepEqual(shown?.range, {
        start: { line: 11, character: 16 },
        end: { line: 11, character: 22 },
      });
      const link = (id: string): string => `[\`${id}\`](${project.uri(versionFile(id))})`;
      assert.deepEqual(shown.contents, {
        kind: 'markdown',
        value: `**${link('aaa1')}** make aaa1 (base)\n\nRevised by: ${link('bbb2')} make bbb2; ${link('ccc3')} make ccc3`,
      });
    });
  });

  test('hover says nothing elsewhere, and of what does not exist', async () => {
    await withServer(
      { ...projectFiles({ ...chain, bbb2: "'gone'" }), 'app.py': "x = 'aaa1'" },
      async (client, project) => {
        assert.equal(await hover(client, on(project, 'bbb2', "'gone'")), null);
        assert.equal(await hover(client, on(project, 'bbb2', 'upgrade')), null);
        const elsewhere = {
          textDocument: { uri: project.uri('app.py') },
          position: { line: 0, character: 6 },
        };
        assert.equal(await hover(client, elsewhere), null);
      },
    );
  });

  test('the definition of a parent is where its id is written', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const found: Location[] = await client.connection.sendRequest(
        'textDocument/definition',
        on(project, 'ccc3', "'bbb2'"),
      );
      assert.deepEqual(places(found), ['bbb2_make.py 10:11']);
    });
  });

  test('references are the places that name a revision', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const ask = (includeDeclaration: boolean): Promise<Location[]> =>
        client.connection.sendRequest('textDocument/references', {
          ...(on(project, 'aaa1', "'aaa1'") as object),
          context: { includeDeclaration },
        });
      assert.deepEqual(places(await ask(false)), ['bbb2_make.py 11:16', 'ccc3_make.py 11:17']);
      assert.deepEqual(places(await ask(true)), [
        'aaa1_make.py 10:11',
        'bbb2_make.py 11:16',
        'ccc3_make.py 11:17',
      ]);
    });
  });

  test('symbols of the workspace are found by id and message', async () => {
    await withServer(projectFiles(chain), async (client) => {
      const ask = (query: string): Promise<SymbolInformation[]> =>
        client.connection.sendRequest('workspace/symbol', { query });
      assert.deepEqual((await ask('')).length, 3);
      const [found, ...others] = await ask('BBB make');
      assert.deepEqual(others, []);
      assert.equal(found?.name, 'bbb2 make bbb2');
      assert.equal(found.containerName, 'alembic.ini');
      assert.deepEqual(places([found.location]), ['bbb2_make.py 10:11']);
    });
  });
});

suite('rename', () => {
  test('an id is renamed wherever it is written, from a place that names it', async () => {
    await withServer(projectFiles({ ...chain, ccc3: "'bbb2'" }), async (client, project) => {
      const position = on(project, 'bbb2', "'aaa1'") as object;
      const target = await client.connection.sendRequest('textDocument/prepareRename', position);
      const range = { start: { line: 11, character: 16 }, end: { line: 11, character: 22 } };
      assert.deepEqual(target, { range, placeholder: 'aaa1' });
      const edit: WorkspaceEdit = await client.connection.sendRequest('textDocument/rename', {
        ...position,
        newName: 'first',
      });
      applyWorkspaceEdit(edit);
      assert.match(project.read('migrations/versions/first_make.py'), /^revision = 'first'$/m);
      assert.match(project.read(versionFile('bbb2')), /^down_revision = 'first'$/m);
      assert.match(project.read(versionFile('bbb2')), /^Revises: first$/m);
    });
  });

  test('a name that Alembic would refuse is refused with the reason', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const position = on(project, 'bbb2', "'aaa1'") as object;
      const rename = client.connection.sendRequest('textDocument/rename', { ...position, newName: 'a@b' });
      await assert.rejects(rename, /@/);
      assert.equal(
        await client.connection.sendRequest('textDocument/prepareRename', on(project, 'bbb2', 'upgrade')),
        null,
      );
    });
  });
});

suite('completion', () => {
  test('the revisions that a parent can be, heads first, replacing what stands between the quotes', async () => {
    await withServer(projectFiles({ ...chain, ccc3: "'bbb2'", ddd4: "'xyz'" }), async (client, project) => {
      const items: CompletionItem[] = await client.connection.sendRequest(
        'textDocument/completion',
        on(project, 'ddd4', "'xyz'"),
      );
      assert.deepEqual(
        items.map(({ label }) => label),
        ['ccc3', 'bbb2', 'aaa1'],
      );
      const range = { start: { line: 11, character: 17 }, end: { line: 11, character: 20 } };
      assert.deepEqual(items[0]?.textEdit, { range, newText: 'ccc3' });
      assert.equal(items[0]?.filterText, 'ccc3 make ccc3');
    });
  });

  test('nothing elsewhere', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      for (const place of ["'bbb2'", 'upgrade']) {
        const position = on(project, 'bbb2', place);
        assert.deepEqual(await client.connection.sendRequest('textDocument/completion', position), []);
      }
    });
  });
});
