import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The Python files below the folders; a folder that is not there has none. */
export async function listVersionFiles(folders: readonly string[]): Promise<ReadonlySet<string>> {
  const files = new Set<string>();
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    for (const name of names) if (name.endsWith('.py')) files.add(join(folder, name));
  }
  return files;
}
