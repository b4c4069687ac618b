import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { copySampleProject } from '../fixtures/sampleProject';
import { eventually } from '../fixtures/eventually';
import { Workbench } from './workbench';

suite('migrating the sample, as a person does', () => {
  let workbench: Workbench;

  suiteSetup(async () => {
    workbench = await Workbench.open(copySampleProject('bookshop'));
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there');
  });
  suiteTeardown(() => workbench?.close());

  const status = (text: string): Promise<unknown> =>
    eventually(
      `the status bar says ${text}`,
      () => workbench.statusTexts(),
      (texts) => texts.includes(text),
    );
  const head = '.statusbar-item[id$="alembicWorkbench.heads"] a';

  test('before a database was asked the status bar offers to ask it', async () => {
    await status('Alembic');
    await workbench.page.locator(head).click();
    await workbench.quickInput.waitFor('What next?');
    const labels = (await workbench.quickInput.rows()).map(({ label }) => label);
    assert.match(labels[0] ?? '', /Show Current$/);
    await workbench.screenshot('status-choices');
    await workbench.quickInput.cancel();
  });

  test('Show Current marks where the database stands', async () => {
    await workbench.runCommand('Alembic: Show Current');
    await workbench.notifications.waitFor('stands at "add isbn to books" (9e397b4b)');
    await workbench
      .tree('History')
      .waitForRows('it is marked', (rows) =>
        rows.some(
          ({ label, description }) => label === 'add isbn to books' && description.includes('current'),
        ),
      );
    await status('bookshop.db: 3 pending');
    await workbench.screenshot('show-current');
  });

  test('after a reload the marks are there, as those of an answer that is old', async () => {
    await workbench.page.reload();
    await workbench.page.locator('.monaco-workbench .statusbar').waitFor();
    await status('bookshop.db: 3 pending?');
    await workbench.openContainer('Alembic');
    await workbench
      .tree('History')
      .waitForRows('its marks are old', (rows) =>
        rows.some(({ accessibleName }) => accessibleName.includes('applied, as of ')),
      );
    await workbench.screenshot('marks-as-of');
  });

  test('Upgrade from the palette to the end', async () => {
    await workbench.runCommand('Alembic: Upgrade…');
    await workbench.quickInput.waitFor('Upgrade to');
    await workbench.screenshot('upgrade-pick');
    await workbench.quickInput.choose('head');
    const { text, buttons } = await workbench.dialog.read();
    await workbench.screenshot('upgrade-confirm');
    assert.match(text, /Upgrade bookshop\.db to head\?/);
    assert.match(text, /3\. add loyalty points, index orders/);
    assert.deepEqual([...buttons].sort(), ['Back Up First…', 'Cancel', 'Upgrade']);
    await workbench.dialog.press('Upgrade');
    await workbench.notifications.waitFor('3 revisions ran');
    await workbench
      .tree('History')
      .waitForRows('the head is current', ([head]) => Boolean(head?.description.includes('current')));
    await workbench.screenshot('upgrade-done');
  });

  test('Downgrade to Just Before Here from a row', async () => {
    await workbench.tree('History').chooseFromMenu('add stock movements', 'Downgrade to Just Before Here');
    const { text } = await workbench.dialog.read();
    await workbench.screenshot('downgrade-confirm');
    assert.match(text, /Downgrade bookshop\.db to 617a1c545f8c\?/);
    await workbench.dialog.press('Downgrade');
    await workbench.notifications.waitFor('2 revisions ran');
    await workbench.screenshot('downgrade-done');
  });

  test('New Revision opens its file', async () => {
    await workbench.runCommand('Alembic: New Revision…');
    await workbench.quickInput.waitFor('What does the revision do?');
    await workbench.quickInput.type('add gift cards');
    await workbench.quickInput.accept();
    await workbench.quickInput.choose('Empty');
    await workbench.editor.waitForTitle('add_gift_cards');
    await workbench
      .tree('History')
      .waitForRows('it is the head', ([head]) => head?.label === 'add gift cards');
    await workbench.screenshot('new-revision');
  });
});

suite('the broken sample', () => {
  let workbench: Workbench;

  suiteSetup(async () => {
    workbench = await Workbench.open(copySampleProject('bookshop-broken'));
  });
  suiteTeardown(() => workbench?.close());

  test('its history and its problems', async () => {
    await workbench.openContainer('Alembic');
    await workbench
      .tree('History')
      .waitForRows('the missing revision is there', (rows) =>
        rows.some(({ description }) => description.includes('missing')),
      );
    await workbench.page.locator('.statusbar-item', { hasText: 'history broken' }).locator('a').click();
    await workbench.problems.waitFor('they are there', (rows) => rows.length > 0);
    await workbench.screenshot('broken-history');
  });
});

suite('an empty window', () => {
  test('the history says what to do', async () => {
    const workbench = await Workbench.open(undefined);
    try {
      await workbench.openContainer('Alembic');
      await eventually(
        'a welcome',
        () => workbench.tree('History').welcome(),
        (text) => text.includes('Open the folder'),
      );
      await workbench.screenshot('no-workspace');
    } finally {
      await workbench.close();
    }
  });
});

suite('Restricted mode', () => {
  test('the history is there, and Upgrade says why it does not run', async () => {
    const workbench = await Workbench.open(copySampleProject('bookshop'), { trusted: false });
    try {
      await workbench.openContainer('Alembic');
      await workbench.tree('History').waitForRows('it is there', (rows) => rows.length >= 14);
      await workbench.runCommand('Alembic: Upgrade…');
      await workbench.notifications.waitFor('Restricted Mode');
      await workbench.screenshot('restricted');
    } finally {
      await workbench.close();
    }
  });
});
