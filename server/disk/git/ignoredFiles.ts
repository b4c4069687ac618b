import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { GitFacts, IgnoredBy } from '../../core/rules/engine/gitFacts';
import type { Repository, RepositoryPlace } from './repository';
import { runGit } from './runGit';

/** More files than that are not asked about. */
const mostFiles = 500;

/**
 * The files of a snapshot that Git leaves out of every commit, with the pattern that says so. Files that Git
 * has already are not asked about; one that was added in spite of a pattern is not ignored.
 */
export async function readIgnoredFiles(
  { workTree }: Repository,
  places: readonly RepositoryPlace[],
  { files }: EnvironmentSnapshot,
  { mergeBase, main }: GitFacts,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, IgnoredBy>> {
  const byName = new Map<string, string>();
  for (const { path } of files) {
    if (mergeBase.files.has(path) || main.files.has(path)) continue;
    const place = places.find(({ location }) => path.startsWith(`${location}/`));
    if (!place || byName.size >= mostFiles) continue;
    const below = path.slice(place.location.length + 1);
    // Behind a dot no name is taken for a pattern.
    byName.set(`./${place.relative === '' ? below : `${place.relative}/${below}`}`, path);
  }
  if (byName.size === 0) return new Map();
  const run = await runGit(workTree, ['check-ignore', '--verbose', '-z', '--stdin'], {
    input: [...byName.keys()].map((name) => `${name}\0`).join(''),
    signal,
    literalPaths: false,
  });
  // It ends with 1 where nothing is ignored.
  return run.kind === 'done' ? ignoredIn(run.output.toString('utf8').split('\0'), byName) : new Map();
}

/** Four fields a file: source, line, pattern and the file's name. */
function ignoredIn(
  fields: readonly string[],
  byName: ReadonlyMap<string, string>,
): ReadonlyMap<string, IgnoredBy> {
  const ignored = new Map<string, IgnoredBy>();
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [source = '', line = '', pattern = '', name = ''] = fields.slice(at, at + 4);
    const path = byName.get(name);
    if (path !== undefined && !pattern.startsWith('!'))
      ignored.set(path, { source, line: Number(line), pattern });
  }
  return ignored;
}
