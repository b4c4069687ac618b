import type { FrameLocator, Page } from 'playwright-core';

/** The page of the graph, in its panel. */
export class GraphView {
  readonly frame: FrameLocator;

  constructor(readonly page: Page) {
    this.frame = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  /** The rows in sight, as a screen reader says them. */
  async rows(): Promise<readonly string[]> {
    const rows = this.frame.locator('.row');
    const labels = await rows.evaluateAll((found) =>
      found
        .toSorted((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
        .map((row) => row.getAttribute('aria-label') ?? ''),
    );
    return labels;
  }

  async summary(): Promise<string> {
    return await this.frame.locator('.summary').innerText();
  }
}
