import { isRevisionFileName } from '../../core/project/listRevisionFiles';
import { parseTree, readObjectIds, readObjects } from './gitObjects';
import type { TreeEntry } from './gitObjects';
import type { RepositoryPlace } from './repository';
import type { GitRun } from './runGit';

/** The revision files of a version location in some commit: path below the location to the blob's id. */
export type VersionTree = ReadonlyMap<string, string>;

/** A version location in a commit. */
export interface TreeRequest {
  readonly commit: string;
  readonly place: RepositoryPlace;
}

/** More levels than that below a version location are not looked at. */
const mostLevels = 20;

/** Nor are more folders than that, those counted each time that come again. */
const mostFolders = 20_000;

/**
 * Reads version locations at commits, with one process a folder level. Equal trees are read once and share
 * one map. Undefined for a location that a commit does not have.
 */
export async function readVersionTrees(
  directory: string,
  requests: readonly TreeRequest[],
  isRecursive: boolean,
  signal?: AbortSignal,
): Promise<readonly (VersionTree | undefined)[] | Exclude<GitRun, { kind: 'done' }>> {
  const names = requests.map(({ commit, place }) => `${commit}:${place.relative}`);
  const roots = await readEachOnce(directory, names, signal);
  if ('kind' in roots) return roots;
  const entries = new Map<string, readonly TreeEntry[]>();
  for (const root of roots) {
    if (root?.type === 'tree' && !entries.has(root.id)) entries.set(root.id, parseTree(root));
  }
  for (let level = 0; isRecursive && level < mostLevels; level++) {
    const wanted = unknownFolders(entries);
    if (wanted.length === 0) break;
    const below = await readObjects(directory, wanted, { signal });
    if ('kind' in below) return below;
    wanted.forEach((id, index) => {
      const tree = below[index];
      entries.set(id, tree?.type === 'tree' ? parseTree(tree) : []);
    });
  }
  const trees = new Map<string, VersionTree>();
  return roots.map((root) => {
    if (root?.type !== 'tree') return undefined;
    const known = trees.get(root.id) ?? flatten(root.id, entries, isRecursive);
    trees.set(root.id, known);
    return known;
  });
}

/** The objects of the names; where there are many, those that are the same are read once. */
async function readEachOnce(
  directory: string,
  names: readonly string[],
  signal: AbortSignal | undefined,
): ReturnType<typeof readObjects> {
  if (names.length < manyNames) return await readObjects(directory, names, { signal });
  const ids = await readObjectIds(directory, names, signal);
  if ('kind' in ids) return ids;
  const distinct = [...new Set(ids.filter((id) => id !== undefined))];
  const objects = await readObjects(directory, distinct, { signal });
  if ('kind' in objects) return objects;
  const byId = new Map(distinct.map((id, index) => [id, objects[index]]));
  return ids.map((id) => (id === undefined ? undefined : byId.get(id)));
}

/** From so many names on it is worth a process to find out which are the same. */
const manyNames = 20;

function unknownFolders(entries: ReadonlyMap<string, readonly TreeEntry[]>): readonly string[] {
  const wanted = new Set<string>();
  for (const tree of entries.values()) {
    for (const { kind, id } of tree) if (kind === 'directory' && !entries.has(id)) wanted.add(id);
  }
  return [...wanted];
}

function flatten(
  root: string,
  entries: ReadonlyMap<string, readonly TreeEntry[]>,
  isRecursive: boolean,
): VersionTree {
  const files = new Map<string, string>();
  let folders = 0;
  const add = (tree: string, prefix: string, level: number): void => {
    // A tree may hold another one many times over, and that one a third.
    if (++folders > mostFolders) return;
    for (const { kind, name, id } of entries.get(tree) ?? []) {
      if (kind === 'file' && isRevisionFileName(name, false)) files.set(prefix + name, id);
      const isFolder = kind === 'directory' && isRecursive && level < mostLevels;
      if (isFolder && !name.endsWith('__pycache__')) add(id, `${prefix}${name}/`, level + 1);
    }
  };
  add(root, '', 0);
  return files;
}
