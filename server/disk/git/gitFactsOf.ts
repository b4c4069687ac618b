import { isWithin } from '../../core/files/paths';
import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import type { GitFacts, GitRevisionFile, GitTree } from '../../core/rules/engine/gitFacts';
import type { Comparison } from './branches';
import type { ComparedTrees } from './comparedTrees';
import { readObjects } from './gitObjects';
import { readGitRevision } from './gitRevision';
import { explain, lacksObjects } from './repository';
import type { NoGit, Repository, RepositoryPlace } from './repository';

/** The files of a snapshot, and which of them may differ from the merge base. */
export interface WorkingFiles {
  readonly snapshot: EnvironmentSnapshot;
  readonly isChanged: (path: string) => boolean;
}

/** What facts are made of. */
export interface GitFactsSources {
  readonly repository: Repository;
  readonly places: readonly RepositoryPlace[];
  readonly comparison: Comparison;
  readonly trees: ComparedTrees;
  readonly working: WorkingFiles;
  /** Files of commits that were read before, by blob and path. They never change. */
  readonly known: ReadonlyMap<string, GitRevisionFile>;
  readonly signal?: AbortSignal | undefined;
}

/** How many files are read before others have a turn. */
const filesPerTurn = 50;

/** Facts, and the files of commits that they hold. */
export interface BuiltFacts {
  readonly facts: GitFacts;
  readonly read: ReadonlyMap<string, GitRevisionFile>;
}

/** Facts of one snapshot. Reads only unknown texts that differ from the working files, in one process. */
export async function buildGitFacts(sources: GitFactsSources): Promise<BuiltFacts | NoGit> {
  const { repository, comparison, trees, working, known, signal } = sources;
  const { snapshot } = working;
  const isAsMerged = (path: string, blob: string): boolean =>
    trees.mergeBase.get(path) === blob && snapshot.filesByPath.has(path) && !working.isChanged(path);
  const wanted = new Map<string, { readonly path: string; readonly blob: string }>();
  const read = new Map<string, GitRevisionFile>();
  for (const tree of new Set([trees.mergeBase, trees.main])) {
    for (const [path, blob] of tree) {
      if (isAsMerged(path, blob)) continue;
      const name = `${blob} ${path}`;
      const file = known.get(name);
      if (file) read.set(name, file);
      else wanted.set(name, { path, blob });
    }
  }
  const list = [...wanted.values()];
  const objects = await readObjects(
    repository.workTree,
    list.map(({ blob }) => blob),
    { signal },
  );
  if ('kind' in objects) return { reason: explain(objects, repository.workTree) };
  if (objects.some((object) => object?.type !== 'blob')) {
    return { reason: lacksObjects(repository.workTree) };
  }
  for (const [index, { path, blob }] of list.entries()) {
    const object = objects[index];
    if (object) read.set(`${blob} ${path}`, readGitRevision(path, object.content));
    if (index % filesPerTurn === filesPerTurn - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  const untracked = filesOutside(sources);
  const asTree = (commit: string, tree: ReadonlyMap<string, string>): GitTree => {
    const files = new Map<string, GitRevisionFile>(untracked);
    for (const [path, blob] of tree) {
      const file = read.get(`${blob} ${path}`) ?? asMerged(snapshot.filesByPath.get(path));
      if (file) files.set(path, file);
    }
    return { commit, files };
  };
  const mergeBase = asTree(comparison.mergeBase, trees.mergeBase);
  // Git finds nothing missing about a file that is not there: it is outside of a sparse checkout.
  const notCheckedOut = [...trees.mergeBase.keys()].filter(
    (path) => !snapshot.filesByPath.has(path) && !working.isChanged(path),
  );
  const facts: GitFacts = {
    mainBranch: comparison.mainBranch,
    mergeBase,
    ...(notCheckedOut.length > 0 ? { notCheckedOut: new Set(notCheckedOut) } : {}),
    main:
      trees.main === trees.mergeBase
        ? { ...mergeBase, commit: comparison.main }
        : asTree(comparison.main, trees.main),
    changedFiles: new Set(
      snapshot.files.flatMap(({ path }) =>
        !mergeBase.files.has(path) || (!untracked.has(path) && working.isChanged(path)) ? [path] : [],
      ),
    ),
  };
  return { facts, read };
}

/** Files of version locations outside of the repository: unknown to Git, so they count as always there. */
function filesOutside({ places, working }: GitFactsSources): ReadonlyMap<string, GitRevisionFile> {
  const { files, environment } = working.snapshot;
  const outside = new Map<string, GitRevisionFile>();
  if (places.length === environment.configuration.versionLocations.length) return outside;
  for (const file of files) {
    if (places.some(({ location }) => isWithin(file.path, location))) continue;
    const same = asMerged(file);
    if (same) outside.set(file.path, same);
  }
  return outside;
}

function asMerged(file: RevisionFile | undefined): GitRevisionFile | undefined {
  return (
    file && {
      path: file.path,
      script: file.script,
      readText: () => file.readText(),
    }
  );
}
