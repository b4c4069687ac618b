import assert from 'node:assert/strict';
import { sep } from 'node:path';
import { CancellationError, extensions } from 'vscode';

/**
 * Remembers promises of the extension that were rejected and never handled, which VS Code writes to its log
 * and shows nobody.
 */
export class UnhandledRejections {
  private readonly reasons = new Map<Promise<unknown>, unknown>();
  private readonly add = (reason: unknown, promise: Promise<unknown>): void =>
    void this.reasons.set(promise, reason);
  private readonly remove = (promise: Promise<unknown>): void => void this.reasons.delete(promise);

  constructor() {
    process.on('unhandledRejection', this.add);
    process.on('rejectionHandled', this.remove);
  }

  /** Listens no more, and throws where there was one. */
  end(): void {
    process.off('unhandledRejection', this.add);
    process.off('rejectionHandled', this.remove);
    const folder = extensions.getExtension('alembic-workbench.alembic-workbench')?.extensionPath ?? '';
    const own = [...this.reasons.values()]
      .filter((reason) => !(reason instanceof CancellationError))
      .map((reason) => (reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)))
      // Other extensions run in the same process.
      .filter((text) => !/\n\s+at /.test(text) || text.includes(`${folder}${sep}dist${sep}`));
    assert.deepEqual(own, [], 'every rejected promise is handled');
  }
}
