import assert from 'node:assert/strict';
import type {
  CompletionItem,
  Hover,
  Location,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { listEnvironments } from '../../server/protocol/environments';
import { readOperationWords } from '../../server/protocol/graph';
import { applyWorkspaceEdit } from './applyWorkspaceEdit';
import type { TemporaryProject } from './temporaryProject';
import { projectFiles, revisionText, versionFile } from './temporaryProject';
import type { TestClient } from './testClient';
import { withServer } from './withServer';

const chain = { aaa1: 'None', bbb2: "'aaa1'", ccc3: "('aaa1', 'bbb2')" };

/**
 * The parameters of a position request on the first place of `text` in a revision's file, one character into
 * it.
 */
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

  test('hover on a revision whose parent only running the file would tell calls it no base', async () => {
    await withServer(projectFiles({ aaa1: 'parent()', bbb2: "'aaa1'" }), async (client, project) => {
      const shown = await hover(client, on(project, 'bbb2', "'aaa1'"));
      const link = (id: string): string => `[\`${id}\`](${project.uri(versionFile(id))})`;
      assert.deepEqual(shown?.contents, {
        kind: 'markdown',
        value: `**${link('aaa1')}** make aaa1\n\nRevised by: ${link('bbb2')} make bbb2\n\nOnly running the file would tell \`down_revision\`.`,
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
      const range = { start: { line: 11, character: 17 }, end: { line: 11, character: 21 } };
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

  test('a name that Alembic does not load is refused with the reason', async () => {
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

suite('rename: where, and to what', () => {
  const prepare = (client: TestClient, params: object): Promise<unknown> =>
    client.connection.sendRequest('textDocument/prepareRename', params);
  const at = (project: TemporaryProject, id: string, line: number, character: number): object => ({
    textDocument: { uri: project.uri(versionFile(id)) },
    position: { line, character },
  });
  const inLine = (line: number, start: number, placeholder: string): object => ({
    range: { start: { line, character: start }, end: { line, character: start + placeholder.length } },
    placeholder,
  });

  test('in the docstring, in the header and in depends_on by the whole id; nowhere else', async () => {
    const dependent = revisionText('ccc3', "'bbb2'").replace(
      'depends_on = None',
      "depends_on = ['aaa1', 'bbb', 'shop@aaa1', 'shop']",
    );
    const labelled = revisionText('aaa1', 'None').replace('branch_labels = None', "branch_labels = 'shop'");
    const files = {
      ...projectFiles(chain),
      [versionFile('ccc3')]: dependent,
      [versionFile('aaa1')]: labelled,
    };
    await withServer(files, async (client, project) => {
      assert.deepEqual(await prepare(client, at(project, 'bbb2', 2, 15)), inLine(2, 13, 'bbb2'));
      assert.deepEqual(await prepare(client, at(project, 'bbb2', 3, 9)), inLine(3, 9, 'aaa1'));
      assert.deepEqual(await prepare(client, at(project, 'bbb2', 10, 12)), inLine(10, 12, 'bbb2'));
      assert.deepEqual(await prepare(client, at(project, 'ccc3', 13, 17)), inLine(13, 15, 'aaa1'));
      const elsewhere = { 'a part of an id': 24, 'label@id': 35, 'a label': 44 };
      for (const [what, character] of Object.entries(elsewhere))
        assert.equal(await prepare(client, at(project, 'ccc3', 13, character)), null, what);
      assert.equal(await prepare(client, at(project, 'bbb2', 0, 5)), null, 'the message');
      const edit: WorkspaceEdit = await client.connection.sendRequest('textDocument/rename', {
        ...at(project, 'bbb2', 3, 10),
        newName: 'first',
      });
      applyWorkspaceEdit(edit);
      assert.match(
        project.read(versionFile('ccc3')),
        /^depends_on = \['first', 'bbb', 'shop@aaa1', 'shop'\]$/m,
      );
      assert.match(project.read(versionFile('bbb2')), /^Revises: first$/m);
    });
  });

  test('an id that is taken, not allowed, too long, hard to name, or would close a loop: one sentence each', async () => {
    const labelled = revisionText('aaa1', "'gone'").replace('branch_labels = None', "branch_labels = 'shop'");
    await withServer({ ...projectFiles(chain), [versionFile('aaa1')]: labelled }, async (client, project) => {
      const reasons = {
        aaa1: 'aaa1_make.py has the id aaa1 already; choose another one.',
        bbb2: 'The revision is called bbb2 already.',
        shop: 'shop is a branch label already; choose another id.',
        'a@b-c': 'Alembic does not allow - @ in a revision id; choose another one.',
        'a b': 'A revision id with blanks, quotes or backslashes is hard to name; choose another one.',
        '': 'A revision id needs at least one character.',
        ['x'.repeat(33)]:
          "The id has 33 characters and Alembic's version table holds 32; choose a shorter one.",
        gone: 'bbb2 builds on aaa1, which names gone, so that this would make a cycle; choose another id.',
      };
      for (const [newName, reason] of Object.entries(reasons)) {
        const rename = client.connection.sendRequest('textDocument/rename', {
          ...at(project, 'bbb2', 10, 13),
          newName,
        });
        await assert.rejects(rename, { message: reason });
      }
    });
  });

  test('of two files with one id, the one that it is written in is renamed; from elsewhere it is refused', async () => {
    const files = {
      ...projectFiles({ ...chain, ccc3: "'bbb2'" }),
      'migrations/versions/twin.py': revisionText('bbb2', "'aaa1'", 'twin'),
    };
    await withServer(files, async (client, project) => {
      for (const name of ['migrations/versions/twin.py', versionFile('bbb2')]) {
        const uri = project.uri(name);
        const place = { textDocument: { uri }, position: { line: 10, character: 13 } };
        const edit: WorkspaceEdit = await client.connection.sendRequest('textDocument/rename', {
          ...place,
          newName: 'own4',
        });
        const edited = (edit.documentChanges ?? []).flatMap((change) =>
          'textDocument' in change ? [change.textDocument.uri] : [],
        );
        assert.deepEqual(edited, [uri]);
      }
      const reason = /^bbb2 is the id of bbb2_make\.py and twin\.py; rename it in one of these files\.$/;
      await assert.rejects(prepare(client, at(project, 'ccc3', 11, 18)), { message: reason });
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

suite('files that are gone', () => {
  test('one that goes away before anybody tells of it is no answer to anything', async () => {
    await withServer(projectFiles(chain), async (client, project) => {
      const inGone = on(project, 'bbb2', "'aaa1'");
      const toGone = on(project, 'ccc3', "'bbb2'");
      project.remove(versionFile('bbb2'));
      const ask = (method: string, params: unknown): Promise<unknown> =>
        client.connection.sendRequest(`textDocument/${method}`, params);
      for (const method of ['hover', 'prepareRename']) assert.equal(await ask(method, inGone), null, method);
      for (const method of ['definition', 'completion'])
        assert.deepEqual(await ask(method, inGone), [], method);
      assert.deepEqual(await ask('definition', toGone), []);
      const { environments } = await client.request(listEnvironments, null);
      const environment = environments[0]?.key ?? '';
      const uris = [project.uri(versionFile('bbb2'))];
      assert.deepEqual(await client.request(readOperationWords, { environment, uris }), [null]);
    });
  });
});
