import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import { chromium } from 'playwright-core';
import type { Browser, Locator } from 'playwright-core';
import type { DatabaseState } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import type { GraphContents, GraphRow } from '../../client/src/features/graph/messages';
import { revisionFile } from '../fixtures/alembicFiles';
import { eventually } from '../fixtures/eventually';
import { TemporaryProject } from '../protocol/temporaryProject';
import { GraphPage, pageThemes } from './parts/graphPage';
import { ServedGraph } from './parts/servedGraph';

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
    const before = (await page.sent()).length;
    await page.send({ kind: 'contents', contents: { ...contentsOf(300), generation: 2 } });
    await eventually('another generation may do something else, so it is asked again', async () =>
      (await page.sent()).slice(before).some((each) => each.kind === 'words' && isAbout(each.uris, 'id3.py')),
    );
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

const merged = 'down_revision = ("count", "genres")';

/** A project with a merge, two heads and a label. */
const projectFiles: Readonly<Record<string, string>> = {
  'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
  'migrations/env.py': '',
  ...versions([
    ['books', null, { message: 'create books', upgrade: 'op.create_table("books")' }],
    ['reviews', 'books', { message: 'add reviews', upgrade: 'op.create_table("reviews")' }],
    ['genres', 'books', { message: 'add genres' }],
    ['count', 'reviews', { message: 'count votes' }],
    ['joined', null, { message: 'merge reviews and genres' }],
    ['one', 'joined', { message: 'one' }],
    ['two', 'one', { message: 'two' }],
    ['three', 'two', { message: 'three' }],
    ['four', 'three', { message: 'four' }],
    ['coupons', 'four', { message: 'add coupons', upgrade: 'op.drop_column("books", "isbn")' }],
    ['phone', 'four', { message: 'add phone' }],
  ]),
};

/** The same with a missing parent, so that Alembic does not load it. */
const brokenFiles: Readonly<Record<string, string>> = {
  ...projectFiles,
  ...versions([['audit', 'gone', { message: 'add audit log' }]]),
};

function versions(
  all: readonly (readonly [string, string | null, Parameters<typeof revisionFile>[2]])[],
): Record<string, string> {
  const texts = all.map(([id, down, more]): [string, string] => {
    const text = revisionFile(id, down, more);
    const written = id === 'joined' ? text.replace('down_revision = None', merged) : text;
    const labelled = written.replace('down_revision', 'branch_labels = ("shop",)\ndown_revision');
    return [`migrations/versions/${id}.py`, id === 'genres' ? labelled : written];
  });
  return Object.fromEntries(texts);
}

suite('the graph of a project, as a page', () => {
  let browser: Browser;
  const projects: TemporaryProject[] = [];
  let graph: ServedGraph;
  let broken: ServedGraph;
  let page: GraphPage;

  suiteSetup(async () => {
    browser = await chromium.connect(process.env['ALEMBIC_WORKBENCH_TEST_BROWSER'] ?? '');
    graph = await read(projectFiles, [databaseAt('count', 'genres')]);
    broken = await read(brokenFiles, []);
  });
  suiteTeardown(async () => {
    await Promise.all([graph.dispose(), broken.dispose()]);
    for (const project of projects) project.dispose();
    await browser.close();
  });
  teardown(() => page.close());

  async function read(
    files: Readonly<Record<string, string>>,
    databases: readonly DatabaseState[],
  ): Promise<ServedGraph> {
    const project = new TemporaryProject(files);
    projects.push(project);
    return await ServedGraph.read(project.uri(''), databases);
  }

  async function open(served: ServedGraph): Promise<void> {
    page = await GraphPage.open(browser, served.contents, 'dark', (message, asking) =>
      served.answer(message, asking),
    );
  }

  const row = (title: string): Locator =>
    page.rows.filter({ has: page.page.getByText(title, { exact: true }) });
  const uriOf = (id: string): string => graph.contents.rows.find((each) => each.id === id)?.uri ?? '';
  const lit = async (): Promise<readonly string[]> => {
    const titles = await page.page.locator('.row:not(.faint) .message').allInnerTexts();
    return titles.toSorted();
  };
  const asked = async (action: string): Promise<unknown> =>
    (await page.sent()).findLast((each) => each.kind === 'act' && each.action === action);

  test('each kind of row has a form of its own, and what is not applied is hollow', async () => {
    await open(graph);
    const forms = await page.page
      .locator('.lanes .form')
      .evaluateAll((groups) =>
        groups.map((group) => [...group.children].map((part) => part.outerHTML).join('')),
      );
    const rows = graph.contents.rows.map(({ title }, at) => [title, forms[at] ?? ''] as const);
    const formOf = (title: string): string =>
      (rows.find(([each]) => each === title)?.[1] ?? '').replaceAll(/lane\d/g, 'lane');
    const titles = ['create books', 'count votes', 'merge reviews and genres', 'four', 'two', 'add phone'];
    const kinds = [...titles, 'add genres'].map(formOf);
    assert.equal(new Set(kinds).size, kinds.length, kinds.join('\n'));
    assert.match(formOf('add phone'), /hollow/);
    assert.match(formOf('count votes'), /filled/);
  });

  test('by keyboard alone: find, compare two, merge the two heads', async () => {
    await open(graph);
    await page.grid.press('/');
    await page.page.keyboard.type('coupons');
    await eventually('one is found', async () => (await page.count()) === '1 of 11');
    await page.page.keyboard.press('Enter');
    assert.match(await page.selected(), /^add coupons, head, pending, loses data/);
    await page.page.keyboard.press('Escape');
    await page.page.keyboard.press('ArrowDown');
    await page.page.keyboard.press('c');
    const steps = graph.contents.rows.map(({ id }) => id);
    const down = steps.indexOf('phone') > steps.indexOf('coupons') ? 'ArrowDown' : 'ArrowUp';
    await page.page.keyboard.press(down);
    assert.match(
      await page.details.innerText(),
      /Neither builds on the other: 1 revision against 1 revision/,
    );
    assert.deepEqual(await lit(), ['add coupons', 'add phone']);
    const merge = page.page.getByRole('button', { name: 'Merge These Heads…' });
    await merge.press('Enter');
    const [newer, older] = down === 'ArrowUp' ? ['phone', 'coupons'] : ['coupons', 'phone'];
    assert.deepEqual(await asked('mergeHeads'), {
      kind: 'act',
      action: 'mergeHeads',
      row: uriOf(newer ?? ''),
      other: uriOf(older ?? ''),
    });
    const tree = await page.grid.ariaSnapshot();
    assert.match(tree, /grid "Migration graph"/);
    assert.match(tree, /row "add phone, head, pending, warning multiple-heads, phone" \[selected\]/, tree);
    await page.page.keyboard.press('Escape');
    assert.equal((await lit()).length, 11);
  });

  test('what an upgrade to a row would run is lit, counted and listed', async () => {
    await open(graph);
    await row('two').click();
    await page.page.getByRole('button', { name: 'In an Upgrade to Here' }).click();
    await page.page.getByText('shop: 3 revisions would run').waitFor();
    assert.deepEqual(await lit(), ['merge reviews and genres', 'one', 'two']);
    await page.page.getByRole('button', { name: 'In an Upgrade to Here' }).click();
    assert.equal((await lit()).length, 11);
    await row('add genres').click();
    assert.match(await page.details.innerText(), /⚑ shop[^]*DATABASES THAT HAVE RUN IT\s+shop/i);
  });

  test('runs fold into one row that opens, the order turns, and rows fit the window', async () => {
    await open(graph);
    const titles = (): Promise<readonly string[]> => page.page.locator('.row .message').allInnerTexts();
    const press = (name: string): Promise<void> => page.page.getByRole('button', { name }).click();
    await press('Fold Runs');
    assert.equal((await titles()).filter((each) => each === '3 revisions without branches').length, 0);
    await page.send({ kind: 'contents', contents: withoutBranches(graph.contents) });
    await row('10 revisions without branches').waitFor();
    await row('10 revisions without branches').dblclick();
    assert.equal((await titles()).length, 12);
    await press('Newest Last');
    assert.equal((await titles())[0], 'step 11');
    await row('10 revisions without branches').waitFor();
    await press('Fit All Rows');
    const { height } = (await row('step 11').boundingBox()) ?? { height: 0 };
    assert.ok(height >= 44, String(height));
  });

  test('a row that is dropped on another one gets it as its parent; on a descendant it can not be', async () => {
    await open(graph);
    await row('add phone').dragTo(row('add coupons'));
    assert.deepEqual(await asked('mergeHeads'), {
      kind: 'act',
      action: 'mergeHeads',
      row: uriOf('phone'),
      other: uriOf('coupons'),
    });
    await row('one').dragTo(row('three'));
    assert.equal(await asked('reparent'), undefined);
    await row('three').dragTo(row('add genres'));
    const up = { kind: 'act', action: 'reparent', row: uriOf('three'), other: uriOf('genres') };
    assert.deepEqual(await asked('reparent'), up);
  });

  test('a missing revision that is dropped on another gives its child that one as its parent', async () => {
    await open(broken);
    await row('missing revision gone').dragTo(row('four'));
    assert.deepEqual(await asked('reparent'), {
      kind: 'act',
      action: 'reparent',
      row: broken.contents.rows.find(({ id }) => id === 'audit')?.uri,
      other: broken.contents.rows.find(({ id }) => id === 'four')?.uri,
    });
  });

  test('the rows below the pointer and of its line are lit, the others fade', async () => {
    await open(broken);
    const faint = (): Promise<number> => page.page.locator('.lanes .form.faint').count();
    assert.equal(await faint(), 0);
    await row('add audit log').hover();
    await eventually('the others fade', async () => (await faint()) === 11);
    await page.page.getByRole('searchbox').hover();
    await eventually('none fades', async () => (await faint()) === 0);
  });

  test('what is selected, searched and arranged is there again after a reload', async () => {
    await open(broken);
    await page.page.getByRole('button', { name: 'Problems', exact: true }).click();
    await page.page.getByRole('button', { name: 'Newest Last' }).click();
    await row('missing revision gone').click();
    const state = await page.page.evaluate(() => sessionStorage.getItem('state'));
    assert.ok(state);
    await page.page.reload();
    await page.send({ kind: 'contents', contents: broken.contents });
    assert.match(await page.selected(), /^missing revision gone/);
    const pressed = await page.page.locator('button[aria-pressed="true"]').allInnerTexts();
    assert.deepEqual(pressed, ['Problems', 'Newest Last']);
  });

  test('the drawing becomes a picture', async () => {
    await open(graph);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h9v9z"/></svg>';
    await page.send({ kind: 'draw', svg });
    const answered = await eventually('the picture is there', async () =>
      (await page.sent()).find((each) => each.kind === 'picture'),
    );
    const bytes = Buffer.from(answered?.png ?? '', 'base64');
    assert.deepEqual(
      [bytes.subarray(1, 4).toString(), bytes.readInt32BE(16), bytes.readInt32BE(20)],
      ['PNG', 80, 40],
    );
    await page.send({ kind: 'draw', svg: 'no drawing' });
    await eventually('it is said that there is none', async () =>
      (await page.sent()).some((each) => each.kind === 'picture' && each.png === null),
    );
  });
});

function isAbout(uris: readonly string[], name: string): boolean {
  return uris.some((uri) => uri.endsWith(`/${name}`));
}

/** One line of twelve revisions. */
function withoutBranches(contents: GraphContents): GraphContents {
  const [row] = contents.rows.filter(({ id }) => id === 'two');
  assert.ok(row);
  const rows = Array.from({ length: 12 }, (_, at) => ({
    ...row,
    id: `step${String(at)}`,
    title: `step ${String(at)}`,
    uri: `file:///versions/step${String(at)}.py`,
    lane: 0,
    isHead: at === 0,
    marks: at === 0 ? ['head'] : at === 11 ? ['base'] : [],
  }));
  const lines = rows
    .slice(1)
    .map((_, at) => ({ child: at, parent: at + 1, lane: 0, kind: 'parent' as const }));
  return { ...contents, rows, lines, laneCount: 1, generation: contents.generation + 1 };
}

function databaseAt(...heads: readonly string[]): DatabaseState {
  return {
    ...{ name: null, dialect: 'sqlite', driver: null, url: null, host: null, port: null, user: null },
    ...{ database: 'shop', versionTable: null, versionTableSchema: null, heads },
  };
}
