import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../fixtures/eventually';

/** One row of a pick list as a person reads it. */
export interface QuickPickRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** The box in the top centre: command palette, pick lists and input boxes. */
export class QuickInput {
  private readonly widget: Locator;
  private readonly rowLocator: Locator;

  public constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
    this.rowLocator = this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /** Waits until a pick list or input box whose title, placeholder or message holds the text is open. */
  public async waitFor(text: string): Promise<void> {
    await eventually(
      `an open pick list or input box that says "${text}"`,
      () => this.read(),
      (found) => found.includes(text),
    );
  }

  /** Title, placeholder, message and value of what is open; empty where nothing is. */
  public async read(): Promise<string> {
    if (!(await this.widget.isVisible())) return '';
    const input = this.widget.locator('.quick-input-filter input, .quick-input-box input').first();
    const placeholder = (await input.getAttribute('placeholder', { timeout: 1000 }).catch(() => '')) ?? '';
    const value = await input.inputValue({ timeout: 1000 }).catch(() => '');
    const texts = await this.widget.locator('.quick-input-title, .quick-input-message').allInnerTexts();
    return [...texts, placeholder, value].join('\n');
  }

  /** The rows that are on the screen (a long list draws only those). */
  public async rows(): Promise<readonly QuickPickRow[]> {
    return await this.rowLocator.evaluateAll((rows) =>
      rows.map((row) => {
        const text = (selector: string) => row.querySelector(selector)?.textContent ?? '';
        return {
          label: text('.quick-input-list-row .monaco-icon-label .label-name'),
          description: text('.quick-input-list-row .label-description'),
          detail: text('.quick-input-list-label-meta'),
        };
      }),
    );
  }

  /** Waits for a row whose label holds the text, and picks it. */
  public async choose(text: string): Promise<void> {
    const row = this.rowLocator.filter({ hasText: text }).first();
    await row.waitFor();
    await row.click();
  }

  /**
   * Picks the row whose label holds the text; false where none comes within five seconds, or the list closes
   * meanwhile.
   */
  public async tryChoose(text: string): Promise<boolean> {
    const row = this.rowLocator.filter({ hasText: text }).first();
    return await row.click({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
  }

  /** Replaces what the box holds. */
  public async type(text: string): Promise<void> {
    await this.widget.locator('input:visible').first().fill(text);
  }

  /** Replaces what the box holds; false where none opens within five seconds, or it closes meanwhile. */
  public async tryType(text: string): Promise<boolean> {
    return await this.widget
      .locator('input:visible')
      .first()
      .fill(text, { timeout: 5000 })
      .then(() => true)
      .catch(() => false);
  }

  /** Presses Enter in the box. */
  public async accept(): Promise<void> {
    await this.page.keyboard.press('Enter');
  }

  /** Presses Escape and waits until the box is closed. */
  public async cancel(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** Presses Escape until no box is open, where one is. */
  public async dismiss(): Promise<void> {
    await eventually('no pick list or input box is open', async () => {
      if (!(await this.widget.isVisible())) return true;
      await this.page.keyboard.press('Escape');
      return false;
    });
  }

  public async isOpen(): Promise<boolean> {
    return await this.widget.isVisible();
  }
}
