import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { copySampleProject } from '../fixtures/sampleProject';
import { Workbench } from './workbench';

suite('the history for those who do not see it', () => {
  let workbench: Workbench;

  suiteSetup(async () => {
    workbench = await Workbench.open(copySampleProject('bookshop'));
    await workbench.openContainer('Alembic');
  });
  suiteTeardown(() => workbench?.close());

  test('what a row shows by its place and colour is said', async () => {
    const rows = await workbench.tree('History').waitForRows('it is there', (all) => all.length > 10);
    const spoken = (label: string): string => rows.find((row) => row.label === label)?.accessibleName ?? '';
    assert.match(spoken('add loyalty points, index orders'), /revision 1eefc6b8b898, head/);
    assert.match(spoken('merge reviews and genres'), /, merge/);
    assert.match(spoken('add order lines'), /, branch/);
    assert.match(spoken('create authors and books'), /, base/);
  });

  test('commands that need a row are not in the palette', async () => {
    for (const title of [
      'Upgrade to Here…',
      'Open Revision',
      'Copy Revision Id',
      'Disable Rule',
      'Stamp with This Revision…',
    ])
      assert.equal(await workbench.hasCommand(`Alembic: ${title}`), false, title);
    assert.equal(await workbench.hasCommand('Alembic: Re-parent onto…'), true);
  });
});
