import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { copySampleProject } from '../fixtures/sampleProject';
import { eventually } from '../fixtures/eventually';
import { Workbench } from './workbench';

suite('stamp and drift, in the workbench', () => {
  let workbench: Workbench;
  let folder = '';

  suiteSetup(async () => {
    folder = copySampleProject('bookshop');
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there');
  });
  suiteTeardown(() => workbench?.close());

  const shows = (...texts: readonly string[]): Promise<string> =>
    eventually(
      `the editor has ${texts.join(' and ')}`,
      () => workbench.editor.visibleText(),
      (text) => texts.every((each) => text.includes(each)),
    );

  test('a check of a database that lacks revisions says what to do', async () => {
    await workbench.runCommand('Alembic: Check for Drift');
    await workbench.notifications.waitFor('upgrade it first');
  });

  test('a stamp names what is skipped, and is typed', async () => {
    await workbench.runCommand('Alembic: Stamp…');
    await workbench.quickInput.waitFor('Which revision shall the version table name?');
    await workbench.quickInput.choose('head');
    const { text, buttons } = await workbench.dialog.read();
    await workbench.screenshot('stamp-confirm');
    assert.match(text, /Stamp bookshop\.db with head\?/);
    assert.match(text, /Now at 9e397b4b4b84, will say 1eefc6b8b898\./);
    assert.match(text, /Skipped: will be believed applied without having run:/);
    assert.match(text, /• add loyalty points, index orders — 1eefc6b8b898/);
    assert.deepEqual([...buttons].sort(), ['Cancel', 'Stamp…']);
    await workbench.dialog.press('Stamp…');
    await workbench.quickInput.waitFor('Type 1eefc6b8b898 to stamp');
    await workbench.quickInput.type('head');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('Type 1eefc6b8b898 exactly');
    await workbench.screenshot('stamp-type');
    await workbench.quickInput.type('1eefc6b8b898');
    await workbench.quickInput.accept();
    await workbench.notifications.waitFor(
      'no migration ran. It now says "add loyalty points, index orders" (1eefc6b8)',
    );
    await workbench
      .tree('History')
      .waitForRows('the head is current', ([head]) => Boolean(head?.description.includes('current')));
    await workbench.screenshot('stamp-done');
  });

  test('the check finds what the stamp has skipped', async () => {
    await workbench.runCommand('Alembic: Check for Drift');
    const rows = await workbench
      .tree('Drift')
      .waitForRows('books differ', (all) => all.some(({ label }) => label === 'books'));
    const price = rows.find(({ label }) => label === 'column price_cents');
    assert.equal(price?.description, 'INTEGER · only in the models');
    assert.equal(price?.level, 2);
    assert.match(
      price?.accessibleName ?? '',
      /^add column books\.price_cents: INTEGER · only in the models\. Enter opens the model/,
    );
    await workbench.screenshot('drift');
    await workbench.problems.show();
    await workbench.problems.waitFor('the models have diagnostics', (rows) =>
      rows.some(({ file, message }) => file === 'models.py' && message.includes('column loyalty_points')),
    );
    await workbench.screenshot('drift-problems');
  });

  test('Enter on a row opens its model, the text has the Python', async () => {
    await workbench.tree('Drift').click('customers');
    await workbench.page.keyboard.press('ArrowRight');
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Enter');
    await workbench.editor.waitForTitle('models.py');
    await workbench.runCommand('Alembic: Show Drift as Text');
    await workbench.editor.waitForTitle('Drift of bookshop.db');
    await shows('The models and bookshop.db differ', 'create table stock_movements: 5 columns');
  });

  test('stamped back from a row, upgraded, the check finds nothing', async () => {
    await workbench.tree('History').chooseFromMenu('add isbn to books', 'Stamp with This Revision');
    const { text } = await workbench.dialog.read();
    assert.match(text, /Forgotten: will be believed not applied although they were:/);
    await workbench.dialog.press('Stamp…');
    await workbench.quickInput.waitFor('Type 9e397b4b4b84 to stamp');
    await workbench.quickInput.type('9e397b4b4b84');
    await workbench.quickInput.accept();
    await workbench.notifications.waitFor('It now says "add isbn to books" (9e397b4b)');
    const view = workbench.page
      .locator('.pane')
      .filter({ hasText: 'Out of date: the database stands elsewhere now.' });
    await view.waitFor();
    await workbench.screenshot('drift-stale');
    upgrade(folder);
    await workbench.runCommand('Alembic: Check for Drift Again');
    await workbench.notifications.waitFor('No drift: bookshop.db is what the models say');
    await workbench.page
      .locator('.pane .message', { hasText: 'No drift: bookshop.db is what the models say. Checked at' })
      .waitFor();
    await workbench.screenshot('drift-none');
  });

  test('a model that is changed: a revision from the difference', async () => {
    const models = join(folder, 'bookshop', 'models.py');
    const name = '    name: Mapped[str] = mapped_column(String(120))\n';
    const text = readFileSync(models, 'utf8');
    assert.ok(text.includes(name));
    const nickname = '    nickname: Mapped[Optional[str]] = mapped_column(String(40))\n';
    writeFileSync(models, text.replace(name, name + nickname));
    await workbench.page.locator('.pane .message', { hasText: 'models.py has changed since' }).waitFor();
    await workbench.runCommand('Alembic: Check for Drift');
    await workbench.notifications.waitFor('have 1 difference');
    await workbench
      .tree('Drift')
      .waitForRows('the new column', (rows) => rows.some(({ label }) => label === 'column nickname'));
    await workbench.notifications.press('have 1 difference', 'Generate Revision…');
    await workbench.quickInput.waitFor('What does the revision do?');
    await workbench.quickInput.type('add nicknames');
    await workbench.quickInput.accept();
    await workbench.editor.waitForTitle('add_nicknames');
    await workbench.screenshot('drift-revision');
  });

  test('cleared, the view is gone', async () => {
    await workbench.runCommand('Alembic: Clear Drift');
    await eventually(
      'the view is gone',
      async () => (await workbench.page.locator('.pane-header[aria-label*="Drift"]').count()) === 0,
    );
  });
});

function upgrade(folder: string): void {
  const run = spawnSync(join(folder, '.venv', 'bin', 'python'), ['-m', 'alembic', 'upgrade', 'head'], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
}
