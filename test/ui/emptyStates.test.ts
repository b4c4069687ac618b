import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, test } from 'mocha';
import { eventually } from '../fixtures/eventually';
import { Workbench } from './workbench';

suite('histories that have nothing to show, in the workbench', () => {
  test('a folder without Alembic: initialised by clicks, up to the first revision', async () => {
    const { workbench } = await openFolder({});
    try {
      await welcome(workbench, 'No Alembic environment was found');
      await workbench.screenshot('no-environment');
      await pressWelcome(workbench, 'Initialise Alembic Here');
      await workbench.quickInput.waitFor('With which template?');
      await workbench.screenshot('initialise-templates');
      await workbench.quickInput.choose('generic');
      await workbench.quickInput.waitFor('Folder for env.py');
      await workbench.quickInput.accept();
      await workbench.notifications.waitFor('Alembic is initialised in migrations');
      await workbench.editor.waitForTitle('env.py');
      await welcome(workbench, 'There is no revision yet.');
      await workbench.screenshot('initialised');
      await workbench.notifications.press('is initialised', 'Open alembic.ini');
      await workbench.editor.waitForTitle('alembic.ini');
      await workbench.runCommand('Alembic: Show Current');
      await workbench.notifications.waitFor("URL is still that of Alembic's template");
      // The URL is selected: typing replaces it.
      await workbench.notifications.press("Alembic's template", 'Open Config File');
      await workbench.editor.waitForTitle('alembic.ini');
      await workbench.page.keyboard.type('sqlite:///shop.db');
      await workbench.saveAll();
      await workbench.runCommand('Alembic: Show Current');
      await workbench.notifications.waitFor('shop.db');
      await pressWelcome(workbench, 'New Revision');
      await workbench.quickInput.waitFor('What does the revision do?');
      await workbench.quickInput.type('create books');
      await workbench.quickInput.accept();
      await workbench.quickInput.choose('Create table');
      await workbench.tree('History').waitForRows('it is there', ([row]) => row?.label === 'create books');
      await eventually(
        'the body is filled in',
        () => workbench.editor.visibleText(),
        (text) => text.includes('op.create_table('),
      );
      await workbench.screenshot('first-revision');
    } finally {
      await workbench.close();
    }
  });

  test("a config file that Alembic can't use: the problems are a click away, and it is seen when fixed", async () => {
    const { workbench, folder } = await openFolder({
      'alembic.ini': '[alembic]\nscript_location = migrations\n',
    });
    try {
      await welcome(workbench, "Alembic can't use it");
      await pressWelcome(workbench, 'Show Problems');
      const found = await workbench.problems.waitFor('it is there', (rows) => rows.length === 1);
      assert.equal(found[0]?.code, 'config-missing-script-directory');
      await workbench.screenshot('broken-config');
      const directory = join(folder, 'migrations');
      mkdirSync(join(directory, 'versions'), { recursive: true });
      for (const name of ['env.py', 'script.py.mako']) writeFileSync(join(directory, name), '');
      await welcome(workbench, 'There is no revision yet.');
    } finally {
      await workbench.close();
    }
  });

  test('Restricted mode: says that trust comes first', async () => {
    const { workbench } = await openFolder({}, false);
    try {
      await welcome(workbench, 'trust the workspace first');
      await workbench.screenshot('no-environment-restricted');
      await pressWelcome(workbench, 'Manage Workspace Trust');
      await workbench.page.locator('.workspace-trust-editor').waitFor();
    } finally {
      await workbench.close();
    }
  });
});

/** Opens a new folder with the files and a virtual environment that has Alembic. */
async function openFolder(
  files: Readonly<Record<string, string>>,
  trusted = true,
): Promise<{ readonly workbench: Workbench; readonly folder: string }> {
  const parent = process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? tmpdir();
  const folder = join(realpathSync(mkdtempSync(join(parent, 'empty-'))), 'shop');
  mkdirSync(folder);
  const python = process.env['ALEMBIC_WORKBENCH_TEST_PYTHON'] ?? '';
  symlinkSync(dirname(dirname(python)), join(folder, '.venv'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const workbench = await Workbench.open(folder, { trusted });
  await workbench.openContainer('Alembic');
  return { workbench, folder };
}

async function welcome(workbench: Workbench, text: string): Promise<void> {
  await eventually(
    `the history says "${text}"`,
    () => workbench.tree('History').welcome(),
    (found) => found.includes(text),
  );
}

async function pressWelcome(workbench: Workbench, button: string): Promise<void> {
  await workbench.page.locator('.welcome-view-content .monaco-button').filter({ hasText: button }).click();
}
