import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { copySampleProject } from '../fixtures/sampleProject';
import { eventually } from '../fixtures/eventually';
import { Workbench } from './workbench';

suite('SQL before it runs, in the workbench', () => {
  let workbench: Workbench;

  suiteSetup(async () => {
    workbench = await Workbench.open(copySampleProject('bookshop'));
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

  test('of one revision, from its row: both ways', async () => {
    await workbench
      .tree('History')
      .chooseFromMenu('add loyalty points, index orders', 'Preview SQL of This Revision');
    await workbench.editor.waitForTitle('SQL of 1eefc6b8b898');
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

  test('of a downgrade: what is known is not asked again, and what offline mode can not do is said', async () => {
    await workbench.runCommand('Alembic: Preview Downgrade SQL…');
    await workbench.quickInput.waitFor('Downgrade to');
    await workbench.quickInput.choose('base');
    const sentence = await workbench.notifications.waitFor("Alembic can't write this out without a database");
    assert.match(sentence, /This operation cannot proceed in --sql mode/);
    await workbench.screenshot('sql-refused');
  });

  test('two previews beside each other', async () => {
    await workbench.runCommand('Alembic: Compare SQL Previews…');
    await workbench.editor.waitForTitle('↔');
    await workbench.screenshot('sql-compare');
  });
});
