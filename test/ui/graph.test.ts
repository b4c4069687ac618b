import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
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
});
