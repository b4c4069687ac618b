import type { GitNeed } from '../../core/edits/fixes/fixKind';
import type { GitFiles } from '../../core/findings/gitFiles';
import { withoutGit } from '../../core/findings/gitFiles';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { filesOfTree, textsOfFiles } from '../../core/fixing/filesOfTree';
import { decodeText } from '../decodeText';
import { readObjects } from './gitObjects';
import type { EnvironmentRepository, GitReader } from './gitReader';
import { readGitRevision } from './gitRevision';
import { findInHistory } from './historySearch';
import { readVersionTrees } from './versionTrees';

/** The files of a commit that a fix needs, read when a person has chosen it. */
export async function readFilesForFix(
  reader: GitReader,
  snapshot: EnvironmentSnapshot,
  need: GitNeed,
): Promise<GitFiles> {
  const found = await reader.repositoryOf(snapshot);
  if (!found) return withoutGit;
  switch (need.kind) {
    case 'file':
      return await readOne(reader, found, need.commit, need.path);
    case 'revision':
      return await readWithAncestors(reader, found, snapshot, need.commit, need.id);
    case 'search': {
      const commit = await findCommitWith(reader, found, snapshot, need.id);
      if (commit !== undefined) return await readWithAncestors(reader, found, snapshot, commit, need.id);
      return {
        ok: false,
        reason: `No branch that is known here has ever had '${need.id}': fetch the branch that it is on, and try again.`,
      };
    }
  }
}

/** A commit that has a revision: the tip of a branch, or the commit that brought it long ago. */
async function findCommitWith(
  reader: GitReader,
  found: EnvironmentRepository,
  snapshot: EnvironmentSnapshot,
  id: string,
): Promise<string | undefined> {
  reader.forgetBranches();
  const branches = await reader.branches(snapshot, found);
  const [first] = branches?.find(id) ?? [];
  if (first) return first.ref.commit;
  return (await findInHistory(found.repository, found.places, id, reader.signal))?.commit;
}

async function readOne(
  { signal }: GitReader,
  { repository, places }: EnvironmentRepository,
  commit: string,
  path: string,
): Promise<GitFiles> {
  const place = places.find(({ location }) => path.startsWith(`${location}/`));
  if (!place) return withoutGit;
  const below = path.slice(place.location.length + 1);
  const relative = place.relative === '' ? below : `${place.relative}/${below}`;
  const objects = await readObjects(repository.workTree, [`${commit}:${relative}`], { signal });
  const object = 'kind' in objects ? undefined : objects[0];
  if (!object)
    return {
      ok: false,
      reason: `Git has no ${relative} at ${commit.slice(0, 12)} any more; refresh and try again.`,
    };
  return { ok: true, files: [{ path, text: decodeText(object.content) }] };
}

/** The file of a revision, then those of its ancestors and dependencies that the snapshot lacks. */
async function readWithAncestors(
  { signal }: GitReader,
  { repository, places }: EnvironmentRepository,
  snapshot: EnvironmentSnapshot,
  commit: string,
  id: string,
): Promise<GitFiles> {
  const { recursiveVersionLocations } = snapshot.environment.configuration;
  const requests = places.map((place) => ({ commit, place }));
  const trees = await readVersionTrees(repository.workTree, requests, recursiveVersionLocations, signal);
  if ('kind' in trees) return withoutGit;
  const listed = places.flatMap(({ location }, index) =>
    [...(trees[index] ?? [])].map(([below, blob]) => ({ path: `${location}/${below}`, blob })),
  );
  const objects = await readObjects(
    repository.workTree,
    listed.map(({ blob }) => blob),
    { signal },
  );
  if ('kind' in objects) return withoutGit;
  const all = listed.flatMap(({ path }, index) => {
    const object = objects[index];
    return object ? [readGitRevision(path, object.content)] : [];
  });
  const files = textsOfFiles(filesOfTree(all, snapshot, id)) ?? [];
  if (files.length > 0) return { ok: true, files };
  return { ok: false, reason: `${commit.slice(0, 12)} has no '${id}' any more; refresh and try again.` };
}
