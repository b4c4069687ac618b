import type { Page } from 'playwright-core';
import { eventually } from '../../fixtures/eventually';

/** The active text editor. */
export class Editor {
  public constructor(private readonly page: Page) {}

  /** The name on the active tab; empty where no editor is open. */
  public async title(): Promise<string> {
    const tab = this.page.locator('.editor-group-container.active .tab.active .label-name');
    return (await tab.count()) > 0 ? await tab.first().innerText() : '';
  }

  /** Waits until the active tab's name holds the text. */
  public async waitForTitle(text: string): Promise<void> {
    await eventually(
      `the active editor is ${text}`,
      () => this.title(),
      (title) => title.includes(text),
    );
  }

  /** The lines that are on the screen. */
  public async visibleText(): Promise<string> {
    const lines = await this.page
      .locator('.editor-group-container.active .monaco-editor .view-line')
      .evaluateAll((elements) =>
        elements
          .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' }))
          .sort((a, b) => a.top - b.top)
          .map((line) => line.text),
      );
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Puts the cursor somewhere, lines and columns counted from 1. */
  public async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+g');
    const input = this.page.locator('.quick-input-widget input:visible').first();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** The titles of the code actions at the cursor; the menu stays open. */
  public async openCodeActions(): Promise<readonly string[]> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await eventually('code actions are offered', async () => {
      if ((await rows.count()) > 0) return true;
      await this.page.keyboard.press('Control+.');
      await rows
        .first()
        .waitFor({ timeout: 2000 })
        .catch(() => undefined);
      return (await rows.count()) > 0;
    });
    return (await rows.allInnerTexts()).map((text) => text.trim());
  }

  /** Picks one of the code actions that `openCodeActions` has shown. */
  public async chooseCodeAction(title: string): Promise<void> {
    await this.page
      .locator('.action-widget .monaco-list-row.action')
      .filter({ hasText: title })
      .first()
      .click();
  }
}
