import type { HistoryDto } from '../../../../server/protocol/environments';

/**
 * The target of a downgrade that reverts the revision and what builds on it. Where its parent has further
 * children, or there are several bases, `revision@parent` keeps Alembic from taking back the siblings too.
 */
export function targetBefore(history: HistoryDto, id: string): string {
  const revision = history.revisions.find((candidate) => candidate.id === id);
  const parentId = revision?.downRevisions[0];
  if (parentId === undefined) return history.bases.length > 1 ? `${id}@base` : 'base';
  const parent = history.revisions.find((candidate) => candidate.id === parentId);
  return parent?.isBranchPoint ? `${id}@${parentId}` : parentId;
}
