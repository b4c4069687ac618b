import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { GraphContents, GraphRow } from '../../client/src/features/graph/messages';
import { eventually } from '../fixtures/eventually';
import { projectRoot } from '../fixtures/projectRoot';

/** The colours that pages use, as two of VS Code's themes have them. */
const themes = {
  dark: { foreground: '#cccccc', back: '#1f1f1f', dim: '#9d9d9d', link: '#4daafc', button: '#0078d4' },
  light: { foreground: '#3b3b3b', back: '#ffffff', dim: '#3b3b3b', link: '#005fb8', button: '#005fb8' },
};

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
  let page: Page;
  const built = (name: string): string => readFileSync(join(projectRoot, 'dist', 'webview', name), 'utf8');

  suiteSetup(async () => {
    browser = await chromium.connect(process.env['ALEMBIC_WORKBENCH_TEST_BROWSER'] ?? '');
  });
  suiteTeardown(() => browser.close());

  async function open(count: number, theme: keyof typeof themes = 'dark'): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 700 } });
    page = await context.newPage();
    const { foreground, back, dim, link, button } = themes[theme];
    const variables = `--vscode-foreground:${foreground};--vscode-editor-background:${back};--vscode-sideBar-background:${back};--vscode-descriptionForeground:${dim};--vscode-textLink-foreground:${link};--vscode-button-background:${button};--vscode-button-foreground:#fff;--vscode-button-secondaryBackground:${back};--vscode-button-secondaryForeground:${foreground};--vscode-input-background:${back};--vscode-input-foreground:${foreground};--vscode-badge-background:#616161;--vscode-badge-foreground:#fff;--vscode-charts-blue:${link};--vscode-editorWarning-foreground:${theme === 'dark' ? '#cca700' : '#7a5b00'};--vscode-editorError-foreground:${theme === 'dark' ? '#f14c4c' : '#b01011'};--vscode-focusBorder:${button};--vscode-list-activeSelectionBackground:#04395e;--vscode-list-activeSelectionForeground:#fff;--vscode-testing-iconPassed:${theme === 'dark' ? '#73c991' : '#1a7f37'}`;
    await page.setContent(
      `<!DOCTYPE html><html lang="en"><head><title>Graph</title><style>:root{${variables}}${built('graph.css')}</style></head><body></body></html>`,
    );
    await page.evaluate(() => {
      const sent: unknown[] = [];
      let state: unknown;
      Object.assign(window, {
        sent,
        acquireVsCodeApi: () => ({
          postMessage: (message: unknown) => sent.push(message),
          getState: () => state,
          setState: (next: unknown) => (state = next),
        }),
      });
    });
    await page.addScriptTag({ content: built('graph.js') });
    await send({ kind: 'contents', contents: contentsOf(count) });
    await page.locator('.row').first().waitFor();
  }

  const send = (message: unknown): Promise<void> =>
    page.evaluate((data) => void window.postMessage(data, '*'), message);
  const sent = (): Promise<readonly unknown[]> =>
    page.evaluate(() => (window as unknown as { sent: unknown[] }).sent);
  const selected = (): Promise<string | null> =>
    page.locator('.row.selected').getAttribute('aria-label', { timeout: 30_000 });

  test('of ten thousand rows those in sight are there, wherever it is scrolled to', async () => {
    await open(10_000);
    assert.ok((await page.locator('.row').count()) < 100);
    await page.locator('.rows').press('End');
    await eventually('the last row is selected', async () => (await selected())?.includes('id9999') ?? false);
    assert.ok((await page.locator('.row').count()) < 100);
    assert.ok((await page.locator('.lanes path.line').count()) < 400);
  });

  test('the keyboard alone moves, follows lines, opens, and acts on what is selected', async () => {
    await open(50);
    const rows = page.locator('.rows');
    await rows.press('ArrowDown');
    assert.match((await selected()) ?? '', /^revision 0 .*head, pending, loses data, id0$/);
    await rows.press('ArrowRight');
    assert.match((await selected()) ?? '', /^revision 1 .*warning multiple-heads/);
    await rows.press('ArrowLeft');
    await rows.press('Enter');
    assert.deepEqual((await sent()).at(-1), { kind: 'act', action: 'open', row: 'file:///versions/id0.py' });
    const active = await rows.getAttribute('aria-activedescendant');
    assert.equal(await page.locator(`#${active ?? ''}`).getAttribute('aria-selected'), 'true');
    await page.getByRole('button', { name: 'Upgrade to Here…' }).press('Enter');
    assert.deepEqual((await sent()).at(-1), {
      kind: 'act',
      action: 'upgradeToHere',
      row: 'file:///versions/id0.py',
    });
  });

  test('a search fades the rest, counts, and goes from match to match', async () => {
    await open(200);
    await page.locator('.rows').press('/');
    await page.keyboard.type('revision 15');
    await eventually(
      'matches are counted',
      async () => (await page.locator('.count').innerText()) === '12 of 200',
    );
    await page.keyboard.press('Enter');
    assert.match((await selected()) ?? '', /^revision 15 /);
    await page.keyboard.press('Enter');
    assert.match((await selected()) ?? '', /^revision 115 /);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.count').innerText(), '');
    await page.getByRole('button', { name: 'Pending' }).click();
    assert.equal(await page.locator('.count').innerText(), '1 of 200');
  });

  test('what revisions do is asked for the rows in sight, shown, and searched by table', async () => {
    await open(300);
    const asked = (await sent()).filter((each) => (each as { kind: string }).kind === 'words');
    assert.ok(JSON.stringify(asked).includes('id3.py') && !JSON.stringify(asked).includes('id299.py'));
    const words = { upgrade: ['adds users.email'], downgrade: ['drops users.email'], docstring: 'a' };
    await send({ kind: 'words', generation: 1, words: [{ uri: 'file:///versions/id3.py', words }] });
    await page.getByText('adds users.email').waitFor();
    await page.locator('.rows').press('/');
    await page.keyboard.type('table:users');
    await eventually('one is found', async () => (await page.locator('.count').innerText()) === '1 of 300');
    assert.ok(JSON.stringify((await sent()).slice(-5)).includes('id299.py'), 'the others are asked for');
  });

  test('other contents keep the selection and the place, and text is never markup', async () => {
    await open(500);
    await page.locator('.rows').press('End');
    await eventually('the last row is selected', async () => (await selected())?.includes('id499') ?? false);
    const top = await page.locator('.rows').evaluate((rows) => rows.scrollTop);
    await send({ kind: 'contents', contents: { ...contentsOf(500), generation: 2 } });
    assert.match((await selected()) ?? '', /id499$/);
    assert.equal(await page.locator('.rows').evaluate((rows) => rows.scrollTop), top);
    assert.equal(await page.locator('img').count(), 0);
  });

  for (const theme of ['dark', 'light'] as const)
    test(`axe finds nothing to complain about in a ${theme} theme`, async () => {
      await open(40, theme);
      await page.locator('.rows').press('ArrowDown');
      await page.addScriptTag({ path: join(projectRoot, 'node_modules', 'axe-core', 'axe.min.js') });
      const violations = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: {
            run(): Promise<{
              violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
            }>;
          };
        };
        return (await axe.run()).violations.map(
          ({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`,
        );
      });
      assert.deepEqual(violations, []);
    });
});
