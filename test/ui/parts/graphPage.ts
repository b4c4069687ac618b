import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { FromGraph, GraphContents, ToGraph } from '../../../client/src/features/graph/messages';
import { projectRoot } from '../../fixtures/projectRoot';

/** The colours that the page uses, as VS Code's themes have them. */
const themes = {
  dark: {
    class: 'vscode-dark',
    colours: {
      ...{ foreground: '#cccccc', 'editor-background': '#1f1f1f', 'sideBar-background': '#181818' },
      ...{ descriptionForeground: '#9d9d9d', 'textLink-foreground': '#4daafc', 'panel-border': '#2b2b2b' },
      ...{ 'button-background': '#0078d4', 'button-secondaryBackground': '#313131' },
      ...{ 'button-secondaryForeground': '#cccccc', 'charts-blue': '#3794ff', 'charts-purple': '#b180d7' },
      ...{ 'charts-green': '#89d185', 'charts-orange': '#d18616', 'charts-yellow': '#cca700' },
      ...{ 'editorWarning-foreground': '#cca700', 'editorError-foreground': '#f14c4c' },
      ...{ 'testing-iconPassed': '#73c991', 'badge-background': '#616161', 'badge-foreground': '#f8f8f8' },
      ...{ 'list-activeSelectionBackground': '#04395e', 'list-activeSelectionForeground': '#ffffff' },
      ...{ 'list-inactiveSelectionBackground': '#37373d', 'input-background': '#313131' },
      ...{ 'button-foreground': '#ffffff', focusBorder: '#0078d4', 'list-hoverBackground': '#2a2d2e' },
    },
  },
  light: {
    class: 'vscode-light',
    colours: {
      ...{ foreground: '#3b3b3b', 'editor-background': '#ffffff', 'sideBar-background': '#f8f8f8' },
      ...{ descriptionForeground: '#3b3b3b', 'textLink-foreground': '#005fb8', 'panel-border': '#e5e5e5' },
      ...{ 'button-background': '#005fb8', 'button-secondaryBackground': '#e5e5e5' },
      ...{ 'button-secondaryForeground': '#3b3b3b', 'charts-blue': '#1a85ff', 'charts-purple': '#652d90' },
      ...{ 'charts-green': '#388a34', 'charts-orange': '#d18616', 'charts-yellow': '#bf8803' },
      ...{ 'editorWarning-foreground': '#7a5b00', 'editorError-foreground': '#b01011' },
      ...{ 'testing-iconPassed': '#1a7f37', 'badge-background': '#cccccc', 'badge-foreground': '#3b3b3b' },
      ...{ 'list-activeSelectionBackground': '#e8e8e8', 'list-activeSelectionForeground': '#000000' },
      ...{ 'list-inactiveSelectionBackground': '#e4e6f1', 'input-background': '#ffffff' },
      ...{ 'button-foreground': '#ffffff', focusBorder: '#005fb8', 'list-hoverBackground': '#f2f2f2' },
    },
  },
  contrastDark: {
    class: 'vscode-high-contrast',
    colours: {
      ...{ foreground: '#ffffff', 'editor-background': '#000000', 'sideBar-background': '#000000' },
      ...{ descriptionForeground: '#ffffff', 'textLink-foreground': '#21a6ff', 'panel-border': '#6fc3df' },
      ...{ contrastBorder: '#6fc3df', contrastActiveBorder: '#f38518', 'button-border': '#6fc3df' },
      ...{ 'button-secondaryForeground': '#ffffff', 'charts-blue': '#3794ff', 'charts-purple': '#b180d7' },
      ...{ 'charts-green': '#89d185', 'charts-orange': '#d18616', 'charts-yellow': '#ffd370' },
      ...{ 'editorWarning-foreground': '#ffd370', 'editorError-foreground': '#f48771' },
      ...{ 'testing-iconPassed': '#73c991', 'badge-background': '#000000', 'badge-foreground': '#ffffff' },
      ...{ 'input-background': '#000000', 'button-foreground': '#ffffff', focusBorder: '#f38518' },
    },
  },
  contrastLight: {
    class: 'vscode-high-contrast vscode-high-contrast-light',
    colours: {
      ...{ foreground: '#292929', 'editor-background': '#ffffff', 'sideBar-background': '#ffffff' },
      ...{ descriptionForeground: '#292929', 'textLink-foreground': '#0f4a85', 'panel-border': '#0f4a85' },
      ...{ contrastBorder: '#0f4a85', contrastActiveBorder: '#006bbd', 'button-border': '#0f4a85' },
      ...{ 'button-background': '#0f4a85', 'button-secondaryBackground': '#ffffff' },
      ...{ 'button-secondaryForeground': '#292929', 'charts-blue': '#1a85ff', 'charts-purple': '#652d90' },
      ...{ 'charts-green': '#374e06', 'charts-orange': '#a35a00', 'charts-yellow': '#895503' },
      ...{ 'editorWarning-foreground': '#895503', 'editorError-foreground': '#b5200d' },
      ...{ 'testing-iconPassed': '#007100', 'badge-background': '#0f4a85', 'badge-foreground': '#ffffff' },
      ...{ 'input-background': '#ffffff', 'button-foreground': '#ffffff', focusBorder: '#006bbd' },
    },
  },
} as const;

export type PageTheme = keyof typeof themes;

export const pageThemes = Object.keys(themes) as readonly PageTheme[];

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
<body class="${themes[theme].class}">${script('vscode.js')}${script('graph.js')}</body></html>`;
}

function textOf(name: string, theme: PageTheme): string {
  if (name === 'theme.css') {
    const rest = `--vscode-charts-foreground:${themes[theme].colours.foreground}`;
    const fonts =
      '--vscode-font-family:sans-serif;--vscode-font-size:13px;--vscode-editor-font-family:monospace';
    const colours = Object.entries(themes[theme].colours).map(([key, value]) => `--vscode-${key}:${value}`);
    return `:root{${[fonts, rest, ...colours].join(';')}}`;
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
