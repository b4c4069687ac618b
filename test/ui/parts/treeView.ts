import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../fixtures/eventually';

/** One row of a tree as a person reads it. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for a root. */
  readonly level: number;
  /** Undefined for a row without children. */
  readonly expanded: boolean | undefined;
  /** What a screen reader says. */
  readonly accessibleName: string;
}

/** A tree view in the side bar or the panel, found by the view's name. */
export class TreeView {
  private readonly pane: Locator;
  private readonly rowLocator: Locator;

  public constructor(page: Page, name: string) {
    this.pane = page
      .locator('.pane')
      .filter({ has: page.locator(`.pane-header[aria-label*="${name}"]`) })
      .first();
    this.rowLocator = this.pane.locator('.monaco-list-row[role="treeitem"]');
  }

  /** The rows that are on the screen (a long tree draws only those). */
  public async rows(): Promise<readonly TreeRow[]> {
    const rows = await this.rowLocator.evaluateAll((elements) =>
      elements.map((row) => ({
        top: row.getBoundingClientRect().top,
        label: row.querySelector('.label-name')?.textContent ?? '',
        description: row.querySelector('.label-description')?.textContent ?? '',
        level: Number(row.getAttribute('aria-level')),
        expanded: row.getAttribute('aria-expanded'),
        accessibleName: row.getAttribute('aria-label') ?? '',
      })),
    );
    return rows
      .sort((a, b) => a.top - b.top)
      .map(({ label, description, level, expanded, accessibleName }) => ({
        label,
        description,
        level,
        expanded: expanded === null ? undefined : expanded === 'true',
        accessibleName,
      }));
  }

  /** Waits until the rows are as `accept` wants them, and gives them. */
  public async waitForRows(
    what: string,
    accept: (rows: readonly TreeRow[]) => boolean = (rows) => rows.length > 0,
  ): Promise<readonly TreeRow[]> {
    return await eventually(`the tree: ${what}`, () => this.rows(), accept);
  }

  /** Clicks the first row that holds the text. */
  public async click(text: string): Promise<void> {
    await this.row(text).click();
  }

  /** Opens the context menu of the first row that holds the text and picks an entry. */
  public async chooseFromMenu(text: string, entry: string): Promise<void> {
    await this.settle();
    const row = this.row(text);
    const item = row.page().locator('.context-view .action-item').filter({ hasText: entry }).first();
    // A row that is drawn anew under the pointer closes the menu again.
    await eventually(`the menu of "${text}" is open`, async () => {
      await row.click({ button: 'right', timeout: 10_000 }).catch(() => undefined);
      await item.waitFor({ timeout: 10_000 }).catch(() => undefined);
      return await item.isVisible();
    });
    // A menu ignores clicks right after it opened, so as not to take the one that opened it.
    await eventually(`the menu entry "${entry}" is taken`, async () => {
      if (await item.isVisible()) await item.click({ timeout: 1000 }).catch(() => undefined);
      await item.waitFor({ state: 'hidden', timeout: 500 }).catch(() => undefined);
      return !(await item.isVisible());
    });
  }

  /** Presses one of the buttons that a row shows while the pointer is on it. */
  public async pressInlineButton(text: string, title: string): Promise<void> {
    await this.settle();
    await this.row(text).hover();
    await this.row(text).locator(`.action-label[aria-label^="${title}"]`).click();
  }

  /** The texts that the view shows instead of a tree. */
  public async welcome(): Promise<string> {
    const texts = await this.pane.locator('.welcome-view-content').allInnerTexts();
    return texts.join('\n').trim();
  }

  /**
   * Waits until the rows stay where they are: one that is drawn anew under the pointer would be taken for
   * another.
   */
  private async settle(): Promise<void> {
    let before: readonly TreeRow[] = [];
    await eventually('the rows stay', async () => {
      const rows = await this.rows();
      const isSame = rows.length > 0 && isDeepStrictEqual(rows, before);
      before = rows;
      if (!isSame) await pause(300);
      return isSame;
    });
  }

  private row(text: string): Locator {
    return this.rowLocator.filter({ hasText: text }).first();
  }
}
