import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { revisionFile } from '../fixtures/alembicFiles';
import { eventually } from '../fixtures/eventually';
import { copySampleProject } from '../fixtures/sampleProject';
import { Workbench } from './workbench';

suite('the history without a mouse', () => {
  let folder = '';
  let workbench: Workbench;

  suiteSetup(async () => {
    folder = copySampleProject('bookshop');
    writeFileSync(
      join(folder, 'migrations', 'versions', 'f00_words.py'),
      revisionFile('f00', '1eefc6b8b898', { message: 'say $(trash) as it is' }),
    );
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there', (rows) => rows.length > 10);
    await workbench.runCommand('Alembic: Focus on History View');
  });
  suiteTeardown(() => workbench?.close());

  test('is walked with the arrows, Home, End and by typing', async () => {
    const labels = (await workbench.tree('History').rows()).map(({ label }) => label);
    await press('Home', labels[0]);
    await press('ArrowDown', labels[1]);
    await press('ArrowDown', labels[2]);
    await press('ArrowUp', labels[1]);
    await press('End', 'create authors and books');
    await press('Home', labels[0]);
    await workbench.page.keyboard.type('merge rev');
    await focusedOn('merge reviews and genres');
  });

  test('opens a revision with Enter, and its menu with Shift+F10', async () => {
    const { page, editor } = workbench;
    await page.keyboard.press('Enter');
    await editor.waitForTitle('merge_reviews_and_genres');
    const place = await eventually(
      'the cursor has a place',
      () => page.locator('.statusbar-item[id="status.editor.selection"]').innerText(),
      (text) => text.includes('Ln '),
    );
    assert.ok(!place.includes('selected'), place);
    assert.ok(!place.includes('Ln 1,'), 'it stands in upgrade()');
    await workbench.runCommand('Alembic: Focus on History View');
    await focusedOn('merge reviews and genres');
    await page.keyboard.press('Shift+F10');
    const entries = page.locator('.context-view .action-item .action-label');
    const texts = await eventually(
      'the menu is open',
      async () => (await entries.allInnerTexts()).map((text) => text.trim()),
      (found) => found.includes('Upgrade to Here…'),
    );
    assert.ok(texts.includes('Copy Revision Id'), texts.join(', '));
    await workbench.screenshot('history-menu-by-keyboard');
    await page.keyboard.press('Escape');
    await entries.first().waitFor({ state: 'hidden' });
    await focusedOn('merge reviews and genres');
  });

  test('Show in History leads from a file to its row, with the keys on it', async () => {
    await workbench.openFile('2183734bd31c_add_reviews.py');
    await workbench.runCommand('Alembic: Show in History');
    await focusedOn('add reviews');
    await workbench.screenshot('show-in-history');
    await press('ArrowDown', 'seed the first genres');
  });

  test('what a message says is shown as it is, not as an icon', async () => {
    await workbench.runCommand('Alembic: Edit Revision…');
    await workbench.quickInput.waitFor('Which revision?');
    const [row] = await workbench.quickInput.rows();
    assert.equal(row?.label.replaceAll('\u200B', ''), 'say $(trash) as it is');
    await workbench.quickInput.cancel();
  });

  test('the status bar says of which environment it speaks where there are several', async () => {
    const status = (text: string): Promise<unknown> =>
      eventually(
        `the status bar says "${text}"`,
        () => workbench.statusTexts(),
        (texts) => texts.includes(text),
      );
    await status('Alembic');
    mkdirSync(join(folder, 'billing', 'migrations', 'versions'), { recursive: true });
    for (const [name, text] of Object.entries({
      'alembic.ini': '[alembic]\nscript_location = migrations\n',
      'migrations/env.py': '',
      'migrations/versions/a1.py': revisionFile('a1', null),
      'migrations/versions/b2.py': revisionFile('b2', null),
    }))
      writeFileSync(join(folder, 'billing', name), text);
    await workbench.runCommand('Alembic: Refresh');
    await status('Alembic · alembic.ini');
    await workbench.openPath('billing/migrations/versions/a1.py');
    await status('2 heads · billing/alembic.ini');
    await workbench.screenshot('status-several-environments');
  });

  async function press(key: string, label: string | undefined): Promise<void> {
    await workbench.page.keyboard.press(key);
    await focusedOn(label ?? '');
  }

  /** Waits until the row with the label is the one that keys go to. */
  async function focusedOn(label: string): Promise<void> {
    await eventually(
      `the focus is on "${label}"`,
      () =>
        workbench.page
          .locator('.pane .monaco-list:focus-within .monaco-list-row.focused .label-name')
          .allInnerTexts(),
      (texts) => texts.length === 1 && texts[0] === label,
    );
  }
});
