import { readBranches } from './branches';
import type { BranchRef } from './branches';
import { readObjects } from './gitObjects';
import { readGitHeader } from './gitRevision';
import type { Repository, RepositoryPlace } from './repository';
import { readVersionTrees } from './versionTrees';
import type { VersionTree } from './versionTrees';

/** A file on some branch that declares a revision id. */
export interface FoundRevision {
  readonly ref: BranchRef;
  readonly place: RepositoryPlace;
  /** The path below the version location. */
  readonly below: string;
  /** The `Create Date:` of its docstring. */
  readonly createDate: string | undefined;
}

/** A commit and place that have a tree. */
type Owner = Pick<FoundRevision, 'ref' | 'place'>;

/** More branches than that are not looked at; the newest are taken. */
const mostBranches = 1000;
/** More files than that are not read. */
const mostFiles = 20_000;
const filesAtOnce = 500;

/** What a blob says of a revision. */
export interface BlobHeader {
  readonly id: string | undefined;
  readonly createDate: string | undefined;
}

/** The revision ids that branches declare, whichever of them has the file. */
export class BranchRevisions {
  readonly #blobs: ReadonlyMap<string, BlobHeader>;
  readonly #trees: ReadonlyMap<VersionTree, readonly Owner[]>;

  private constructor(
    blobs: ReadonlyMap<string, BlobHeader>,
    trees: ReadonlyMap<VersionTree, readonly Owner[]>,
  ) {
    this.#blobs = blobs;
    this.#trees = trees;
  }

  /**
   * Reads the tips of `first` and of all branches; undefined if Git can't list them. Files shared by branches
   * or already `known` are read once.
   */
  static async read(
    repository: Repository,
    first: readonly BranchRef[],
    places: readonly RepositoryPlace[],
    isRecursive: boolean,
    known: ReadonlyMap<string, BlobHeader>,
    signal?: AbortSignal,
  ): Promise<BranchRevisions | undefined> {
    const { workTree } = repository;
    const branches = await readBranches(repository, signal);
    const refs = [...first, ...branches.slice(0, mostBranches)];
    const requests = refs.flatMap((ref) => places.map((place) => ({ commit: ref.commit, ref, place })));
    const read = await readVersionTrees(workTree, requests, isRecursive, signal);
    if ('kind' in read) return undefined;
    const trees = new Map<VersionTree, Owner[]>();
    requests.forEach(({ ref, place }, index) => {
      const tree = read[index];
      if (!tree) return;
      const owners = trees.get(tree) ?? [];
      owners.push({ ref, place });
      trees.set(tree, owners);
    });
    const blobs = await readHeaders(workTree, trees.keys(), known, signal);
    return blobs && new BranchRevisions(blobs, trees);
  }

  /** What is known of blobs, for the next reading. */
  get headers(): ReadonlyMap<string, BlobHeader> {
    return this.#blobs;
  }

  /** Where an id is declared, in the order of the branches. */
  find(id: string): readonly FoundRevision[] {
    return this.findAll(new Map([[id, '']])).get(id) ?? [];
  }

  /** The same for many ids, each with the path of a file that is not meant. */
  findAll(ids: ReadonlyMap<string, string>): ReadonlyMap<string, readonly FoundRevision[]> {
    const found = new Map<string, FoundRevision[]>();
    for (const [tree, owners] of this.#trees) {
      for (const [below, blob] of tree) {
        const { id, createDate } = this.#blobs.get(blob) ?? {};
        const except = id === undefined ? undefined : ids.get(id);
        if (id === undefined || except === undefined) continue;
        const own = found.get(id) ?? [];
        found.set(id, own);
        for (const owner of owners)
          if (`${owner.place.location}/${below}` !== except) own.push({ ...owner, below, createDate });
      }
    }
    return found;
  }
}

async function readHeaders(
  directory: string,
  trees: Iterable<VersionTree>,
  known: ReadonlyMap<string, BlobHeader>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, BlobHeader> | undefined> {
  const headers = new Map<string, BlobHeader>();
  const wanted = new Map<string, string>();
  for (const tree of trees) {
    for (const [below, blob] of tree) {
      if (headers.has(blob) || wanted.has(blob)) continue;
      const before = known.get(blob);
      if (before) headers.set(blob, before);
      else if (wanted.size < mostFiles) wanted.set(blob, below);
    }
  }
  const list = [...wanted];
  for (let at = 0; at < list.length; at += filesAtOnce) {
    const part = list.slice(at, at + filesAtOnce);
    const objects = await readObjects(
      directory,
      part.map(([blob]) => blob),
      { signal },
    );
    if ('kind' in objects) return undefined;
    part.forEach(([blob, path], index) => {
      const object = objects[index];
      if (object) headers.set(blob, readGitHeader(path, object.content));
    });
  }
  return headers;
}
