import type { Page } from 'playwright-core';
import { eventually } from '../../fixtures/eventually';

/** The active text editor. */
export class Editor {
  public constructor(private readonly page: Page) {}

  /** The name of the file in the active tab and the words on it; empty where no editor is open. */
  public async title(): Promise<string> {
    const tab = this.page.locator('.editor-group-container.active .tab.active').first();
    if ((await tab.count()) === 0) return '';
    const words = await tab.locator('.label-name').first().innerText();
    return `${(await tab.getAttribute('data-resource-name')) ?? ''} ${words}`;
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

  /** The texts under squiggles of a severity, as far as they are on the screen. */
  public async underlined(
    severity: 'error' | 'warning' | 'information' | 'hint',
  ): Promise<readonly string[]> {
    const style = severity === 'information' ? 'info' : severity;
    return await this.page
      .locator(`.editor-group-container.active .monaco-editor .squiggly-${style}`)
      .evaluateAll((squiggles) =>
        squiggles.map((squiggle) => {
          const box = squiggle.getBoundingClientRect();
          const lines = [...document.querySelectorAll('.editor-group-container.active .view-line')];
          const line = lines.find((each) => Math.abs(each.getBoundingClientRect().top - box.top) < 5);
          const walker = document.createTreeWalker(line ?? document.body, NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          let text = '';
          while (line && walker.nextNode()) {
            const node = walker.currentNode;
            for (let at = 0; at < (node.textContent ?? '').length; at++) {
              range.setStart(node, at);
              range.setEnd(node, at + 1);
              const { left, right } = range.getBoundingClientRect();
              const middle = (left + right) / 2;
              if (middle > box.left && middle < box.right) text += range.toString();
            }
          }
          return text.replaceAll('\u00a0', ' ');
        }),
      );
  }

  /** Puts the cursor somewhere, lines and columns counted from 1. */
  public async goTo(line: number, column: number): Promise<void> {
    const place = `Ln ${line}, Col ${column}`;
    await eventually(`the cursor is at ${place}`, async () => {
      if (await this.page.getByText(place, { exact: true }).isVisible()) return true;
      // A tab has its title before it has its text, and until then there is no line to go to: Enter does
      // nothing, and the box stays open.
      await this.page.keyboard.press('Control+g');
      const input = this.page.locator('.quick-input-widget input:visible').first();
      const isTyped = await input.fill(`:${line}:${column}`, { timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (isTyped) await this.page.keyboard.press('Enter');
      const isClosed = await this.page
        .locator('.quick-input-widget')
        .waitFor({ state: 'hidden', timeout: 5000 })
        .then(
          () => true,
          () => false,
        );
      if (!isClosed) await this.page.keyboard.press('Escape');
      return false;
    });
  }

  /** The titles of the code actions at the cursor; the menu stays open. */
  public async openCodeActions(): Promise<readonly string[]> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await eventually('code actions are offered', async () => {
      if ((await rows.count()) > 0) return true;
      await this.page.keyboard.press('Control+.');
      await rows
        .first()
        .waitFor({ timeout: 10_000 })
        .catch(() => undefined);
      return (await rows.count()) > 0;
    });
    return (await rows.allInnerTexts()).map((text) => text.trim());
  }

  /**
   * Opens the code actions at the cursor until the first one is `title`: a finding that needs Git or a parser
   * comes later than the others.
   */
  public async openCodeActionsWith(title: string | RegExp): Promise<void> {
    await eventually(
      `the first code action is ${String(title)}`,
      async () => {
        const [first = ''] = await this.openCodeActions();
        if (typeof title === 'string' ? first === title : title.test(first)) return true;
        await this.page.keyboard.press('Escape');
        await this.page.locator('.action-widget').waitFor({ state: 'hidden' });
        return first;
      },
      (first) => first === true,
    );
  }

  /**
   * Goes with the arrow keys to one of the code actions that `openCodeActions` has shown, and takes it with
   * Enter.
   */
  public async takeCodeAction(title: string): Promise<void> {
    const focused = this.page.locator('.action-widget .monaco-list-row.action.focused');
    await eventually(`"${title}" is reached`, async () => {
      const isThere = (await focused.innerText()).trim() === title;
      if (!isThere) await this.page.keyboard.press('ArrowDown');
      return isThere;
    });
    await this.page.keyboard.press('Enter');
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
