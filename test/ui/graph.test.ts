import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import type { Locator } from 'playwright-core';
import { eventually } from '../fixtures/eventually';
import { revisionFile } from '../fixtures/alembicFiles';
import { GraphView } from './parts/graphView';
import { Workbench } from './workbench';
import { writeFiles } from '../fixtures/writeFiles';

const body = (operation: string): string => `    ${operation}`;

const files: Readonly<Record<string, string>> = {
  'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
  'migrations/env.py': '',
  'migrations/versions/a.py': revisionFile('aaaa', null, {
    message: 'create users',
    upgrade: body('op.create_table("users", sa.Column("id", sa.Integer()))'),
  }),
  'migrations/versions/b.py': revisionFile('bbbb', 'aaaa', {
    message: 'add email',
    upgrade: body('op.add_column("users", sa.Column("email", sa.Text()))'),
  }),
  'migrations/versions/c.py': revisionFile('cccc', 'aaaa', { message: 'add carts' }),
  'migrations/versions/d.py': revisionFile('dddd', 'bbbb', { message: 'merge' }).replace(
    'down_revision = "bbbb"',
    'down_revision = ("bbbb", "cccc")',
  ),
  'migrations/versions/e.py': revisionFile('eeee', 'dddd', { message: '<b>mine</b> [x](command:y)' }),
  'migrations/versions/f.py': revisionFile('ffff', 'dddd', {
    message: 'drop carts',
    upgrade: body('op.drop_table("carts")'),
  }),
  'migrations/versions/g.py': revisionFile('gggg', 'gone', { message: 'add audit log' }),
};

suite('the graph, in the workbench', () => {
  let workbench: Workbench;
  let graph: GraphView;

  suiteSetup(async () => {
    const parent = process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? tmpdir();
    const folder = realpathSync(mkdtempSync(join(parent, 'graph-')));
    writeFiles(folder, files);
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.tree('History').waitForRows('the revisions are there', (rows) => rows.length >= 8);
    graph = new GraphView(workbench.page);
  });
  suiteTeardown(() => workbench.close());

  test('Show Graph draws every revision, what is missing, and what each does', async () => {
    await workbench.runCommand('Alembic: Show Graph');
    const rows = await eventually(
      'what the revisions do is there',
      () => graph.rows(),
      (found) => found.some((row) => row.includes('adds users.email')),
    );
    await workbench.screenshot('graph');
    assert.equal(rows.length, 8, JSON.stringify(rows));
    assert.ok(rows.some((row) => row.includes('missing revision gone')));
    assert.ok(
      rows.some((row) => row.includes('<b>mine</b>')),
      'text stays text',
    );
    assert.ok(rows.some((row) => row.includes('drop carts, head') && row.includes('loses data')));
    assert.match(await graph.summary(), /can't load this history/);
  });

  test('a missing revision that is dropped on another one: the preview of Re-parent comes', async () => {
    const row = (title: string): Locator => graph.frame.locator('.row').filter({ hasText: title });
    await row('missing revision gone').dragTo(row('add carts'));
    await workbench.quickInput.waitFor('Re-parent onto "add carts" (cccc)');
    await workbench.screenshot('graph-drop');
    await workbench.quickInput.cancel();
  });

  test('a problem in the pane leads to the list of its fixes in the editor', async () => {
    await graph.frame.locator('.row').filter({ hasText: 'add audit log' }).click();
    await graph.frame.getByRole('button', { name: 'Fix unknown-down-revision…' }).click();
    await workbench.editor.waitForTitle('g.py');
    await workbench.page.locator('.action-widget .monaco-list-row.action').first().waitFor();
    await workbench.screenshot('graph-fix');
    await workbench.page.keyboard.press('Escape');
  });

  test('Show Schema after This Revision: a read-only document, as SQL or as a diagram', async () => {
    await workbench.tree('History').chooseFromMenu('add email', 'Show Schema after This Revision');
    await workbench.editor.waitForTitle('Schema after bbbb.sql');
    await eventually(
      'the table is there with its column',
      () => workbench.editor.visibleText(),
      (text) => /CREATE TABLE users \([^]*email TEXT/.test(text),
    );
    await workbench.screenshot('schema');
    await workbench.runCommand('Alembic: Show Schema As…');
    await workbench.quickInput.choose('Diagram');
    await workbench.editor.waitForTitle('Schema after bbbb.md');
    await eventually(
      'the diagram is there',
      () => workbench.editor.visibleText(),
      (text) => text.includes('erDiagram'),
    );
    await workbench.screenshot('schema-diagram');
  });

  test('Show Schema says what is not known, with the place', async () => {
    await workbench.tree('History').chooseFromMenu('add audit log', 'Show Schema after This Revision');
    await eventually(
      'the missing parent is named',
      () => workbench.editor.visibleText(),
      (text) => /Not read: g\.py:1: The revision gone is not here/.test(text),
    );
    await workbench.screenshot('schema-unknown');
  });

  test('Compare Schema with…: the older schema on the left of the diff editor', async () => {
    await workbench.tree('History').chooseFromMenu('add email', 'Compare Schema with');
    await workbench.quickInput.waitFor('With the schema after which other revision?');
    await workbench.quickInput.choose('create users');
    await workbench.editor.waitForTitle('Schema after aaaa ↔ Schema after bbbb');
    await workbench.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await workbench.screenshot('schema-compare');
  });

  test('Who Touched…: a column, then the revisions, then the line of the operation', async () => {
    await workbench.runCommand('Alembic: Who Touched…');
    await workbench.quickInput.waitFor('Which table or column?');
    await workbench.screenshot('who-touched-names');
    await workbench.quickInput.choose('users.email');
    await workbench.quickInput.waitFor('Who touched users.email');
    await workbench.screenshot('who-touched');
    await workbench.quickInput.choose('add email');
    await workbench.editor.waitForTitle('b.py');
    assert.match(await workbench.editor.visibleText(), /op\.add_column\("users"/);
  });

  test('above downgrade() stands whether there is a way back, and what writes it', async () => {
    const lenses = workbench.page.locator('.editor-group-container.active .codelens-decoration');
    await eventually(
      'the verdict is there',
      async () => (await lenses.allInnerTexts()).join(),
      (text) => text.includes('Generate downgrade()') && text.includes('Reversible'),
    );
    const lines = (await workbench.editor.visibleText()).split('\n');
    const line = lines.findIndex((text) => text.includes('"email"'));
    await workbench.editor.goTo(line + 1, (lines[line]?.indexOf('"email"') ?? 0) + 3);
    const hover = workbench.page.locator('.monaco-hover:visible');
    await eventually('the hover tells of the column', async () => {
      await workbench.page.keyboard.press('Control+k');
      await workbench.page.keyboard.press('Control+i');
      await hover
        .first()
        .waitFor({ timeout: 10_000 })
        .catch(() => undefined);
      return (await hover.allInnerTexts()).join().includes('Touched, newest first');
    });
    await workbench.screenshot('schema-hover');
    await workbench.page.keyboard.press('Escape');
    const isWritten = async (): Promise<boolean> =>
      (await workbench.editor.visibleText()).includes("op.drop_column('users', 'email')");
    // A click is lost where VS Code draws the line anew at that moment.
    await eventually('it is written', async () => {
      await lenses
        .getByText('Generate downgrade()')
        .click({ timeout: 10_000 })
        .catch(() => undefined);
      return await eventually('the click has worked', isWritten, Boolean, 10_000).catch(() => false);
    });
    await workbench.screenshot('downgrade-generated');
    await workbench.closeEditors();
  });
});
