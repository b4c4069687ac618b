import { readBranches } from './branches';
import type { BranchRef } from './branches';
import { readObjects } from './gitObjects';
import { readGitRevision } from './gitRevision';
import type { Repository, RepositoryPlace } from './repository';
import { readVersionTrees } from './versionTrees';
import type { VersionTree } from './versionTrees';

/** A file on some branch that declares a revision id. */
export interface FoundRevision {
  readonly ref: BranchRef;
  readonly place: RepositoryPlace;
  /** The path below the version location. */
  readonly below: string;
}

/** More branches than that are not looked at; the newest are taken. */
const mostBranches = 1000;
/** More files than that are not read. */
const mostFiles = 20_000;
const filesAtOnce = 500;

/** The revision ids that branches declare, whichever of them has the file. */
export class BranchRevisions {
  readonly #blobs: ReadonlyMap<string, readonly string[]>;
  readonly #trees: ReadonlyMap<VersionTree, readonly Omit<FoundRevision, 'below'>[]>;

  private constructor(
    blobs: ReadonlyMap<string, readonly string[]>,
    trees: ReadonlyMap<VersionTree, readonly Omit<FoundRevision, 'below'>[]>,
  ) {
    this.#blobs = blobs;
    this.#trees = trees;
  }

  /** Reads the tips of `first` and of all branches; undefined where Git does not give them. Files that branches share are read once. */
  static async read(
    repository: Repository,
    first: readonly BranchRef[],
    places: readonly RepositoryPlace[],
    isRecursive: boolean,
    signal?: AbortSignal,
  ): Promise<BranchRevisions | undefined> {
    const { workTree } = repository;
    const branches = await readBranches(repository, signal);
    const refs = [...first, ...branches.slice(0, mostBranches)];
    const requests = refs.flatMap((ref) => places.map((place) => ({ commit: ref.commit, ref, place })));
    const read = await readVersionTrees(workTree, requests, isRecursive, signal);
    if ('kind' in read) return undefined;
    const trees = new Map<VersionTree, Omit<FoundRevision, 'below'>[]>();
    requests.forEach(({ ref, place }, index) => {
      const tree = read[index];
      if (!tree) return;
      const owners = trees.get(tree) ?? [];
      owners.push({ ref, place });
      trees.set(tree, owners);
    });
    const blobs = await readIds(workTree, trees.keys(), signal);
    return blobs && new BranchRevisions(blobs, trees);
  }

  /** Where an id is declared, in the order of the branches. */
  find(id: string): readonly FoundRevision[] {
    const blobs = new Set(this.#blobs.get(id));
    if (blobs.size === 0) return [];
    const found: FoundRevision[] = [];
    for (const [tree, owners] of this.#trees) {
      for (const [below, blob] of tree) {
        if (blobs.has(blob)) for (const owner of owners) found.push({ ...owner, below });
      }
    }
    return found;
  }
}

async function readIds(
  directory: string,
  trees: Iterable<VersionTree>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  const paths = new Map<string, string>();
  for (const tree of trees) {
    for (const [below, blob] of tree) if (!paths.has(blob) && paths.size < mostFiles) paths.set(blob, below);
  }
  const wanted = [...paths];
  const ids = new Map<string, string[]>();
  for (let at = 0; at < wanted.length; at += filesAtOnce) {
    const part = wanted.slice(at, at + filesAtOnce);
    const objects = await readObjects(
      directory,
      part.map(([blob]) => blob),
      { signal },
    );
    if ('kind' in objects) return undefined;
    part.forEach(([blob, path], index) => {
      const object = objects[index];
      const id = object && readGitRevision(path, object.content).script?.id;
      if (id === undefined) return;
      const known = ids.get(id);
      if (known) known.push(blob);
      else ids.set(id, [blob]);
    });
  }
  return ids;
}
