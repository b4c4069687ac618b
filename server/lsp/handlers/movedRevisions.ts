import type { FixSpecification } from '../../core/edits/fixSpecification';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';

/**
 * The ids of the revisions that a way out puts elsewhere, so that a database that has run them would be found no more. None where Alembic can't
 * tell the revision either: there is nobody to move before the history can be loaded.
 */
export function movedRevisions(
  { map, filesByPath }: EnvironmentSnapshot,
  fix: FixSpecification,
): readonly string[] {
  if (map.refusal) return [];
  if (fix.kind === 'rebase' || fix.kind === 'import-and-rebase') return fix.revisions;
  if (fix.kind !== 'reparent' && fix.kind !== 'change-revision-id') return [];
  const id = filesByPath.get(fix.file)?.script?.id;
  return id !== undefined && map.revisions.get(id)?.script.file === fix.file ? [id] : [];
}
