import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../fixtures/eventually';

/** One finding as the Problems panel lists it; lines and columns are counted from 1. */
export interface ProblemRow {
  /** The file's name without its folder. */
  readonly file: string;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** The Problems panel, used by keyboard. It lists no hints. */
export class Problems {
  private readonly panel: Locator;
  private readonly rowLocator: Locator;

  public constructor(private readonly page: Page) {
    this.panel = page.locator('.markers-panel');
    this.rowLocator = this.panel.locator('.monaco-list-row');
  }

  /** Shows the panel and goes there. */
  public async show(): Promise<void> {
    await eventually('the Problems panel is there', async () => {
      // Hides it where it has the focus.
      await this.page.keyboard.press('Control+Shift+m');
      return await this.panel
        .waitFor({ timeout: 10_000 })
        .then(() => true)
        .catch(() => false);
    });
  }

  /** Shows the panel, and in it only the files whose path matches a glob pattern. */
  public async filter(pattern: string): Promise<void> {
    const input = this.page.locator('.viewpane-filter input');
    await eventually('the filter has the pattern', async () => {
      await this.show();
      await this.page.keyboard.press('Control+f');
      const isFocused = await input
        .evaluate((element) => element === document.activeElement)
        .catch(() => false);
      if (isFocused) await input.fill(pattern);
      return isFocused;
    });
  }

  /** The findings that are listed. */
  public async rows(): Promise<readonly ProblemRow[]> {
    const rows = await this.rowLocator.evaluateAll((elements) =>
      elements.map((row) => ({
        file: row.querySelector('.label-name')?.textContent,
        spoken: row.getAttribute('aria-label') ?? '',
        code: row.querySelector('.marker-code')?.textContent ?? '',
      })),
    );
    let file = '';
    return rows.flatMap((row) => {
      file = row.file ?? file;
      const match = /^(\w+): ([^]*) at line (\d+) and character (\d+)\./.exec(row.spoken);
      if (!match) return [];
      const [, severity = '', message = '', line, column] = match;
      const words = {
        severity: severities[severity] ?? severity,
        message,
        code: row.code.replace(/^\((.*)\)$/, '$1'),
      };
      return [{ file, ...words, line: Number(line), column: Number(column) }];
    });
  }

  /** Waits until the listed findings are as `accept` wants them. */
  public async waitFor(
    what: string,
    accept: (rows: readonly ProblemRow[]) => boolean,
  ): Promise<readonly ProblemRow[]> {
    return await eventually(`the Problems panel: ${what}`, () => this.rows(), accept);
  }

  /** Goes with the arrow keys from the filter to a finding, and with Enter to its place. */
  public async goTo({ message }: ProblemRow): Promise<void> {
    await this.page.keyboard.press('Control+ArrowDown');
    const focused = this.panel.locator('.monaco-list-row.focused');
    await eventually(`"${message}" is reached`, async () => {
      const spoken = await focused.getAttribute('aria-label', { timeout: 500 }).catch(() => null);
      const isThere = spoken?.includes(message) === true;
      // The rows may change meanwhile.
      const isLast =
        (await focused.getAttribute('data-last-element', { timeout: 500 }).catch(() => null)) === 'true';
      if (!isThere) await this.page.keyboard.press(isLast ? 'Home' : 'ArrowDown');
      return isThere;
    });
    await this.page.keyboard.press('Enter');
  }
}

const severities: Readonly<Record<string, string>> = {
  Error: 'error',
  Warning: 'warning',
  Info: 'information',
};
