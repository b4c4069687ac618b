import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a temporary folder, gives it to `work`, and removes it at the end, however that ends and also where the process does. */
export async function inTemporaryFolder(work) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alembic-workbench-test-')));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.on('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}
