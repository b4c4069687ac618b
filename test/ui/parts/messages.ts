import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../fixtures/eventually';

/** The notifications in the corner. */
export class Notifications {
  private readonly items: Locator;

  public constructor(page: Page) {
    this.items = page.locator('.notifications-toasts .notification-list-item');
  }

  /** Their texts; none while the window is loaded anew. */
  public async texts(): Promise<readonly string[]> {
    try {
      return await this.items.locator('.notification-list-item-message').allInnerTexts();
    } catch (error) {
      if (error instanceof Error && error.message.includes('Execution context was destroyed')) return [];
      throw error;
    }
  }

  /** Waits for a notification that holds the text, and gives the whole of it. */
  public async waitFor(text: string): Promise<string> {
    const texts = await eventually(
      `a notification that says "${text}"`,
      () => this.texts(),
      (found) => found.some((each) => each.includes(text)),
    );
    return texts.find((each) => each.includes(text)) ?? '';
  }

  /** Presses a button of the notification that holds the text. */
  public async press(text: string, button: string): Promise<void> {
    await this.items
      .filter({ hasText: text })
      .first()
      .locator('.monaco-button')
      .filter({ hasText: button })
      .click();
  }
}

/** A modal dialog: a question that has to be answered. */
export class Dialog {
  private readonly box: Locator;

  public constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box');
  }

  /** Waits for a dialog and gives its message and detail, and its buttons. */
  public async read(): Promise<{ readonly text: string; readonly buttons: readonly string[] }> {
    await this.box.waitFor();
    const text = await this.box.locator('.dialog-message-container').innerText();
    const buttons = await this.box.locator('.dialog-buttons .monaco-button').allInnerTexts();
    return { text, buttons: buttons.map((button) => button.trim()).filter((button) => button !== '') };
  }

  public async press(button: string): Promise<void> {
    await this.untilGone(() =>
      this.box.locator('.dialog-buttons .monaco-button').filter({ hasText: button }).first().click(),
    );
  }

  /** Goes to a button by keyboard and presses it. */
  public async pressByKeyboard(button: string): Promise<void> {
    await this.untilGone(() => this.pressFocused(button));
  }

  private async pressFocused(button: string): Promise<void> {
    const { keyboard } = this.box.page();
    const focused = this.box.locator('.monaco-button:focus');
    await eventually(`the button "${button}" is reached`, async () => {
      const isThere = (await focused.count()) > 0 && (await focused.innerText()).trim() === button;
      if (!isThere) await keyboard.press('Tab');
      return isThere;
    });
    await keyboard.press('Enter');
  }

  /**
   * Answers the dialog that is open, and waits until it is gone; another question may stand in its place at
   * once.
   */
  private async untilGone(answer: () => Promise<void>): Promise<void> {
    const dialog = await this.box.elementHandle();
    await answer();
    await dialog?.waitForElementState('hidden');
  }

  public async isOpen(): Promise<boolean> {
    return await this.box.isVisible();
  }
}
