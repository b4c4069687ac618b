import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { commands, env, extensions, languages, Uri, window, workspace } from 'vscode';
import type { TextDocument, TreeDataProvider } from 'vscode';
import { revisionFile, revisionTemplate } from '../../fixtures/alembicFiles';
import { eventually } from '../../fixtures/eventually';
import { historyRows, rowsBelow } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';

const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

suite('several environments in one workspace', () => {
  suiteSetup(() => {
    for (const name of ['billing', 'shop']) {
      write(`${name}/alembic.ini`, '[alembic]\nscript_location = migrations\n');
      write(`${name}/migrations/env.py`, '');
      write(`${name}/migrations/script.py.mako`, revisionTemplate);
      write(`${name}/migrations/versions/a1.py`, revisionFile('a1', null));
    }
    write('shop/migrations/versions/b2.py', revisionFile('b2', 'a1', { message: 'add carts' }));
    write('shop/migrations/versions/c3.py', revisionFile('c3', 'a1', { message: 'add taxes' }));
  });

  test('a folder without an environment becomes one with environments', async () => {
    const rows = await historyRows(
      'both are there',
      (all) => all.length === 2 && all[1]?.description === '2 heads · 3 revisions',
    );
    assert.deepEqual(
      rows.map(({ label, description, contextValue }) => ({ label, description, contextValue })),
      [
        {
          label: join('billing', 'alembic.ini'),
          description: '1 head · 1 revision',
          contextValue: 'environment',
        },
        {
          label: join('shop', 'alembic.ini'),
          description: '2 heads · 3 revisions',
          contextValue: 'environment',
        },
      ],
    );
  });

  test('each has its own revisions', async () => {
    const [, shop] = await historyRows('both are there', (all) => all.length === 2);
    const extension = extensions.getExtension<{ history: TreeDataProvider<unknown> }>(
      'alembic-workbench.alembic-workbench',
    );
    const children = (await extension?.exports.history.getChildren(shop?.node)) ?? [];
    assert.equal(children.length, 3);
  });

  test('Merge Heads asks for the environment, the heads and a message, and writes the revision without Python', async () => {
    const shown = await answering(
      {
        pick: (items, placeHolder) =>
          placeHolder.startsWith('Which Alembic environment')
            ? items.find(({ label }) => label.includes('shop'))
            : items.filter(({ label }) => !label.includes('More Options')),
        type: () => 'carts and taxes',
      },
      () => commands.executeCommand('alembicWorkbench.mergeHeads'),
    );
    assert.deepEqual(shown, []);
    const text = window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /^"""carts and taxes\n/);
    assert.match(text, /^down_revision = \('b2', 'c3'\)$|^down_revision = \('c3', 'b2'\)$/m);
    await historyRows('the shop has one head', (all) => all[1]?.description === '1 head · 4 revisions');
  });

  test('Merge Heads has nothing to merge where there is one head', async () => {
    const shown = await answering(
      { pick: (items) => items.find(({ label }) => label.includes('billing')) },
      () => commands.executeCommand('alembicWorkbench.mergeHeads'),
    );
    assert.deepEqual(
      shown.map(({ message }) => message),
      ['There is one head, a1, so there is nothing to merge.'],
    );
  });

  test('a file that was deleted while it is open is not there for a new server either', async () => {
    const lost = (name: string): string => {
      const path = `billing/migrations/versions/${name}.py`;
      write(path, revisionFile(name, 'nowhere'));
      return join(folder, path);
    };
    const isTold = (path: string): boolean => languages.getDiagnostics(Uri.file(path)).length > 0;
    const open = async (path: string): Promise<TextDocument> => {
      const { document } = await window.showTextDocument(Uri.file(path), { preview: false });
      await eventually(`${basename(path)} is told`, () => isTold(path));
      return document;
    };
    const gone = lost('gone');
    const document = await open(gone);
    rmSync(gone);
    await commands.executeCommand('alembicWorkbench.restartServer');
    assert.ok(!document.isClosed && !document.isDirty);
    // What comes after it shows how far the new server is.
    const other = lost('other');
    await open(other);
    assert.ok(!isTold(gone));
    await commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(other);
    await commands.executeCommand('alembicWorkbench.restartServer');
    await historyRows('one is left', (all) => all[0]?.description === '1 head · 1 revision');
  });

  test('Restart Server brings everything back', async () => {
    // Pressed again and again: all are answered, and one server runs in the end.
    await Promise.all([1, 2, 3].map(() => commands.executeCommand('alembicWorkbench.restartServer')));
    await historyRows('both are there', (all) => all.length === 2);
  });

  test('what a server said is forgotten when another one runs, which counts from the beginning', async () => {
    await commands.executeCommand('alembicWorkbench.restartServer');
    const [billing] = await historyRows('both are there', (all) => all.length === 2);
    assert.ok(billing);
    const below = await eventually(
      'its revisions are there',
      () => rowsBelow(billing),
      (rows) => rows.length > 0,
    );
    assert.deepEqual(
      below.map(({ label }) => label),
      ['a1'],
    );
    const restarted = commands.executeCommand('alembicWorkbench.restartServer');
    write('billing/migrations/versions/d4.py', revisionFile('d4', 'a1', { message: '' }));
    await restarted;
    const [after] = await historyRows('the new one is there', (all) => {
      return all[0]?.description === '1 head · 2 revisions';
    });
    assert.ok(after);
    assert.deepEqual(
      (await rowsBelow(after)).map(({ label, description }) => [label, description]),
      [
        ['d4', 'head'],
        ['a1', 'base · a1'],
      ],
    );
  });

  test('Refresh asks again', async () => {
    await commands.executeCommand('alembicWorkbench.refresh');
    await historyRows('both are there', (all) => all.length === 2);
  });

  test('Show in History selects the row of the file in the editor, in whichever environment it is', async () => {
    for (const [name, id] of [
      ['shop/migrations/versions/b2.py', 'b2'],
      ['billing/migrations/versions/a1.py', 'a1'],
    ] as const) {
      await window.showTextDocument(Uri.file(join(folder, name)));
      assert.deepEqual(
        await answering({}, () => commands.executeCommand('alembicWorkbench.showInHistory')),
        [],
      );
      await selectedRowIs(id);
    }
  });

  test('Show in History says what to do where the editor has no revision', async () => {
    await window.showTextDocument(Uri.file(join(folder, 'shop/migrations/env.py')));
    const shown = await answering({}, () => commands.executeCommand('alembicWorkbench.showInHistory'));
    assert.deepEqual(
      shown.map(({ message }) => message),
      ['The active editor has no revision of the history; open a revision file first.'],
    );
  });

  test('Show in History finds rows of a long history, which comes in pieces', async () => {
    write('long/alembic.ini', '[alembic]\nscript_location = migrations\n');
    write('long/migrations/env.py', '');
    write('long/migrations/script.py.mako', revisionTemplate);
    const id = (at: number): string => `r${String(at).padStart(4, '0')}`;
    const file = (at: number): string => `long/migrations/versions/${id(at)}.py`;
    for (let at = 0; at < 2200; at++) write(file(at), revisionFile(id(at), at === 0 ? null : id(at - 1)));
    await commands.executeCommand('alembicWorkbench.refresh');
    await historyRows('all are read', (all) =>
      all.some(({ description }) => description === '1 head · 2200 revisions'),
    );
    // In the third piece, at the edge of the first, and, as from a menu, of a file that is not in the editor.
    for (const at of [7, 1200]) {
      await window.showTextDocument(Uri.file(join(folder, file(at))));
      assert.deepEqual(
        await answering({}, () => commands.executeCommand('alembicWorkbench.showInHistory')),
        [],
      );
      await selectedRowIs(id(at));
    }
    const argument = Uri.file(join(folder, file(1199)));
    assert.deepEqual(
      await answering({}, () => commands.executeCommand('alembicWorkbench.showInHistory', argument)),
      [],
    );
    await selectedRowIs(id(1199));
  });
});

/**
 * Waits until the row that is selected in the view is that of a revision, by what a key of the view copies.
 */
async function selectedRowIs(id: string): Promise<void> {
  await env.clipboard.writeText('');
  await eventually(
    `${id} is selected`,
    async () => {
      await commands.executeCommand('alembicWorkbench.copyRevisionId', 'selectedRow');
      return await env.clipboard.readText();
    },
    (copied) => copied === id,
  );
}

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
