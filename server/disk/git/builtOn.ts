import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { readObjectIds } from './gitObjects';
import type { Repository, RepositoryPlace } from './repository';
import { runGit } from './runGit';

/** More files than that are not asked about. */
const mostFiles = 500;

/**
 * The file that each child was built on, if several files declare one id: the only one that existed when the
 * child was added. Children without such a file are left out.
 */
export async function readBuiltOn(
  { workTree }: Repository,
  places: readonly RepositoryPlace[],
  { map }: EnvironmentSnapshot,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string[]>();
  for (const { id, file } of map.scripts) files.set(id, [...(files.get(id) ?? []), file]);
  const asked: { readonly child: string; readonly parents: readonly string[] }[] = [];
  for (const { id, file, downRevisions, dependsOn } of map.scripts)
    for (const name of new Set([...downRevisions, ...dependsOn])) {
      const parents = files.get(name) ?? [];
      if (parents.length > 1 && name !== id) asked.push({ child: file, parents });
    }
  const some = asked.slice(0, mostFiles);
  const inGit = (file: string): string | undefined => {
    const place = places.find(({ location }) => file.startsWith(`${location}/`));
    const below = place && file.slice(place.location.length + 1);
    return place && (place.relative === '' ? below : `${place.relative}/${below ?? ''}`);
  };
  const added = await readAdded(
    workTree,
    some.flatMap(({ child }) => inGit(child) ?? []),
    signal,
  );
  const questions = some.flatMap(({ child, parents }) => {
    const commit = added.get(inGit(child) ?? '');
    return commit === undefined ? [] : parents.map((parent) => ({ child, parent, commit }));
  });
  const names = questions.map(({ commit, parent }) => `${commit}:${inGit(parent) ?? ''}`);
  const ids = names.length === 0 ? [] : await readObjectIds(workTree, names, signal);
  const builtOn = new Map<string, string>();
  if ('kind' in ids) return builtOn;
  for (const { child } of some) {
    const there = questions.filter((each, index) => each.child === child && ids[index] !== undefined);
    const [only, ...others] = there;
    if (only && others.length === 0) builtOn.set(child, only.parent);
  }
  return builtOn;
}

/** The commit that first added each path, of those that the checked-out one has behind it. */
async function readAdded(
  workTree: string,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const added = new Map<string, string>();
  if (paths.length === 0) return added;
  const format = ['--format=%x00%x00%H', '--name-only', '--diff-filter=A', '--no-renames', '-z'];
  const run = await runGit(workTree, ['log', ...format, 'HEAD', '--', ...new Set(paths)], { signal });
  if (run.kind !== 'done') return added;
  let commit = '';
  for (const part of run.output.toString('utf8').split('\0')) {
    const text = part.replace(/^\n/, '');
    if (/^[0-9a-f]{40,64}$/.test(text)) commit = text;
    // The newest commits come first.
    else if (text !== '') added.set(text, commit);
  }
  return added;
}
