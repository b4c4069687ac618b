import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import type { GraphContents, GraphRow } from '../../client/src/features/graph/messages';
import { eventually } from '../fixtures/eventually';
import { GraphPage, pageThemes } from './parts/graphPage';

const marked: Readonly<Record<number, Partial<GraphRow>>> = {
  0: { isHead: true, marks: ['head'], state: 'pending', losesData: true },
  1: { problems: [{ severity: 'warning', code: 'multiple-heads', message: 'There are two heads.' }] },
  2: { state: 'applied', current: ['shop.db'], labels: ['billing'] },
  4: { kind: 'missing', uri: null, marks: ['missing'], title: 'missing revision gone' },
};

function contentsOf(count: number): GraphContents {
  const rows = Array.from({ length: count }, (_, at): GraphRow => ({
    id: `id${String(at)}`,
    kind: 'revision',
    title: `revision ${String(at)} <img src=x onerror=alert(1)>`,
    uri: `file:///versions/id${String(at)}.py`,
    lane: at % 3,
    marks: [],
    labels: [],
    isHead: false,
    state: undefined,
    current: [],
    date: '2026-11-29 10:00:00',
    problems: [],
    losesData: false,
    ranIn: [],
    isNew: undefined,
    ...marked[at],
  }));
  return {
    environment: { key: 'a', label: 'alembic.ini' },
    environments: [
      { key: 'a', label: 'alembic.ini' },
      { key: 'b', label: 'other.ini' },
    ],
    generation: 1,
    rows,
    lines: rows
      .slice(1)
      .map((_, at) => ({ child: at, parent: at + 1, lane: at % 3, kind: 'parent' as const })),
    laneCount: 3,
    summary: {
      severity: 'warning',
      text: 'Two heads.',
      actions: [{ title: 'Merge…', action: 'mergeHeads' }],
    },
  };
}

suite('the graph as a page', () => {
  let browser: Browser;
  let page: GraphPage;

  suiteSetup(async () => {
    browser = await chromium.connect(process.env['ALEMBIC_WORKBENCH_TEST_BROWSER'] ?? '');
  });
  suiteTeardown(() => browser.close());
  teardown(() => page.close());

  async function open(count: number): Promise<void> {
    page = await GraphPage.open(browser, contentsOf(count));
  }

  test('of ten thousand rows those in sight are there, wherever it is scrolled to', async () => {
    await open(10_000);
    assert.ok((await page.rows.count()) < 100);
    await page.grid.press('End');
    await eventually('the last row is selected', async () => (await page.selected()).includes('id9999'));
    assert.ok((await page.rows.count()) < 100);
    assert.ok((await page.page.locator('.lanes path.line').count()) < 400);
  });

  test('the keyboard alone moves, follows lines, opens, and acts on what is selected', async () => {
    await open(50);
    const rows = page.grid;
    await rows.press('ArrowDown');
    assert.match(await page.selected(), /^revision 0 .*head, pending, loses data, id0$/);
    await rows.press('ArrowRight');
    assert.match(await page.selected(), /^revision 1 .*warning multiple-heads/);
    await rows.press('ArrowLeft');
    await rows.press('Enter');
    assert.deepEqual((await page.sent()).at(-1), {
      kind: 'act',
      action: 'open',
      row: 'file:///versions/id0.py',
    });
    const active = await rows.getAttribute('aria-activedescendant');
    assert.equal(await page.page.locator(`#${active ?? ''}`).getAttribute('aria-selected'), 'true');
    await page.page.getByRole('button', { name: 'Upgrade to Here…' }).press('Enter');
    assert.deepEqual((await page.sent()).at(-1), {
      kind: 'act',
      action: 'upgradeToHere',
      row: 'file:///versions/id0.py',
    });
  });

  test('a search fades the rest, counts, and goes from match to match', async () => {
    await open(200);
    await page.grid.press('/');
    await page.page.keyboard.type('revision 15');
    await eventually('matches are counted', async () => (await page.count()) === '12 of 200');
    await page.page.keyboard.press('Enter');
    assert.match(await page.selected(), /^revision 15 /);
    await page.page.keyboard.press('Enter');
    assert.match(await page.selected(), /^revision 115 /);
    await page.page.keyboard.press('Escape');
    assert.equal(await page.count(), '');
    await page.page.getByRole('button', { name: 'Pending' }).click();
    assert.equal(await page.count(), '1 of 200');
  });

  test('what revisions do is asked for the rows in sight, shown, and searched by table', async () => {
    await open(300);
    const asked = (await page.sent()).filter((each) => (each as { kind: string }).kind === 'words');
    assert.ok(JSON.stringify(asked).includes('id3.py') && !JSON.stringify(asked).includes('id299.py'));
    const words = {
      upgrade: ['adds users.email'],
      downgrade: ['drops users.email'],
      docstring: 'a',
      touches: ['users', 'users.email'],
    };
    await page.send({ kind: 'words', generation: 1, words: [{ uri: 'file:///versions/id3.py', words }] });
    await page.page.getByText('adds users.email').waitFor();
    await page.grid.press('/');
    await page.page.keyboard.type('table:users');
    await eventually('one is found', async () => (await page.count()) === '1 of 300');
    assert.ok(JSON.stringify((await page.sent()).slice(-5)).includes('id299.py'), 'the others are asked for');
  });

  test('other contents keep the selection and the place, and text is never markup', async () => {
    await open(500);
    await page.grid.press('End');
    await eventually('the last row is selected', async () => (await page.selected()).includes('id499'));
    const top = await page.grid.evaluate((rows) => rows.scrollTop);
    await page.send({ kind: 'contents', contents: { ...contentsOf(500), generation: 2 } });
    assert.match(await page.selected(), /id499$/);
    assert.equal(await page.grid.evaluate((rows) => rows.scrollTop), top);
    assert.equal(await page.page.locator('img').count(), 0);
  });

  for (const theme of pageThemes)
    test(`axe finds nothing to complain about, in the theme ${theme}`, async () => {
      page = await GraphPage.open(browser, contentsOf(40), theme);
      await page.grid.press('ArrowDown');
      assert.deepEqual(await page.complaints(), []);
    });
});
