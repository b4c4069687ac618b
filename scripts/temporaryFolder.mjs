import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// macOS's own temporary folder has so long a path that VS Code's sockets don't fit below it.
const parent = process.platform === 'darwin' ? '/tmp' : tmpdir();

/** Makes a temporary folder that is removed when the process ends, or by `remove`. */
export function makeTemporaryFolder() {
  const folder = realpathSync(mkdtempSync(join(parent, 'alembic-workbench-')));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.on('exit', remove);
  return {
    folder,
    remove: () => {
      process.off('exit', remove);
      remove();
    },
  };
}

/** Makes a temporary folder, gives it to `work`, and removes it at the end, however that ends. */
export async function inTemporaryFolder(work) {
  const { folder, remove } = makeTemporaryFolder();
  try {
    return await work(folder);
  } finally {
    remove();
  }
}
