import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a temporary folder, gives it to `work`, and removes it at the end, however that ends. */
export async function inTemporaryFolder(work) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alembic-workbench-test-')));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
