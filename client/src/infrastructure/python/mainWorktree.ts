import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The checkout that a folder is in, and the one that it was made from. */
export interface LinkedWorktree {
  readonly folder: string;
  readonly main: string;
}

/**
 * The linked worktree of Git that a folder is in, as the files of Git say; undefined where it is in none, or
 * the main one has no files.
 */
export function findLinkedWorktree(from: string): LinkedWorktree | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const git = join(folder, '.git');
    const found = statSync(git, { throwIfNoEntry: false });
    if (found) {
      const main = found.isFile() ? mainOf(folder, git) : undefined;
      return main === undefined ? undefined : { folder, main };
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** A submodule has such a file too, but no `commondir`. */
function mainOf(folder: string, gitFile: string): string | undefined {
  try {
    const [, own] = /^gitdir: (.+)$/m.exec(readFileSync(gitFile, 'utf8')) ?? [];
    if (own === undefined) return undefined;
    const gitFolder = resolve(folder, own.trim());
    const common = resolve(gitFolder, readFileSync(join(gitFolder, 'commondir'), 'utf8').trim());
    return basename(common) === '.git' ? dirname(common) : undefined;
  } catch {
    return undefined;
  }
}
