import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { FromGraph, GraphContents, ToGraph } from '../../../client/src/features/graph/messages';
import { projectRoot } from '../../fixtures/projectRoot';
import { pageStyles } from './pageStyles';

export type PageTheme = keyof typeof pageStyles;

export const pageThemes = Object.keys(pageStyles) as readonly PageTheme[];

/** The page of the graph alone in a browser, with the policy that VS Code gives it. */
export class GraphPage {
  private constructor(readonly page: Page) {}

  /** Opens it with a history; `answer` is what the extension does with what the page asks. */
  static async open(
    browser: Browser,
    contents: GraphContents,
    theme: PageTheme = 'dark',
    answer: (message: FromGraph, opened: GraphPage) => Promise<void> = () => Promise.resolve(),
  ): Promise<GraphPage> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 700 } });
    const page = await context.newPage();
    const opened = new GraphPage(page);
    await page.exposeFunction('ask', (message: FromGraph) => answer(message, opened));
    const address = 'https://graph.example/';
    await page.route(`${address}**`, (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: documentIn(theme) });
      const type = pathname.endsWith('.js') ? 'text/javascript' : 'text/css';
      return route.fulfill({ contentType: type, body: textOf(pathname.slice(1), theme) });
    });
    await page.goto(address);
    await opened.send({ kind: 'contents', contents });
    if (contents.rows.length > 0) await opened.rows.first().waitFor();
    return opened;
  }

  /** The rows in sight and some beyond. */
  get rows(): Locator {
    return this.page.locator('.row');
  }

  /** What takes the keyboard for all rows. */
  get grid(): Locator {
    return this.page.locator('.rows');
  }

  get details(): Locator {
    return this.page.locator('.details');
  }

  async send(message: ToGraph): Promise<void> {
    await this.page.evaluate((data) => void window.postMessage(data, '*'), message);
  }

  /** All that the page sent, in order. */
  async sent(): Promise<readonly FromGraph[]> {
    return await this.page.evaluate(() => (window as unknown as { sent: FromGraph[] }).sent);
  }

  /** The selected row as a screen reader says it. */
  async selected(): Promise<string> {
    return (await this.page.locator('.row.selected').getAttribute('aria-label', { timeout: 30_000 })) ?? '';
  }

  async count(): Promise<string> {
    return await this.page.locator('.count').innerText();
  }

  /** What axe finds to complain about, one line each. */
  async complaints(): Promise<readonly string[]> {
    // The page's own policy lets no other script in.
    await this.page.evaluate(
      readFileSync(join(projectRoot, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8'),
    );
    return await this.page.evaluate(async () => {
      interface Violation {
        readonly id: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
      }
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ readonly violations: readonly Violation[] }> };
      };
      return (await axe.run()).violations.map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`,
      );
    });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** As `webviewPage.ts` writes it, with what VS Code adds. */
function documentIn(theme: PageTheme): string {
  const policy = "default-src 'none'; style-src 'self'; script-src 'nonce-of-this-page'; img-src data:";
  const script = (name: string): string => `<script nonce="of-this-page" src="${name}"></script>`;
  return `<!DOCTYPE html><html lang="en"><head><title>Migration Graph</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="theme.css"><link rel="stylesheet" href="graph.css"></head>
<body class="${pageStyles[theme].class}">${script('vscode.js')}${script('graph.js')}</body></html>`;
}

function textOf(name: string, theme: PageTheme): string {
  if (name === 'theme.css') {
    const fonts = '--vscode-font-family: sans-serif; --vscode-font-size: 13px;';
    return `:root { ${fonts} ${pageStyles[theme].colours} }`;
  }
  if (name === 'vscode.js') return `(${vscodeInPage.toString()})();`;
  return readFileSync(join(projectRoot, 'dist', 'webview', name), 'utf8');
}

/** What VS Code gives a page; it runs in the browser. */
function vscodeInPage(): void {
  const sent: unknown[] = [];
  const browser = window as unknown as { ask(message: unknown): Promise<void> };
  Object.assign(window, {
    sent,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => {
        sent.push(message);
        void browser.ask(message);
      },
      // Kept over a reload, as VS Code keeps it.
      getState: (): unknown => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (next: unknown) => sessionStorage.setItem('state', JSON.stringify(next)),
    }),
  });
}
