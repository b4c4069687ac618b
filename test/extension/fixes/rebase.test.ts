import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { commands, Range, Uri, window, workspace } from 'vscode';
import type { CodeAction, QuickPickItem } from 'vscode';
import { revisionFile, revisionTemplate } from '../../fixtures/alembicFiles';
import { eventually } from '../../fixtures/eventually';
import { historyRows, rowsBelow } from '../../fixtures/historyView';
import { answering } from '../../fixtures/person';
import { writeFiles } from '../../fixtures/writeFiles';

const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'zz-shop');
const versions = join(folder, 'migrations', 'versions');
const key = `${join(folder, 'alembic.ini')}#alembic`;

// Before all suites, so that it is there with the others.
suiteSetup(() => {
  const files = {
    'alembic.ini': '[alembic]\nscript_location = migrations\n',
    'migrations/env.py': '',
    'migrations/script.py.mako': revisionTemplate,
    'migrations/versions/0001_start.py': revisionFile('0001', null, { message: 'start' }),
    'migrations/versions/0002_theirs.py': revisionFile('0002', '0001', { message: 'theirs' }),
    'migrations/versions/0003_mine.py': revisionFile('0003', '0001', { message: 'mine' }),
    'migrations/versions/0004_more.py': revisionFile('0004', '0003', { message: 'more of mine' }),
  };
  writeFiles(folder, files);
});

suite('fixes: moving revisions', () => {
  test('the rows of several heads offer it, and no others', async () => {
    await environmentKnown();
    assert.deepEqual(await movableRows(), ['more of mine', 'theirs']);
  });

  test('a fix that changes a file which is not open says which, and undoes it', async () => {
    await environmentKnown();
    const { document } = await window.showTextDocument(Uri.file(join(versions, '0004_more.py')));
    const before = text('0003_mine.py');
    const action = await eventually('the fix is offered', async () => {
      const range = new Range(0, 0, document.lineCount, 0);
      const provider = 'vscode.executeCodeActionProvider';
      const found = await commands.executeCommand<CodeAction[]>(provider, document.uri, range, undefined, 50);
      return found.find(({ title }) => title.startsWith('Re-parent onto'));
    });
    assert.ok(action?.edit && action.command);
    const { edit, command } = action;
    assert.ok(await workspace.applyEdit(edit));
    const shown = await answering({ press: () => 'Undo' }, () => commands.executeCommand(command.command));
    assert.match(shown[0]?.message ?? '', /^Re-parent onto .*\. Changed: 0003_mine\.py\.$/);
    await eventually('it is as before', async () => {
      const changed = await workspace.openTextDocument(join(versions, '0003_mine.py'));
      return changed.getText() === before;
    });
    await workspace.saveAll();
  });

  test('a chain moves from its row on top of the other head, with new numbers, after a preview', async () => {
    await environmentKnown();
    const lists: (readonly QuickPickItem[])[] = [];
    let isRenumbered = false;
    const shown = await answering(
      {
        pick: (items, placeHolder) => {
          lists.push(items);
          if (placeHolder !== 'Nothing is changed yet') return undefined;
          if (isRenumbered) return items[0];
          isRenumbered = true;
          return items.find(({ label }) => label.includes('Renumber'));
        },
      },
      () => commands.executeCommand('alembicWorkbench.rebase', { environmentKey: key, revisionId: '0004' }),
    );
    assert.deepEqual(
      shown.map(({ message }) => message),
      ['Moved 2 revisions on top of "theirs". Changed: 0003_mine.py.'],
    );
    assert.equal(lists.length, 2, 'nothing else is asked');
    assert.deepEqual(
      lists[0]?.filter(({ detail }) => detail).map(({ description, detail }) => `${description} | ${detail}`),
      ['0003 | parent 0001 → 0002 · 0003_mine.py', '0004 | parent stays 0003 · 0004_more.py'],
    );
    assert.match(lists[0][0]?.label ?? '', /Move 2 revisions on top of theirs/);
    await eventually(
      'the files are renamed',
      () => readdirSync(versions).sort(),
      (names) =>
        names.includes('0004_more.py') &&
        names.includes('0003_mine.py') &&
        text('0003_mine.py').includes('"0002"'),
    );
    assert.match(text('0004_more.py'), /^down_revision = "0003"$/m);
  });

  test('Re-parent onto… shows what comes of each parent, leaves out what would give a cycle, and undoes', async () => {
    await historyRows('it is one chain', (rows) =>
      rows.some(({ label, description }) => label.includes('zz-shop') && description.startsWith('1 head')),
    );
    await commands.executeCommand('workbench.action.closeAllEditors');
    const before = text('0004_more.py');
    const lists: (readonly QuickPickItem[])[] = [];
    const reparent = (revisionId: string, press: (message: string) => string | undefined) =>
      answering(
        {
          pick: (items) => {
            lists.push(items);
            return items.find(({ description }) => description?.startsWith('0002')) ?? items[0];
          },
          press,
        },
        () => commands.executeCommand('alembicWorkbench.reparent', { environmentKey: key, revisionId }),
      );
    const refused = await reparent('0002', () => undefined);
    assert.match(refused[0]?.message ?? '', /no other revision that can be its parent/);
    const shown = await reparent('0004', () => 'Undo');
    const [parents, preview] = lists;
    assert.deepEqual(
      parents?.map(({ description, detail }) => `${description}: ${detail}`),
      ['0002: 2 heads', '0001: 2 heads', '0003 · present parent: nothing changes'],
    );
    assert.equal(preview?.[0]?.detail, '2 heads · no longer after "mine" (0003)');
    assert.equal(preview[2]?.detail, 'down_revision = "0003" → down_revision = "0002"');
    const [told] = shown;
    assert.equal(
      told?.message,
      '"more of mine" (0004) now builds on "theirs" (0002). Changed: 0004_more.py.',
    );
    assert.deepEqual(told.buttons, ['Undo', 'Show Changes']);
    await eventually('it is as before', () => text('0004_more.py') === before);
  });

  test('Generate New Revision Id is for the revision in the editor; children and file name follow', async () => {
    await environmentKnown();
    await window.showTextDocument(await workspace.openTextDocument(join(versions, '0002_theirs.py')));
    let preview: readonly QuickPickItem[] = [];
    const shown = await answering(
      {
        pick: (items) => {
          preview = items;
          return items[0];
        },
      },
      () => commands.executeCommand('alembicWorkbench.newRevisionId'),
    );
    assert.match(preview[0]?.label ?? '', /Give 0002 a new id: [0-9a-f]{12}$/);
    assert.ok(preview.some(({ label, description }) => label.includes('0002_theirs.py') && description));
    assert.equal(shown.length, 1);
    assert.match(shown[0]?.message ?? '', /0003_mine\.py/);
    const names = await eventually(
      'the file is renamed',
      () => readdirSync(versions),
      (all) => all.some((name) => /^[0-9a-f]{12}_theirs\.py$/.test(name)),
    );
    const id = names.find((name) => name.endsWith('_theirs.py'))?.slice(0, 12) ?? '';
    await eventually(
      'the child follows',
      () => text('0003_mine.py'),
      (child) => child.includes(`down_revision = "${id}"`),
    );
  });

  test('with one head there is nothing to move, and no row offers it', async () => {
    assert.deepEqual(await movableRows(), []);
    const shown = await answering({}, () =>
      commands.executeCommand('alembicWorkbench.rebase', { environmentKey: key, revisionId: '0004' }),
    );
    assert.match(shown.map(({ message }) => message).join(), /one head, so there is nothing to move/);
  });
});

async function environmentKnown(): Promise<void> {
  await historyRows('the shop is there', (rows) => rows.some(({ label }) => label.includes('zz-shop')));
}

async function movableRows(): Promise<readonly string[]> {
  const rows = await historyRows('the shop is there', (all) =>
    all.some(({ label }) => label.includes('zz-shop')),
  );
  const shop = rows.find(({ label }) => label.includes('zz-shop'));
  const below = shop ? await rowsBelow(shop) : [];
  return below
    .filter(({ contextValue }) => /^revision.*\.movable$/.test(contextValue))
    .map(({ label }) => label)
    .sort();
}

function text(name: string): string {
  return readFileSync(join(versions, name), 'utf8');
}
