import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// macOS's own temporary folder has so long a path that VS Code's sockets don't fit below it.
const parent = process.platform === 'darwin' ? '/tmp' : tmpdir();

/** Milliseconds that a folder is left alone, whoever made it. */
const leftAlone = 60 * 60_000;

/**
 * Makes a temporary folder that is removed when the process ends, or by `remove`; those of processes that
 * were killed long ago go now.
 */
export function makeTemporaryFolder() {
  removeLeftovers();
  const folder = realpathSync(mkdtempSync(join(parent, `alembic-workbench-${process.pid}-`)));
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

function removeLeftovers() {
  for (const name of readdirSync(parent)) {
    const [, id] = /^alembic-workbench-(\d+)-\w{6}$/.exec(name) ?? [];
    if (id === undefined || isRunning(Number(id))) continue;
    try {
      const path = join(parent, name);
      if (Date.now() - statSync(path).mtimeMs > leftAlone) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another run removes it, or it is not ours to remove.
    }
  }
}

function isRunning(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}
