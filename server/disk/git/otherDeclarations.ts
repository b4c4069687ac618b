import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { idsOfTree } from '../../core/rules/engine/gitFacts';
import type { GitFacts, GitOrigin } from '../../core/rules/engine/gitFacts';
import type { Comparison } from './branches';
import type { BranchRevisions } from './branchRevisions';
import type { Repository } from './repository';
import { runGit } from './runGit';

/** More ids than that are not looked for on other branches. */
const mostIds = 500;
/** More branches than that are not asked whether they are merged. */
const mostBranches = 20;

/** The ids of revisions that are new here, each with its file; those of two files here are left out. */
export function newIds(
  { map }: EnvironmentSnapshot,
  { mergeBase }: Pick<GitFacts, 'mergeBase'>,
): ReadonlyMap<string, string> {
  const before = idsOfTree(mergeBase);
  const files = new Map<string, string>();
  const twice = new Set<string>();
  for (const { id, file } of map.scripts) {
    if (before.has(id)) continue;
    if (files.has(id)) twice.add(id);
    files.set(id, file);
  }
  for (const id of twice) files.delete(id);
  return new Map([...files].slice(0, mostIds));
}

/**
 * Files of other branches that declare the same ids. Left out: remote copies of this branch, branches merged
 * here, and files written at the same moment, which are this file under another name.
 */
export async function readOtherDeclarations(
  { workTree }: Repository,
  { head, branch }: Comparison,
  ids: ReadonlyMap<string, string>,
  snapshot: EnvironmentSnapshot,
  branches: BranchRevisions,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly GitOrigin[]>> {
  const ownBranch = branch.replace('refs/heads/', '');
  const merged = new Map<string, Promise<boolean>>();
  const isMerged = (commit: string): Promise<boolean> => {
    const known = merged.get(commit);
    if (known) return known;
    if (merged.size >= mostBranches) return Promise.resolve(true);
    const asked = runGit(workTree, ['merge-base', '--is-ancestor', commit, head], { signal }).then(
      ({ kind }) => kind === 'done',
    );
    merged.set(commit, asked);
    return asked;
  };
  const declared = new Map<string, readonly GitOrigin[]>();
  for (const [id, found] of branches.findAll(ids)) {
    const file = ids.get(id) ?? '';
    const stamp = stampOf(snapshot.filesByPath.get(file)?.reading.docstringFields.createDate?.value);
    const origins: GitOrigin[] = [];
    for (const { ref, place, below, createDate } of found) {
      const path = `${place.location}/${below}`;
      const isOwn = ref.name === 'HEAD' || ref.name === ownBranch || ref.name.endsWith(`/${ownBranch}`);
      if (isOwn || ref.commit === head || path === file) continue;
      if (stamp !== undefined && stamp === stampOf(createDate)) continue;
      if (await isMerged(ref.commit)) continue;
      origins.push({ ref: ref.name, commit: ref.commit, path });
    }
    if (origins.length > 0) declared.set(id, origins);
  }
  return declared;
}

/** A create date with microseconds, which no two revisions share. */
function stampOf(createDate: string | undefined): string | undefined {
  const date = createDate?.trim();
  return date !== undefined && /\.\d{6}/.test(date) ? date : undefined;
}
