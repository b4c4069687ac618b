import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { eventually } from '../fixtures/eventually';
import { copySampleProject } from '../fixtures/sampleProject';
import { Workbench } from './workbench';

function run(folder: string, program: string, ...words: readonly string[]): void {
  const { status, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

suite('a database at a revision of another branch, as a person meets it', () => {
  let workbench: Workbench;

  suiteSetup(async () => {
    const folder = copySampleProject('bookshop');
    const git = (...words: readonly string[]): void =>
      run(folder, 'git', '-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...words);
    writeFileSync(join(folder, '.gitignore'), '.venv\n*.db\n.vscode\n__pycache__\n');
    mkdirSync(join(folder, '.vscode'), { recursive: true });
    writeFileSync(
      join(folder, '.vscode', 'settings.json'),
      JSON.stringify({ 'alembicWorkbench.typeNameFor': ['*bookshop*'] }),
    );
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    git('switch', '--quiet', '-c', 'wishes');
    writeFileSync(
      join(folder, 'migrations', 'versions', 'feedbeef0001_add_wishes.py'),
      '"""add wishes"""\n\nrevision = "feedbeef0001"\ndown_revision = "1eefc6b8b898"\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n',
    );
    git('add', '.');
    git('commit', '--quiet', '-m', 'wishes');
    run(folder, join(folder, '.venv', 'bin', 'python'), '-B', '-m', 'alembic', 'upgrade', 'head');
    git('switch', '--quiet', 'main');
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('it is there');
  });
  suiteTeardown(() => workbench?.close());

  test('it is shown, found in Git, and its branch is checked out', async () => {
    await workbench.runCommand('Alembic: Show Current');
    await workbench.notifications.waitFor('stands at feedbeef0001');
    const tree = workbench.tree('History');
    await tree.waitForRows('it has a row', ([row]) => row?.label === 'feedbeef0001');
    await workbench.screenshot('unknown-revision');
    await workbench.runCommand('Alembic: Find Revision…');
    await workbench.quickInput.waitFor('feedbeef0001 is on wishes');
    await workbench.screenshot('find-revision');
    await workbench.quickInput.choose('Check out wishes');
    await tree.waitForRows('it is current', ([row]) =>
      Boolean(row?.label === 'add wishes' && row.description.includes('current')),
    );
    await workbench.screenshot('checked-out');
  });

  test('a guarded database: its name is typed before a downgrade', async () => {
    await workbench.runCommand('Alembic: Downgrade…');
    await workbench.quickInput.waitFor('Downgrade to');
    await workbench.quickInput.choose('-1');
    await workbench.dialog.press('Downgrade');
    await workbench.quickInput.waitFor('Type bookshop.db to go on');
    await workbench.screenshot('type-name');
    await workbench.quickInput.type('bookshop');
    await workbench.quickInput.waitFor('Type bookshop.db exactly, or press Escape to stop here.');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('Type bookshop.db exactly');
    await workbench.screenshot('type-name-wrong');
    assert.ok(await workbench.quickInput.isOpen());
    await workbench.quickInput.type('bookshop.db');
    await workbench.quickInput.accept();
    await workbench.notifications.waitFor('1 revision ran');
  });

  test('New Revision from a starting point', async () => {
    await workbench.runCommand('Alembic: New Revision…');
    await workbench.quickInput.waitFor('What does the revision do?');
    await workbench.quickInput.type('add notes');
    await workbench.quickInput.accept();
    await workbench.quickInput.waitFor('How does the revision start?');
    await workbench.screenshot('new-revision-templates');
    await workbench.quickInput.choose('Create table');
    await workbench.editor.waitForTitle('add_notes');
    await eventually('the body is filled', async () =>
      (await workbench.editor.visibleText()).includes('op.create_table('),
    );
    await workbench.screenshot('new-revision-snippet');
  });
});
