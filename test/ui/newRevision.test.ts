import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { eventually } from '../fixtures/eventually';
import { Workbench } from './workbench';
import { writeFiles } from '../fixtures/writeFiles';

/** Two lines of revisions in two folders, numbered. */
const revisions: readonly (readonly [
  folder: string,
  id: string,
  down: string,
  label: string,
  title: string,
])[] = [
  ['core', '0001', 'None', "'core'", 'create books'],
  ['core', '0002', "'0001'", 'None', 'add prices'],
  ['reports', '0003', 'None', "'reports'", 'create reports'],
];

suite('New Revision by clicks, where places matter', () => {
  let folder = '';
  let workbench: Workbench;

  suiteSetup(async () => {
    folder = makeProject();
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there', (rows) => rows.length === 3);
  });
  suiteTeardown(() => workbench?.close());

  /** Answers the first two questions. */
  const begin = async (message: string, start: string): Promise<void> => {
    await workbench.quickInput.waitFor('What does the revision do?');
    await workbench.quickInput.type(message);
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('How does the revision start?');
    await workbench.quickInput.choose(start);
  };
  /** Waits for the new file's row, and gives its text. */
  const created = async (place: string, file: string, message: string): Promise<string> => {
    await workbench.editor.waitForTitle(file);
    await workbench
      .tree('History')
      .waitForRows('it is there', (rows) => rows.some(({ label }) => label === message));
    await workbench.saveAll();
    const name = readdirSync(join(folder, 'versions', place)).find((each) => each.startsWith(file)) ?? '';
    return readFileSync(join(folder, 'versions', place, name), 'utf8');
  };

  test('deliberate heads are no warning in the status bar', async () => {
    const item = workbench.page.locator('.statusbar-item', { hasText: '2 heads' });
    await item.waitFor();
    assert.doesNotMatch((await item.getAttribute('class')) ?? '', /warning-kind/);
  });

  test('with several heads it asks which one, and takes the next number', async () => {
    await workbench.runCommand('Alembic: New Revision…');
    await begin('add discounts', 'Empty');
    await workbench.quickInput.waitFor('There are several heads');
    await workbench.screenshot('new-revision-head');
    await workbench.quickInput.choose('add prices');
    const text = await created('core', '0004', 'add discounts');
    assert.match(text, /^revision.* = '0004'$/m);
    assert.match(text, /^down_revision.* = '0002'$/m);
  });

  test('from a row that others build on: spliced, and the label is asked with Branch', async () => {
    await workbench.tree('History').chooseFromMenu('create books', 'New Revision from Here');
    await workbench.quickInput.waitFor('New Revision · from create books');
    await begin('add wish lists', 'Branch');
    await workbench.quickInput.waitFor('Label of the branch');
    await workbench.quickInput.type('core');
    await workbench.quickInput.waitFor('There is a branch with this label.');
    await workbench.screenshot('new-revision-label');
    await workbench.quickInput.type('wishes');
    await workbench.quickInput.accept();
    const text = await created('core', '0005', 'add wish lists');
    assert.match(text, /^down_revision.* = '0001'$/m);
    assert.match(text, /^branch_labels.* = \('wishes',\)$/m);
  });

  test('a branch from base asks for its folder', async () => {
    await workbench.runCommand('Alembic: New Revision…');
    await begin('create audits', 'Branch');
    await workbench.quickInput.waitFor('Label of the branch');
    await workbench.quickInput.type('audits');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('From which revision');
    await workbench.quickInput.choose('base');
    await workbench.quickInput.waitFor('In which folder?');
    await workbench.screenshot('new-revision-folder');
    await workbench.quickInput.choose('reports');
    assert.match(await created('reports', '0006', 'create audits'), /^down_revision.* = None$/m);
  });

  test('a dependency is picked among the revisions of other branches', async () => {
    await workbench.tree('History').chooseFromMenu('create reports', 'New Revision from Here');
    await begin('report prices', 'Dependency');
    await workbench.quickInput.waitFor('of another branch');
    const offered = (await workbench.quickInput.rows()).map(({ label }) => label);
    assert.ok(offered.includes('add prices') && !offered.includes('create reports'), offered.join(', '));
    await workbench.screenshot('new-revision-dependency');
    await workbench.quickInput.choose('add prices');
    const text = await created('reports', '0007', 'report prices');
    assert.match(text, /^down_revision.* = '0003'$/m);
    assert.match(text, /^depends_on.* = '0002'$/m);
  });

  test('a revision file has the commands on its revision in its menu', async () => {
    await workbench.openFile('0002_add_prices.py');
    const entry = workbench.page.locator('.context-view .action-item', { hasText: 'Alembic' }).first();
    // The title of an editor is there before its text takes keys, and before the file is known for a
    // revision.
    await eventually('the menu is open', async () => {
      await workbench.page.keyboard.press('Escape');
      // The file was chosen where the tabs are, and the path of the tab under the pointer would lie over the
      // text.
      await workbench.page.mouse.move(700, 600);
      const isClicked = await workbench.page
        .locator('.editor-group-container.active .monaco-editor .view-line')
        .first()
        .click({ timeout: 10_000 })
        .then(
          () => true,
          () => false,
        );
      if (!isClicked) return false;
      await workbench.page.keyboard.press('Shift+F10');
      return await entry.waitFor({ timeout: 10_000 }).then(
        () => true,
        () => false,
      );
    });
    await entry.hover();
    const commands = workbench.page.locator('.context-view .monaco-submenu .action-item');
    await eventually(
      'the submenu is open',
      () => commands.allInnerTexts(),
      (texts) => texts.some((text) => text.includes('Downgrade to Just Before Here')),
    );
    await workbench.screenshot('editor-menu');
    await commands.filter({ hasText: 'Preview SQL of This Revision' }).first().click();
    await workbench.editor.waitForTitle('SQL of 0002');
  });

  test('upgraded to the revision of the open file, what was run is copied and run again', async () => {
    await workbench.openFile('0001_create_books.py');
    await workbench.runCommand('Alembic: Upgrade to Here…');
    const { text } = await workbench.dialog.read();
    assert.match(text, /Upgrade shop\.db to 0001\?/);
    await workbench.dialog.press('Upgrade');
    await workbench.notifications.waitFor('Upgraded shop.db');
    await workbench.runCommand('Alembic: Copy as Command Line');
    await eventually(
      'it says what was copied',
      () => workbench.statusTexts(),
      (texts) => texts.some((each) => /Copied .*alembic .*upgrade 0001/.test(each)),
    );
    await workbench.runCommand('Alembic: Run Again');
    await workbench.notifications.waitFor('Nothing to upgrade: shop.db needs no revision for 0001.');
    await workbench.runCommand('Alembic: Show Plan');
    await workbench.quickInput.waitFor('Pending · shop.db');
    await workbench.screenshot('show-plan');
    const planned = (await workbench.quickInput.rows()).map(({ label }) => label);
    assert.deepEqual([planned.length, planned.at(-1)?.trim()], [7, 'Upgrade…']);
    await workbench.quickInput.cancel();
  });

  test('without a message: options first, then a message is proposed', async () => {
    await workbench.tree('History').chooseFromMenu('create reports', 'New Revision from Here');
    await workbench.quickInput.waitFor('New Revision · from create reports');
    await begin('', 'More Options…');
    await workbench.quickInput.waitFor('Id of the revision');
    await workbench.quickInput.type('shelf1');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('After which other revisions');
    await workbench.screenshot('new-revision-options');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('How does the revision start?');
    await workbench.quickInput.choose('Create table');
    await workbench.quickInput.waitFor('create my_table table');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('Write the real name in place of my_table.');
    await workbench.screenshot('new-revision-proposed');
    await workbench.quickInput.type('create shelves table');
    await workbench.quickInput.accept();
    const text = await created('reports', 'shelf1', 'create shelves table');
    assert.match(text, /^revision.* = 'shelf1'$/m);
    // Its operations come as a snippet, a moment later.
    await eventually(
      'the file has the operation',
      () => created('reports', 'shelf1', 'create shelves table'),
      (saved) => saved.includes('op.create_table('),
    );
  });
});

/**
 * A numbered project with two version locations, an SQLite database that is not there yet, and Alembic in
 * `.venv`.
 */
function makeProject(): string {
  const parent = process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? tmpdir();
  const root = join(realpathSync(mkdtempSync(join(parent, 'places-'))), 'shop');
  const files: Record<string, string> = {
    'alembic.ini':
      '[alembic]\nscript_location = migrations\nversion_locations = versions/core:versions/reports\nversion_path_separator = :\nfile_template = %%(rev)s_%%(slug)s\nsqlalchemy.url = sqlite:///shop.db\n',
    'migrations/env.py':
      'from alembic import context\nfrom sqlalchemy import create_engine\n\nurl = context.config.get_main_option("sqlalchemy.url")\nif context.is_offline_mode():\n    context.configure(url=url, literal_binds=True)\n    with context.begin_transaction():\n        context.run_migrations()\nelse:\n    with create_engine(url).connect() as connection:\n        context.configure(connection=connection)\n        with context.begin_transaction():\n            context.run_migrations()\n',
    'migrations/script.py.mako':
      '"""${message}\n\nRevision ID: ${up_revision}\nRevises: ${down_revision | comma,n}\n\n"""\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\nbranch_labels = ${repr(branch_labels)}\ndepends_on = ${repr(depends_on)}\n\n\ndef upgrade():\n    ${upgrades if upgrades else "pass"}\n\n\ndef downgrade():\n    ${downgrades if downgrades else "pass"}\n',
  };
  for (const [place, id, down, label, title] of revisions)
    files[`versions/${place}/${id}_${title.replaceAll(' ', '_')}.py`] =
      `"""${title}"""\nfrom alembic import op\n\nrevision = '${id}'\ndown_revision = ${down}\nbranch_labels = ${label}\ndepends_on = None\n\n\ndef upgrade():\n    op.execute("SELECT 1")\n\n\ndef downgrade():\n    op.execute("SELECT 1")\n`;
  writeFiles(root, files);
  symlinkSync(dirname(dirname(process.env['ALEMBIC_WORKBENCH_TEST_PYTHON'] ?? '')), join(root, '.venv'));
  return root;
}
