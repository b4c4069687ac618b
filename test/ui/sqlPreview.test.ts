import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setup, suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { copySampleProject } from '../fixtures/sampleProject';
import { eventually } from '../fixtures/eventually';
import { Workbench } from './workbench';

suite('SQL before it runs, in the workbench', () => {
  let workbench: Workbench;
  let folder = '';

  suiteSetup(async () => {
    folder = copySampleProject('bookshop');
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there');
  });
  suiteTeardown(() => workbench?.close());

  // Each case begins with no editor and nothing on the screen, whatever became of the one before.
  setup(async () => {
    await workbench.quickInput.dismiss();
    await workbench.closeEditors();
  });

  /** Opens the preview of one revision from its row. */
  const previewRevision = async (): Promise<void> => {
    await workbench
      .tree('History')
      .chooseFromMenu('add loyalty points, index orders', 'Preview SQL of This Revision');
    const found = await eventually(
      'the preview, or of which revision it is to be',
      async () => ({ title: await workbench.editor.title(), asked: await workbench.quickInput.read() }),
      ({ title, asked }) => title.includes('SQL of 1eefc6b8b898') || asked.includes('Of which revision?'),
    );
    // VS Code gives a command no row where the tree is read again while its menu is open.
    if (!found.title.includes('SQL of'))
      await workbench.quickInput.choose('add loyalty points, index orders');
    await workbench.editor.waitForTitle('SQL of 1eefc6b8b898');
  };

  /**
   * Gives a command whose first question is where the database stands, unless that is known; `second` is what
   * it asks then.
   */
  const startFromDatabase = async (command: string, second: string): Promise<void> => {
    await workbench.runCommand(command);
    const first = 'Where does the database stand?';
    const asked = await eventually(
      `"${first}" or "${second}" is asked`,
      () => workbench.quickInput.read(),
      (text) => text.includes(first) || text.includes(second),
    );
    if (asked.includes(second)) return;
    await workbench.quickInput.choose('Ask the database');
    await workbench.quickInput.waitFor(second);
  };

  /** Opens the preview of an upgrade from where the database stands. */
  const previewUpgrade = async (): Promise<void> => {
    await startFromDatabase('Alembic: Preview Upgrade SQL…', 'from 9e397b4b4b84');
    await workbench.quickInput.choose('head');
    await workbench.editor.waitForTitle('upgrade from 9e397b4b4b84 to head');
  };

  const shows = (...texts: readonly string[]): Promise<string> =>
    eventually(
      `the editor has ${texts.join(' and ')}`,
      () => workbench.editor.visibleText(),
      (text) => texts.every((each) => text.includes(each)),
    );

  /**
   * Saves the preview in front under a path, which the dialog is told in place of the name that it suggests.
   */
  const saveAs = async (target: string, suggested: string): Promise<void> => {
    await workbench.runCommand('Alembic: Save SQL Preview As…');
    await workbench.quickInput.waitFor('Save SQL Preview');
    // The dialog writes the name that it suggests into the box some time after it is open, and Enter is not
    // taken while it goes to another folder.
    await workbench.quickInput.waitFor(suggested);
    await eventually('the dialog is in the folder, with the name of the file', async () => {
      if (!(await workbench.quickInput.read()).includes(target)) await workbench.quickInput.type(target);
      const rows = await workbench.quickInput.rows();
      const isElsewhere = rows.some(({ label }) => label === 'migrations');
      return rows.length > 0 && !isElsewhere && (await workbench.quickInput.read()).includes(target);
    });
    await workbench.quickInput.accept();
  };

  test('of one revision, from its row: both ways', async () => {
    await previewRevision();
    const text = await shows('SQL of the upgrade', 'ADD COLUMN loyalty_points', 'SQL of the downgrade');
    assert.match(text, /CREATE INDEX ix_orders_customer_id_placed_at/);
    assert.match(text, /DROP COLUMN loyalty_points/);
    await workbench.screenshot('sql-of-revision');
  });

  test('of an upgrade: where the database stands is asked, for nobody knows it yet', async () => {
    await workbench.runCommand('Alembic: Preview Upgrade SQL…');
    await workbench.quickInput.waitFor('Where does the database stand?');
    await workbench.screenshot('sql-start');
    await workbench.quickInput.choose('Ask the database');
    await workbench.quickInput.waitFor('from 9e397b4b4b84');
    await workbench.quickInput.choose('head');
    await workbench.editor.waitForTitle('upgrade from 9e397b4b4b84 to head');
    await shows('-- Running upgrade 9e397b4b4b84 -> 617a1c545f8c', 'UPDATE alembic_version');
    await workbench.screenshot('sql-upgrade');
  });

  test('statements on the version table fold away with the regions', async () => {
    await previewUpgrade();
    const collapsed = workbench.page.locator('.editor-group-container.active .codicon-folding-collapsed');
    assert.equal(await collapsed.count(), 0);
    // An editor knows its regions some time after it shows its text.
    await eventually('something is folded', async () => {
      await workbench.runCommand('Fold All Regions');
      await collapsed
        .first()
        .waitFor({ timeout: 5000 })
        .catch(() => undefined);
      return (await collapsed.count()) > 0;
    });
    const text = await workbench.editor.visibleText();
    assert.match(text, /^UPDATE alembic_version/m);
    assert.doesNotMatch(text, /version_num = '617a1c545f8c'/);
    assert.match(text, /ADD COLUMN price_cents/);
    await workbench.screenshot('sql-folded');
    await workbench.runCommand('Unfold All');
    await shows("version_num = '617a1c545f8c'");
  });

  test('saved to a file; a file that is there is never written over without asking', async () => {
    await previewUpgrade();
    const target = join(folder, 'release notes', 'up.sql');
    mkdirSync(join(folder, 'release notes'));
    const save = (): Promise<void> => saveAs(target, 'upgrade-from-9e397b4b4b84-to-head.sql');
    await save();
    await workbench.editor.waitForTitle('up.sql');
    const saved = readFileSync(target, 'utf8');
    assert.match(saved, /^-- SQL of the upgrade from 9e397b4b4b84 to head \(sqlite\)\. Nothing was run\.\n/);
    writeFileSync(target, '-- mine');
    await workbench.page.locator('.tab', { hasText: 'upgrade from 9e397b4b4b84 to head' }).first().click();
    await workbench.editor.waitForTitle('upgrade from 9e397b4b4b84 to head');
    await save();
    await workbench.quickInput.waitFor('already exists');
    await workbench.screenshot('sql-save-over');
    // The first Escape leaves the question, the next one the dialog.
    await eventually('the dialog is closed', async () => {
      await workbench.page.keyboard.press('Escape');
      return !(await workbench.page.locator('.quick-input-widget').isVisible());
    });
    assert.equal(readFileSync(target, 'utf8'), '-- mine');
  });

  test("of a downgrade: what is known is not asked again, and what offline mode can't do is said", async () => {
    await startFromDatabase('Alembic: Preview Downgrade SQL…', 'Downgrade to');
    await workbench.quickInput.dismiss();
    await workbench.runCommand('Alembic: Preview Downgrade SQL…');
    await workbench.quickInput.waitFor('Downgrade to');
    await workbench.quickInput.choose('base');
    const sentence = await workbench.notifications.waitFor("Alembic can't write this out without a database");
    assert.match(sentence, /This operation cannot proceed in --sql mode/);
    await workbench.screenshot('sql-refused');
  });

  test('with something hidden: the preview says so, and so does saving it', async () => {
    const settings = join(folder, '.vscode', 'settings.json');
    const before = existsSync(settings) ? readFileSync(settings, 'utf8') : undefined;
    mkdirSync(join(folder, '.vscode'), { recursive: true });
    mkdirSync(join(folder, 'hidden'));
    writeFileSync(settings, JSON.stringify({ 'alembicWorkbench.env': { SHOP_PASSWORD: '466ad7d99536' } }));
    try {
      await eventually('the preview hides it', async () => {
        await workbench.closeEditors();
        await previewRevision();
        return (await workbench.editor.visibleText()).includes('Secrets are shown as ***');
      });
      const text = await shows("version_num = '***'");
      assert.doesNotMatch(text, /466ad7d99536/);
      const target = join(folder, 'hidden', 'one.sql');
      await saveAs(target, 'SQL-of-1eefc6b8b898.sql');
      await workbench.notifications.waitFor('Secrets are *** in the saved SQL');
      await workbench.screenshot('sql-save-hidden');
      assert.match(readFileSync(target, 'utf8'), /^-- Secrets are shown as \*\*\*/);
    } finally {
      if (before === undefined) rmSync(settings);
      else writeFileSync(settings, before);
    }
  });

  test('two previews beside each other', async () => {
    await previewRevision();
    await previewUpgrade();
    await workbench.runCommand('Alembic: Compare SQL Previews…');
    await workbench.editor.waitForTitle('↔');
    const removed = workbench.page.locator(
      '.monaco-diff-editor .line-delete, .monaco-diff-editor .line-insert',
    );
    await removed.first().waitFor();
    await workbench.screenshot('sql-compare');
  });
});
