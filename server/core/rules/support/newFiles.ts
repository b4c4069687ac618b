import { unreleasedRevisions } from '../../newness/unreleasedRevisions';
import type { RevisionFile } from '../../project/environmentSnapshot';
import { releasedRevisions } from '../engine/releasedRevisions';
import type { RuleContext } from '../engine/rule';

/** Those of some files whose revisions are new on this branch: rules about operations judge no others. */
export function newFilesOf(
  { snapshot, git, remember }: RuleContext,
  files: readonly RevisionFile[],
): readonly RevisionFile[] {
  if (files.length === 0) return [];
  const since = snapshot.environment.workbench?.config.since ?? [];
  const added = unreleasedRevisions(snapshot, git && remember(releasedRevisions, git), since);
  return files.filter(({ script }) => script !== undefined && added.has(script.id));
}
