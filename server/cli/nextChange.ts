import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';

/** Milliseconds in which changes that belong together come, as of a checkout. */
const settleMilliseconds = 150;

/** Waits until something in one of these folders changes; false where none of them can be watched. */
export async function nextChange(folders: readonly string[]): Promise<boolean> {
  const watchers: FSWatcher[] = [];
  try {
    return await new Promise<boolean>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const changed = (): void => {
        timer ??= setTimeout(() => resolve(true), settleMilliseconds);
      };
      for (const folder of folders) {
        try {
          watchers.push(watch(folder, changed).on('error', changed));
        } catch {
          // Gone by now, or no more folders can be watched; the others are.
        }
      }
      if (watchers.length === 0) resolve(false);
    });
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}
