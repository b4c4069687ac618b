import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { revisionFile } from '../fixtures/alembicFiles';
import { Workbench } from './workbench';

/** Each option is the one before it a hundred times over: 10^18 characters in nine lines. */
const bomb = `[alembic]
script_location = %(here)s/migrations
a0 = x
${Array.from({ length: 9 }, (_, at) => `a${at + 1} = ${`%(a${at})s`.repeat(100)}`).join('\n')}
file_template = %(a9)s
`;

const doubled = `revision = "doubled"
a = ("a", "b")
${'a = a + a\n'.repeat(26)}down_revision = a
`;

const files: Readonly<Record<string, string>> = {
  'shop/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
  'shop/migrations/env.py': '',
  'shop/migrations/versions/one.py': revisionFile('one', null, { message: 'add books' }),
  'shop/migrations/versions/two.py': revisionFile('two', 'one', { message: 'add authors' }),
  'shop/migrations/versions/nested.py': `x = ${'('.repeat(1200)}1${')'.repeat(1200)}\nrevision = "nested"\n`,
  'shop/migrations/versions/doubled.py': doubled,
  'bomb/alembic.ini': bomb,
  'bomb/migrations/env.py': '',
  'bomb/migrations/versions/three.py': revisionFile('three', null, { message: 'add carts' }),
};

suite('a folder made to hang its reader, in the workbench', () => {
  let workbench: Workbench;
  suiteSetup(async () => {
    const parent = process.env['ALEMBIC_WORKBENCH_TEST_FOLDER'] ?? tmpdir();
    const folder = realpathSync(mkdtempSync(join(parent, 'hostile-')));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
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
