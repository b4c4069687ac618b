import type { FrameLocator, Page } from 'playwright-core';

/** The page of the graph, in its panel. */
export class GraphView {
  readonly frame: FrameLocator;

  constructor(readonly page: Page) {
    this.frame = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  /** The rows in sight, as a screen reader says them; none while the page loads. */
  async rows(): Promise<readonly string[]> {
    const rows = this.frame.locator('.row');
    return await rows
      .evaluateAll((found) =>
        found
          .toSorted(
            (a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')),
          )
          .map((row) => row.getAttribute('aria-label') ?? ''),
      )
      .catch(noneWhileLoading);
  }

  async summary(): Promise<string> {
    return await this.frame.locator('.summary').innerText();
  }
}

/** VS Code loads a webview in steps, and a question that meets one of them fails instead of waiting. */
function noneWhileLoading(error: unknown): readonly string[] {
  if (/context was destroyed|detached|navigat/i.test(String(error))) return [];
  throw error;
}
