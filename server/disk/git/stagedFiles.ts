import type { StagedFiles } from '../../core/features/committedApart';
import { runGit } from './runGit';

/**
 * The files that the commit under way takes and leaves, by Git's index; undefined where Git does not say.
 * `indexFile` is the index that Git names to its hooks.
 */
export async function readStagedFiles(
  workTree: string,
  indexFile: string | undefined,
): Promise<StagedFiles | undefined> {
  const words = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames'];
  const run = await runGit(workTree, words, indexFile === undefined ? {} : { indexFile });
  if (run.kind !== 'done') return undefined;
  const staged = new Map<string, 'added' | 'changed'>();
  const left = new Map<string, 'added' | 'changed'>();
  for (const record of run.output.toString('utf8').split('\0')) {
    const [index = ' ', tree = ' '] = record;
    const path = `${workTree}/${record.slice(3)}`;
    if (index === 'A') staged.set(path, 'added');
    else if (index === 'M') staged.set(path, 'changed');
    if (index === '?') left.set(path, 'added');
    else if (tree === 'M') left.set(path, 'changed');
  }
  return { staged, left };
}
