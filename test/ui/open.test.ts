import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { copySampleProject } from '../fixtures/sampleProject';
import { Workbench } from './workbench';

suite('the workbench on the sample project', () => {
  let workbench: Workbench;

  suiteSetup(async () => {
    workbench = await Workbench.open(copySampleProject('bookshop'));
  });
  suiteTeardown(() => workbench?.close());

  test('the activity bar opens the history, and nothing complains', async () => {
    await workbench.openContainer('Alembic');
    const rows = await workbench
      .tree('History')
      .waitForRows('it shows the newest revision', (found) =>
        found.some((row) => `${row.label} ${row.description}`.includes('loyalty points')),
      );
    await workbench.screenshot('history');
    assert.deepEqual(await workbench.notifications.texts(), []);
    assert.ok(rows.length >= 14, `${rows.length} rows`);
  });
});
