import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { revisionFile, revisionTemplate } from '../fixtures/alembicFiles';
import { eventually } from '../fixtures/eventually';
import { GitRepository } from '../fixtures/gitRepository';
import { Workbench } from './workbench';
import { writeFiles } from '../fixtures/writeFiles';

const [start, taxes, carts] = ['3f1a9c07d2be', '7c40e8b95a13', 'e05d27f1849a'];

suite('moving what was changed, and fixing a config file, as a person does', () => {
  const folder = join(
    mkdtempSync(join(process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? tmpdir(), 'moved-change-')),
    'shop',
  );
  const versions = join(folder, 'migrations', 'versions');
  const first = join(versions, `${start}_start.py`);
  const merged = revisionFile(start, null, { message: 'start' });
  let workbench: Workbench;

  suiteSetup(async () => {
    const files = {
      'alembic.ini': '[alembic]\nscript_location = migrations\npath_separator = os  # as the system has it\n',
      'migrations/env.py': '',
      'migrations/script.py.mako': revisionTemplate,
      [`migrations/versions/${start}_start.py`]: merged,
    };
    writeFiles(folder, files);
    const repository = GitRepository.around(folder);
    repository.commit({}, 'first');
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.git('checkout', '--quiet', 'main');
    repository.commit(
      { [`migrations/versions/${taxes}_add_taxes.py`]: revisionFile(taxes, start, { message: 'add taxes' }) },
      'taxes',
    );
    repository.git('checkout', '--quiet', 'feature');
    writeFileSync(first, merged.replace(/pass/, 'op.create_table("users")  # more'));
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there', (rows) => rows.length === 1);
  });
  suiteTeardown(() => workbench?.close());

  test('what a merged revision has gained goes into a new one, and one undo takes it back', async () => {
    await workbench.openFile(`${start}_start`);
    const line = merged.split('\n').findIndex((text) => text.startsWith('def upgrade')) + 1;
    await workbench.editor.goTo(line, 6);
    await workbench.editor.openCodeActionsWith(`Move the change into a new revision after '${start}'`);
    await workbench.screenshot('move-change-menu');
    await workbench.page.keyboard.press('Enter');
    await workbench.tree('History').waitForRows('there are two', (rows) => rows.length === 2);
    // It is opened when the edit is applied.
    await workbench.editor.waitForTitle('follow_up_of_start');
    await workbench.screenshot('move-change-done');
    const written = readdirSync(versions).find((name) => name.includes('follow_up_of_start')) ?? '';
    assert.ok(written !== '');
    await workbench.openFile(`${start}_start`);
    await eventually('the merged text is back', async () =>
      (await workbench.editor.visibleText()).includes('    pass\n'),
    );
    await workbench.page.keyboard.press('Control+z');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await eventually('it is undone', async () => {
      if (await dialog.isVisible()) {
        await workbench.screenshot('move-change-undo');
        await workbench.page.keyboard.press('Enter');
        // A second Enter would go into the editor.
        await dialog.waitFor({ state: 'hidden' });
      }
      const text = await workbench.editor.visibleText();
      return text.includes('op.create_table("users")  # more') && !existsSync(join(versions, written));
    });
    await workbench.screenshot('move-change-undone');
  });

  test('the main branch’s revision is imported, and mine stands on it', async () => {
    const mine = join(versions, `${carts}_add_carts.py`);
    writeFileSync(first, merged);
    writeFileSync(mine, revisionFile(carts, start, { message: 'add carts' }));
    await workbench.tree('History').waitForRows('it is there', (rows) => rows.length === 2);
    await workbench.tree('History').click('add carts');
    await workbench.editor.waitForTitle('add_carts');
    const line =
      readFileSync(mine, 'utf8')
        .split('\n')
        .findIndex((text) => text.startsWith('revision')) + 1;
    await workbench.editor.goTo(line, 14);
    await workbench.editor.openCodeActionsWith(
      `Import '${taxes}' from main and move '${carts}' on top of it`,
    );
    await workbench.screenshot('import-and-rebase-menu');
    await workbench.page.keyboard.press('Enter');
    await workbench
      .tree('History')
      .waitForRows('there are three', (rows) => rows.length === 3 && rows[0]?.label === 'add carts');
    // The imported file is opened when the edit is applied.
    await workbench.editor.waitForTitle('add_taxes');
    await workbench.tree('History').click('add carts');
    await workbench.editor.waitForTitle('add_carts');
    await eventually('mine follows', async () =>
      (await workbench.editor.visibleText()).includes(`down_revision = "${taxes}"`),
    );
    await workbench.screenshot('import-and-rebase-done');
  });

  test('a comment behind a value of alembic.ini gets a line of its own, and one undo gives it back', async () => {
    await workbench.openFile('alembic.ini');
    await eventually('it is open', async () =>
      (await workbench.editor.visibleText()).includes('path_separator'),
    );
    await workbench.editor.goTo(3, 20);
    await workbench.editor.openCodeActionsWith(/^Put the comment on a line of its own/);
    await workbench.screenshot('config-menu');
    await workbench.page.keyboard.press('Enter');
    await eventually('it is fixed', async () =>
      (await workbench.editor.visibleText()).includes('# as the system has it\npath_separator = os\n'),
    );
    await workbench.screenshot('config-done');
    await workbench.page.keyboard.press('Control+z');
    await eventually('it is as before', async () =>
      (await workbench.editor.visibleText()).includes('path_separator = os  # as the system has it'),
    );
  });
});
