import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { hostileFiles } from '../fixtures/hostileFolder';
import { Workbench } from './workbench';
import { writeFiles } from '../fixtures/writeFiles';

suite('a folder made to hang its reader, in the workbench', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    const parent = process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? tmpdir();
    const folder = realpathSync(mkdtempSync(join(parent, 'hostile-')));
    writeFiles(folder, hostileFiles);
    workbench = await Workbench.open(folder, { trusted: false });
    await workbench.openContainer('Alembic');
  });
  suiteTeardown(() => workbench.close());

  test('the rest of the history stays, and the file that is too deep is named', async () => {
    const wanted = ['add books', 'add authors', 'nested.py'];
    const rows = await workbench
      .tree('History')
      .waitForRows('the revisions are there', (all) =>
        wanted.every((name) => all.some(({ label }) => label.includes(name))),
      );
    await workbench.screenshot('hostile-folder');
    assert.ok(
      rows.some(({ label }) => label.includes('bomb')),
      JSON.stringify(rows),
    );
  });
});
