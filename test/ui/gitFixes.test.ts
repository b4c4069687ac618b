import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { suite, suiteSetup, suiteTeardown, setup, test } from 'mocha';
import { revisionFile } from '../fixtures/alembicFiles';
import { eventually } from '../fixtures/eventually';
import { GitRepository } from '../fixtures/gitRepository';
import { askAlembic } from '../fixtures/graphsOnDisk';
import { copySampleProject } from '../fixtures/sampleProject';
import { Workbench } from './workbench';

const [old, head] = [
  '466ad7d99536_add_stock_movements.py',
  '1eefc6b8b898_add_loyalty_points_index_orders.py',
];
const [taxes, rates] = ['b35d0c81f7a2', '0d94e6a7c35b'];
const [carts, wishes] = ['e05d27f1849a', '91be6c3a07f5'];
const [shippers, shipments] = ['c8d2714fb360', '60d9f2ab1c74'];

suite('fixes with Git, by keyboard', () => {
  let workbench: Workbench;
  let repository: GitRepository;
  let folder: string;

  // The main branch and this one have grown the same head, and the main branch is merged here.
  suiteSetup(async () => {
    folder = copySampleProject('bookshop');
    writeFileSync(join(folder, '.gitignore'), '.venv\n*.db\n.vscode\n__pycache__\n');
    repository = GitRepository.around(folder);
    repository.commit({}, 'first');
    repository.git('switch', '--quiet', '--create', 'topic/shipping');
    repository.commit(
      { ...file(shippers, '1eefc6b8b898', 'add shippers'), ...file(shipments, shippers, 'add shipments') },
      'shipping',
    );
    repository.git('switch', '--quiet', '--create', 'feature', 'main');
    repository.commit(
      { ...file(carts, '1eefc6b8b898', 'add carts'), ...file(wishes, carts, 'add wishes') },
      'carts',
    );
    alembic('upgrade', wishes);
    repository.git('switch', '--quiet', 'main');
    repository.commit(
      { ...file(taxes, '1eefc6b8b898', 'add taxes'), ...file(rates, taxes, 'add rates') },
      'taxes',
    );
    repository.git('switch', '--quiet', 'feature');
    repository.git('merge', '--quiet', '--no-edit', 'main');
    workbench = await Workbench.open(folder);
    await workbench.openContainer('Alembic');
    await workbench.runCommand('Alembic: Show Current');
    await workbench.notifications.waitFor(wishes.slice(0, 8));
  });
  suiteTeardown(() => workbench?.close());

  setup(async () => {
    await workbench.closeEditors();
    repository.git('reset', '--quiet', '--hard');
    repository.git('clean', '--quiet', '--force', '-d');
    await workbench.problems.filter('**/versions/**');
    await workbench.problems.waitFor(
      'two heads and nothing else',
      (rows) => rows.every(({ code }) => code === 'multiple-heads') && rows.length === 2,
    );
  });

  test('my revisions, which Git tells and the database has, move on top of the other head', async () => {
    const { page, quickInput, dialog } = workbench;
    await workbench.runCommand('Alembic: Rebase My Revisions onto the Other Head…');
    await quickInput.waitFor('Nothing is changed yet');
    await workbench.screenshot('rebase-by-git-preview');
    const rows = (await quickInput.rows()).filter(({ detail }) => detail.includes('parent'));
    assert.deepEqual(
      rows.map(({ detail }) => detail),
      [
        `parent 1eefc6b8b898 → ${rates} · ${carts}_add_carts.py`,
        `parent stays ${carts} · ${wishes}_add_wishes.py`,
      ],
    );
    await page.keyboard.press('Enter');
    const { text, buttons } = await dialog.read();
    await workbench.screenshot('rebase-applied-warning');
    assert.match(text, new RegExp(`bookshop\\.db has run ${carts}, ${wishes} already`));
    assert.deepEqual([...buttons].sort(), ['Cancel', 'Downgrade…', 'Move Anyway']);
    await page.keyboard.press('Escape');
    assert.equal(repository.git('status', '--porcelain'), '');

    await workbench.openPath(`migrations/versions/${carts}_add_carts.py`);
    await workbench.runCommand('Alembic: Rebase My Revisions onto the Other Head…');
    await quickInput.waitFor('Nothing is changed yet');
    await page.keyboard.press('Enter');
    await dialog.pressByKeyboard('Move Anyway');
    await workbench.problems.waitFor('all is well', (left) => left.length === 0);
    await workbench.screenshot('rebase-by-git-done');
    await checkGraph([wishes], { [carts]: [rates], [wishes]: [carts] });
    await workbench.openPath(`migrations/versions/${carts}_add_carts.py`);
    await page.keyboard.press('Control+z');
    await workbench.problems.waitFor('one undo brings them back', (left) => left.length === 2);
    await workbench.saveAll();
    await eventually('and the bytes', () => repository.git('status', '--porcelain') === '');
  });

  test('the lightbulb asks as well before it moves what the database has', async () => {
    const { dialog, editor, problems } = workbench;
    const title = `Re-parent onto ${rates}`;
    const choose = async (): Promise<void> => {
      await menuOf('multiple-heads', undefined, `${wishes}_add_wishes.py`);
      await editor.takeCodeAction(title);
    };
    await choose();
    const { text, buttons } = await dialog.read();
    await workbench.screenshot('lightbulb-applied-warning');
    assert.match(text, new RegExp(`bookshop\\.db has run ${carts} already`));
    assert.deepEqual([...buttons].sort(), ['Cancel', 'Downgrade…', 'Move Anyway']);
    await workbench.page.keyboard.press('Escape');
    assert.equal(repository.git('status', '--porcelain'), '');
    await choose();
    await dialog.pressByKeyboard('Move Anyway');
    await problems.waitFor('all is well', (left) => left.length === 0);
    await workbench.openPath(`migrations/versions/${carts}_add_carts.py`);
    await eventually('it stands there', async () =>
      (await editor.visibleText()).includes(`down_revision = "${rates}"`),
    );
    await workbench.page.keyboard.press('Control+z');
    await problems.waitFor('one undo brings it back', (left) => left.length === 2);
    await workbench.saveAll();
    await eventually('and the bytes', () => repository.git('status', '--porcelain') === '');
  });

  test('a changed revision beside its merged version, from its menu and from the palette', async () => {
    const merged = readFileSync(version(head), 'utf8');
    writeFileSync(version(head), merged.replace('server_default="0"', 'server_default="1"'));
    await workbench.problems.waitFor('it is found', (rows) =>
      rows.some(({ code }) => code === 'edited-after-merge'),
    );
    await menuOf('edited-after-merge');
    await workbench.editor.takeCodeAction('Compare with the merged version');
    await workbench.editor.waitForTitle('(main ↔ here)');
    await eventually(
      'both sides are shown',
      async () => (await workbench.page.locator('.diff-review, .line-insert').count()) > 0,
    );
    await workbench.screenshot('compare-with-merged');
    await workbench.closeEditors();
    await workbench.openPath(`migrations/versions/${head}`);
    await workbench.runCommand('Alembic: Compare with Merged Version');
    await workbench.editor.waitForTitle('(main ↔ here)');
    await workbench.closeEditors();
    await menuOf('edited-after-merge');
    await workbench.editor.takeCodeAction('Put back the version that main has merged');
    await workbench.problems.waitFor('it is gone', (rows) =>
      rows.every(({ code }) => code !== 'edited-after-merge'),
    );
    await workbench.saveAll();
    await eventually('it is as merged', () => readFileSync(version(head), 'utf8') === merged);
  });

  test('a missing revision comes back', async () => {
    repository.remove(`migrations/versions/${old}`);
    await menuOf('deleted-after-merge');
    await workbench.editor.takeCodeAction(`Restore ${old} from main`);
    await workbench.editor.waitForTitle(old);
    await eventually('it is there', () => repository.git('status', '--porcelain') === '');
    await workbench.screenshot('restored');
    await checkGraph([wishes, rates].sort(), {});
  });

  test('a revision of another branch comes with those that it builds on', async () => {
    repository.write(file('a47be1905c3d', shipments, 'add parcels'));
    await menuOf('unknown-down-revision', `Import '${shipments}' from topic/shipping`);
    await workbench.page.keyboard.press('Enter');
    await workbench.problems.waitFor(
      'three heads',
      (rows) => rows.length === 3 && rows.every(({ code }) => code === 'multiple-heads'),
    );
    await workbench.screenshot('imported');
    for (const [name, text] of Object.entries({
      ...file(shippers, '1eefc6b8b898', 'add shippers'),
      ...file(shipments, shippers, 'add shipments'),
    }))
      assert.equal(repository.read(name), text);
    await checkGraph([wishes, rates, 'a47be1905c3d'].sort(), { [shippers]: ['1eefc6b8b898'] });
  });

  test('another parent is picked for the revision in the editor', async () => {
    const { page, quickInput } = workbench;
    await workbench.openPath(`migrations/versions/${rates}_add_rates.py`);
    await workbench.runCommand('Alembic: Re-parent onto…');
    await quickInput.waitFor('Choose the parent of "add rates"');
    await workbench.screenshot('reparent-pick');
    await page.keyboard.type('wish');
    await eventually('one is left', async () => (await quickInput.rows()).length === 1);
    await page.keyboard.press('Enter');
    await quickInput.waitFor('Nothing is changed yet');
    await workbench.screenshot('reparent-preview');
    await page.keyboard.press('Enter');
    await eventually('it stands there', async () =>
      (await workbench.editor.visibleText()).includes(`down_revision = "${wishes}"`),
    );
    await workbench.saveAll();
    await eventually('it is saved', () =>
      readFileSync(version(`${rates}_add_rates.py`), 'utf8').includes(wishes),
    );
    await checkGraph([rates, taxes].sort(), { [rates]: [wishes] });
  });

  test('one of two revisions with the same id gets a new one, and takes its own child along', async () => {
    const mine = `${taxes}_add_fees.py`;
    repository.write({
      ...file(taxes, '1eefc6b8b898', 'add fees'),
      ...file('a47be1905c3d', taxes, 'add fines'),
    });
    await menuOf('duplicate-revision-id', 'Generate a new revision id', mine);
    await workbench.page.keyboard.press('Enter');
    await workbench.problems.waitFor(
      'no duplicate',
      (rows) => rows.length === 3 && rows.every(({ code }) => code === 'multiple-heads'),
    );
    await workbench.screenshot('new-id-for-duplicate');
    const names = await eventually(
      'the file is renamed',
      () => readdirSync(join(folder, 'migrations', 'versions')),
      (all) => !all.includes(mine),
    );
    const id = names.find((name) => name.endsWith('_add_fees.py'))?.slice(0, 12) ?? '';
    // Saved before its editor has moved along, the file comes back under its old name.
    await workbench.editor.waitForTitle(`${id}_add_fees.py`);
    await workbench.saveAll();
    await checkGraph([wishes, rates, 'a47be1905c3d'].sort(), {
      [id]: ['1eefc6b8b898'],
      a47be1905c3d: [id],
      [rates]: [taxes],
    });
  });

  test('F2 on an id renames it everywhere, and the file', async () => {
    const { page, editor } = workbench;
    await workbench.openPath(`migrations/versions/${taxes}_add_taxes.py`);
    await editor.goTo(9, 16);
    await typeNewName('taxes_2026', 'rename-box');
    await editor.waitForTitle('taxes_2026_add_taxes.py');
    await eventually('the child follows', () =>
      repository.read(path(`${rates}_add_rates.py`)).includes('down_revision = "taxes_2026"'),
    );
    assert.ok(!existsSync(version(`${taxes}_add_taxes.py`)));
    await workbench.screenshot('renamed');
    await checkGraph([wishes, rates].sort(), { taxes_2026: ['1eefc6b8b898'], [rates]: ['taxes_2026'] });
    await page.keyboard.press('Control+z');
    await eventually('one undo gives the file back', () => existsSync(version(`${taxes}_add_taxes.py`)));
    await editor.waitForTitle(`${taxes}_add_taxes.py`);
    await eventually('and the text', async () => (await editor.visibleText()).includes(`"${taxes}"`));
    await workbench.saveAll();
    await eventually('and the bytes', () => repository.git('status', '--porcelain') === '');
  });

  test('F2 on the id at which the database stands asks first, and Escape leaves everything', async () => {
    const { page, dialog, editor } = workbench;
    await workbench.openPath(`migrations/versions/${wishes}_add_wishes.py`);
    await editor.goTo(9, 16);
    await typeNewName('wishes_2026');
    const { text, buttons } = await dialog.read();
    await workbench.screenshot('rename-applied-question');
    assert.match(text, new RegExp(`bookshop\\.db stands at ${wishes}, which would not be here any more`));
    assert.match(text, /or stamp with wishes_2026 afterwards/);
    assert.deepEqual([...buttons].sort(), ['Cancel', 'Downgrade…', 'Rename Anyway']);
    await page.keyboard.press('Escape');
    await eventually('the question is gone', async () => !(await dialog.isOpen()));
    await workbench.screenshot('rename-left');
    assert.deepEqual(
      (await workbench.notifications.texts()).filter((told) => /rename|result|edit/i.test(told)),
      [],
    );
    assert.ok((await editor.visibleText()).includes(`revision = "${wishes}"`));
    assert.equal(repository.git('status', '--porcelain'), '');
    await typeNewName('wishes_2026');
    await dialog.pressByKeyboard('Rename Anyway');
    await editor.waitForTitle('wishes_2026_add_wishes.py');
    await workbench.saveAll();
    await checkGraph([rates, 'wishes_2026'].sort(), { wishes_2026: [carts] });
  });

  /** Renames what the cursor is at. */
  async function typeNewName(name: string, picture?: string): Promise<void> {
    const { page } = workbench;
    // VS Code gives the box the focus a moment after it is there.
    const box = page.locator('.rename-box input:focus');
    await eventually('the box of the new name is open', async () => {
      if (!(await page.locator('.rename-box input').isVisible())) await page.keyboard.press('F2');
      await box.waitFor({ timeout: 10_000 }).catch(() => undefined);
      return await box.isVisible();
    });
    if (picture !== undefined) await workbench.screenshot(picture);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
  }

  /** Goes to a finding and opens its menu, whose first entry is the one given. */
  async function menuOf(code: string, first?: string, fileName?: string): Promise<void> {
    const { editor, problems } = workbench;
    await problems.filter('**/versions/**');
    const isIt = (row: { code: string; file: string }) =>
      row.code === code && (fileName === undefined || row.file === fileName);
    const row = (await problems.waitFor(`there is ${code}`, (rows) => rows.some(isIt))).find(isIt);
    assert.ok(row);
    await problems.goTo(row);
    await editor.waitForTitle(row.file);
    const titles = await editor.openCodeActions();
    await workbench.screenshot(`git-menu-${code}`);
    if (first !== undefined) assert.equal(titles[0], first, titles.join('\n'));
  }

  /** Waits until the real Alembic sees these heads in what is on disk, and some of the parents. */
  async function checkGraph(
    heads: readonly string[],
    parents: Readonly<Record<string, readonly string[]>>,
  ): Promise<void> {
    await eventually(
      'the real Alembic reads the graph',
      () => askAlembic([folder]).get(folder),
      (graph) =>
        graph !== undefined &&
        'heads' in graph &&
        isDeepStrictEqual(graph.heads, heads) &&
        Object.entries(parents).every(([id, down]) => isDeepStrictEqual(graph.parents[id], down)),
    );
  }

  function alembic(...words: readonly string[]): void {
    const python = join(folder, '.venv', 'bin', 'python');
    const { status, stderr } = spawnSync(python, ['-B', '-m', 'alembic', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  }

  function version(name: string): string {
    return join(folder, path(name));
  }
});

function path(name: string): string {
  return `migrations/versions/${name}`;
}

/** A revision's file under the name that Alembic would give it. */
function file(id: string, down: string, message: string): Readonly<Record<string, string>> {
  return { [path(`${id}_${message.replaceAll(' ', '_')}.py`)]: revisionFile(id, down, { message }) };
}
