import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { EnvironmentRepository, GitReader } from './gitReader';
import { runGit } from './runGit';

/** Who brought a file. */
export interface FileAuthor {
  /** As the snapshot names it. */
  readonly path: string;
  /** Empty for what is not committed. */
  readonly author: string;
  /** ISO 8601 with the author's time zone; null for what is not committed. */
  readonly date: string | null;
  /** By Git's `user.email`; true for what is not committed. */
  readonly isMine: boolean;
}

const logWords = [
  ...['log', '--find-renames', '--diff-filter=AR', '--name-status', '-z'],
  ...['--no-textconv', '--no-ext-diff', '--format=%x01%P%x00%aN%x00%aE%x00%aI', 'HEAD', '--'],
];

/**
 * Who added each revision file, through renames; files that Git can't tell of are left out. Reads all commits
 * of the version locations in one run, so it runs only on request.
 */
export async function readFileAuthors(
  reader: GitReader,
  snapshot: EnvironmentSnapshot,
): Promise<readonly FileAuthor[]> {
  const found = await reader.repositoryOf(snapshot);
  if (!found) return [];
  const { workTree, isShallow } = found.repository;
  const below = found.places.map(({ relative }) => relative);
  const paths = below.includes('') ? [] : below;
  const { signal } = reader;
  const [log, tree, email] = await Promise.all([
    runGit(workTree, [...logWords, ...paths], { signal }),
    runGit(workTree, ['ls-tree', '-r', '-z', '--name-only', 'HEAD', '--', ...paths], { signal }),
    runGit(workTree, ['config', 'user.email'], { signal }),
  ]);
  if (log.kind !== 'done' || tree.kind !== 'done') return [];
  const me = email.kind === 'done' ? email.output.toString('utf8').trim().toLowerCase() : '';
  const committed = new Set(tree.output.toString('utf8').split('\0'));
  const inGit = new Map(snapshot.files.map(({ path }) => [path, pathInGit(found, path)]));
  const added = findAdditions(log.output.toString('utf8'), new Set(inGit.values()), isShallow);
  return [...inGit].flatMap(([path, relative]): readonly FileAuthor[] => {
    if (relative === undefined) return [];
    if (!committed.has(relative)) return [{ path, author: '', date: null, isMine: true }];
    const commit = added.get(relative);
    if (!commit) return [];
    const { author, address, date } = commit;
    return [{ path, author, date, isMine: me !== '' && address.toLowerCase() === me }];
  });
}

interface Addition {
  readonly author: string;
  readonly address: string;
  readonly date: string;
}

/** The newest addition of each file, from a log that is newest first; a rename leads on to the older name. */
function findAdditions(
  log: string,
  wanted: ReadonlySet<string | undefined>,
  isShallow: boolean,
): ReadonlyMap<string, Addition> {
  const found = new Map<string, Addition>();
  /** The present names of files, by the name that they have at this commit. */
  const names = new Map<string, string>();
  for (const path of wanted) if (path !== undefined) names.set(path, path);
  for (const part of log.split('\u0001')) {
    const [parents = '', author = '', address = '', date = '', ...changes] = part.split('\0');
    // Where history is cut off, a commit seems to add everything.
    if (isShallow && parents.trim() === '') continue;
    for (let at = 0; at < changes.length; at++) {
      const status = changes[at]?.trim() ?? '';
      if (status === '') continue;
      const path = changes[++at] ?? '';
      const name = status.startsWith('R') ? (changes[++at] ?? '') : path;
      const present = names.get(name);
      if (present === undefined) continue;
      names.delete(name);
      if (status.startsWith('R')) names.set(path, present);
      else found.set(present, { author: author.trim(), address: address.trim(), date: date.trim() });
    }
  }
  return found;
}

function pathInGit({ places }: EnvironmentRepository, path: string): string | undefined {
  for (const { location, relative } of places)
    if (path.startsWith(`${location}/`)) {
      const rest = path.slice(location.length + 1);
      return relative === '' ? rest : `${relative}/${rest}`;
    }
  return undefined;
}
