import { unreleasedRevisions } from '../../newness/unreleasedRevisions';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import type { GitFacts } from '../engine/gitFacts';
import { releasedRevisions } from '../engine/releasedRevisions';
import type { RuleContext } from '../engine/rule';
import type { JudgedRevisions } from '../engine/ruleFacts';

/**
 * The files whose revisions are new on this branch, in load order: rules about operations judge no others,
 * unless all are asked for. Which these are is worked out once for a graph, for most edits leave it as it
 * was.
 */
export function newFilesOf({ snapshot, git, remember, judged }: RuleContext): readonly RevisionFile[] {
  const { map, environment, filesByPath } = snapshot;
  if (judged === 'none') return [];
  if (judged === 'all') return snapshot.files.filter(({ script }) => script);
  const since = environment.workbench?.config.since;
  const known = remember(nothingKnown, map);
  if (!known.paths || known.git !== git || known.since !== since || known.judged !== judged) {
    const released = git && remember(releasedRevisions, git);
    const added = unreleasedRevisions(snapshot, released, [...(since ?? []), ...(judged?.since ?? [])]);
    known.paths = pathsOf(snapshot, added);
    known.git = git;
    known.since = since;
    known.judged = judged;
  }
  return known.paths.flatMap((path) => filesByPath.get(path) ?? []);
}

function pathsOf(snapshot: EnvironmentSnapshot, ids: ReadonlySet<string>): readonly string[] {
  const { map } = snapshot;
  if (map.graph.hasDuplicates) return map.scripts.filter(({ id }) => ids.has(id)).map(({ file }) => file);
  const paths = [...ids].flatMap((id) => map.revisions.get(id)?.script.file ?? []);
  return paths.sort((a, b) => (snapshot.placeOf(a) ?? 0) - (snapshot.placeOf(b) ?? 0));
}

/** The paths of new files in one graph, and what else they were worked out from. */
interface KnownPaths {
  paths: readonly string[] | undefined;
  git: GitFacts | undefined;
  since: readonly string[] | undefined;
  judged: JudgedRevisions | undefined;
}

function nothingKnown(): KnownPaths {
  return { paths: undefined, git: undefined, since: undefined, judged: undefined };
}
