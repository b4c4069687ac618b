import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { revisionFile, revisionTemplate } from '../fixtures/alembicFiles';
import { eventually } from '../fixtures/eventually';
import { Workbench } from './workbench';
import { writeFiles } from '../fixtures/writeFiles';

const [start, theirs, mine, more] = ['3f1a9c07d2be', '7c40e8b95a13', 'e05d27f1849a', '91be6c3a07f5'];
const addTax = '    op.add_column("prices", sa.Column("tax", sa.Integer()))';
const typo = 'c8d2714fb360_add_typo.py';

suite('fixes, as a person takes them', () => {
  const folder = join(
    mkdtempSync(join(process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? tmpdir(), 'ways-out-')),
    'shop',
  );
  const versions = join(folder, 'migrations', 'versions');
  let workbench: Workbench;

  suiteSetup(async () => {
    const files = {
      'alembic.ini': '[alembic]\nscript_location = migrations\n',
      'migrations/env.py': '',
      'migrations/script.py.mako': revisionTemplate,
      [`migrations/versions/${start}_start.py`]: revisionFile(start, null, {
        message: 'start',
        upgrade: '    op.create_table("prices", sa.Column("id", sa.Integer()))',
      }),
      [`migrations/versions/${theirs}_add_taxes.py`]: revisionFile(theirs, start, {
        message: 'add taxes',
        upgrade: addTax,
      }),
      [`migrations/versions/${mine}_add_carts.py`]: revisionFile(mine, start, {
        message: 'add carts',
        upgrade: addTax,
      }),
      [`migrations/versions/${more}_add_wishes.py`]: revisionFile(more, mine, { message: 'add wishes' }),
    };
    writeFiles(folder, files);
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there', (rows) => rows.length === 4);
  });
  suiteTeardown(() => workbench?.close());

  test('the menu of a finding', async () => {
    await workbench.openFile(`${mine}_add_carts`);
    await workbench.openFile(`${more}_add_wishes`);
    await workbench.editor.goTo(9, 14);
    const titles = await workbench.editor.openCodeActions();
    await workbench.screenshot('ways-out-menu');
    for (const wanted of [
      'Create a merge revision of',
      `Re-parent onto ${theirs}`,
      'Disable multiple-heads…',
    ])
      assert.ok(
        titles.some((title) => title.includes(wanted)),
        titles.join('\n'),
      );
    await workbench.page.keyboard.press('Escape');
  });

  test('Rebase from a head’s row: a preview, then one edit over all files', async () => {
    await workbench.tree('History').chooseFromMenu('add wishes', 'Rebase My Revisions');
    await workbench.quickInput.waitFor('Nothing is changed yet');
    const rows = await workbench.quickInput.rows();
    await workbench.screenshot('rebase-preview');
    assert.ok(
      rows.some(({ detail }) => detail.includes(`parent ${start} → ${theirs}`)),
      JSON.stringify(rows),
    );
    assert.ok(
      rows.some(({ label }) => label.endsWith('There is a column tax in prices already')),
      JSON.stringify(rows),
    );
    await workbench.quickInput.choose('Move 2 revisions');
    const file = join(versions, `${mine}_add_carts.py`);
    await eventually('it is saved', () => readFileSync(file, 'utf8').includes(`down_revision = "${theirs}"`));
    await workbench.tree('History').waitForRows('there is one head', (all) => all[1]?.label === 'add carts');
    await workbench.screenshot('rebase-done');
  });

  test('a typo is fixed by keyboard, and one undo gives it back', async () => {
    const before = revisionFile('c8d2714fb360', '91be6c3a07f6', { message: 'add typo' });
    writeFileSync(join(versions, typo), before);
    await workbench
      .tree('History')
      .waitForRows('it is there', (rows) => rows.some(({ label }) => label === 'add typo'));
    await workbench.tree('History').click('add typo');
    await workbench.editor.waitForTitle('add_typo');
    await workbench.editor.goTo(10, 20);
    await workbench.editor.openCodeActions();
    await workbench.screenshot('typo-menu');
    await workbench.page.keyboard.press('Enter');
    await eventually('it is fixed', async () =>
      (await workbench.editor.visibleText()).includes(`down_revision = "${more}"`),
    );
    await workbench.page.keyboard.press('Control+z');
    await eventually('it is as before', async () =>
      (await workbench.editor.visibleText()).includes('down_revision = "91be6c3a07f6"'),
    );
    assert.equal(readFileSync(join(versions, typo), 'utf8'), before);
  });
});
