import { explain } from './repository';
import type { NoGit, Repository, RepositoryPlace } from './repository';
import type { Comparison } from './branches';
import { readFilterSettings } from './filterSettings';
import { runGit } from './runGit';
import type { GitRun } from './runGit';
import { readVersionTrees } from './versionTrees';

/** Revision files of the merge base and of the main branch: path in the working tree to blob id. */
export interface ComparedTrees {
  readonly mergeBase: ReadonlyMap<string, string>;
  readonly main: ReadonlyMap<string, string>;
  /** Files on disk that may differ from the merge base, or are not in the working tree any more. */
  readonly changed: ReadonlySet<string>;
}

/** Reads names and ids only: the trees of both commits, and the index entries of the files on disk. */
export async function readComparedTrees(
  repository: Repository,
  comparison: Comparison,
  places: readonly RepositoryPlace[],
  isRecursive: boolean,
  signal?: AbortSignal,
): Promise<ComparedTrees | NoGit> {
  const { workTree } = repository;
  const requests = [comparison.mergeBase, comparison.main].flatMap((commit) =>
    places.map((place) => ({ commit, place })),
  );
  const relative = places.map((place) => place.relative);
  const paths = relative.includes('') ? [] : ['--', ...relative];
  const words = ['-z', '--name-only', '--no-renames', '--ignore-submodules=all', comparison.mergeBase];
  const [trees, changed] = await Promise.all([
    readVersionTrees(workTree, requests, isRecursive, signal),
    compareIndex(workTree, [...words, ...paths], signal),
  ]);
  if ('kind' in trees) return { reason: explain(trees, workTree) };
  if (changed.kind !== 'done') return { reason: explain(changed, workTree) };
  const join = (from: number): ReadonlyMap<string, string> => {
    const files = new Map<string, string>();
    places.forEach((place, index) => {
      for (const [below, id] of trees[from + index] ?? []) files.set(`${place.location}/${below}`, id);
    });
    return files;
  };
  const mergeBase = join(0);
  return {
    mergeBase,
    main: comparison.main === comparison.mergeBase ? mergeBase : join(places.length),
    changed: new Set(
      changed.output
        .toString('utf8')
        .split('\0')
        .flatMap((path) => pathsOf(path, places)),
    ),
  };
}

async function compareIndex(
  workTree: string,
  words: readonly string[],
  signal: AbortSignal | undefined,
): Promise<GitRun> {
  const settings = await readFilterSettings(workTree, signal);
  return 'kind' in settings
    ? settings
    : await runGit(workTree, [...settings.options, 'diff-index', ...words], { signal });
}

/** Names of a repository path below the version locations; several if locations are nested. */
function pathsOf(path: string, places: readonly RepositoryPlace[]): readonly string[] {
  return places.flatMap(({ location, relative }) => {
    const prefix = relative === '' ? '' : `${relative}/`;
    return path !== '' && path.startsWith(prefix) ? [`${location}/${path.slice(prefix.length)}`] : [];
  });
}
