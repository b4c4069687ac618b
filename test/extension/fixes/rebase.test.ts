import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { commands, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
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
    assert.deepEqual(shown, []);
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

  test('Re-parent onto… asks for the parent, and refuses a cycle', async () => {
    await environmentKnown();
    const shown = await answering(
      { pick: (items) => items.find(({ description }) => description?.startsWith('0004')) },
      () => commands.executeCommand('alembicWorkbench.reparent', { environmentKey: key, revisionId: '0002' }),
    );
    assert.match(shown.map(({ message }) => message).join(), /cycle/);
  });

  test('Generate New Revision Id is for the revision in the editor; children and file name follow', async () => {
    await environmentKnown();
    await window.showTextDocument(await workspace.openTextDocument(join(versions, '0002_theirs.py')));
    const shown = await answering({}, () => commands.executeCommand('alembicWorkbench.newRevisionId'));
    assert.deepEqual(shown, []);
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
