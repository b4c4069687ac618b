import { readObjects } from './gitObjects';
import { readGitRevision } from './gitRevision';
import type { Repository, RepositoryPlace } from './repository';
import { runGit } from './runGit';

/** A commit with what people want to know of it. */
export interface CommitFacts {
  readonly commit: string;
  readonly author: string;
  /** ISO 8601, with the author's time zone. */
  readonly date: string;
}

/** A commit that brought a file in which a revision id is declared. */
export interface FoundInHistory extends CommitFacts {
  /** Relative to the working tree. */
  readonly path: string;
}

const commitFormat = '--format=%x01%H%x00%an%x00%aI';
const mostCommits = 20;

/**
 * The newest commit of any branch that added a revision file declaring `id`. Walks all commits that touched
 * the version locations, so it runs only on request.
 */
export async function findInHistory(
  { workTree }: Repository,
  places: readonly RepositoryPlace[],
  id: string,
  signal?: AbortSignal,
): Promise<FoundInHistory | undefined> {
  const relative = places.map((place) => place.relative);
  const paths = relative.includes('') ? [] : relative;
  const quiet = ['--no-textconv', '--no-ext-diff'];
  const words = [
    '--all',
    ...quiet,
    '--no-renames',
    '--raw',
    '--no-abbrev',
    '-z',
    `--max-count=${mostCommits}`,
    commitFormat,
  ];
  const run = await runGit(workTree, ['log', ...words, `-S${id}`, '--', ...paths], { signal });
  if (run.kind !== 'done') return undefined;
  const candidates = parseRawLog(run.output.toString('utf8'));
  const objects = await readObjects(
    workTree,
    candidates.map(({ blob }) => blob),
    { signal },
  );
  if ('kind' in objects) return undefined;
  return candidates.find(({ path }, index) => {
    const object = objects[index];
    return object && readGitRevision(path, object.content).script?.id === id;
  });
}

/** The last commit that touched a file, as seen from a commit. */
export async function lastChange(
  { workTree }: Repository,
  commit: string,
  path: string,
  signal?: AbortSignal,
): Promise<CommitFacts | undefined> {
  const run = await runGit(workTree, ['log', '-1', commitFormat, commit, '--', path], { signal });
  return run.kind === 'done' ? parseCommit(run.output.toString('utf8').trimEnd().split('\0')) : undefined;
}

/** Files that commits added or changed, with the blob they have there. */
function parseRawLog(output: string): readonly (FoundInHistory & { readonly blob: string })[] {
  return output.split('\u0001').flatMap((part) => {
    const words = part.split('\0').map((word) => word.trim());
    const facts = parseCommit(words);
    if (!facts) return [];
    return words.flatMap((word, index) => {
      const change = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AMT]/.exec(word);
      const path = words[index + 1];
      return change?.[1] && path ? [{ ...facts, path, blob: change[1] }] : [];
    });
  });
}

function parseCommit(words: readonly string[]): CommitFacts | undefined {
  const [commit, author = '', date = ''] = words;
  return commit ? { commit: commit.replace('\u0001', ''), author, date } : undefined;
}
