import type { FixSpecification } from '../../core/findings/fixSpecification';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { CodeActionFacts } from '../../protocol/codeActions';

/**
 * The ids of the revisions that a way out puts elsewhere or calls otherwise, so that a database that has run them would be found no more. None
 * where Alembic can't tell the revision either: there is nobody to move before the history can be loaded.
 */
export function movedRevisions(
  { map, filesByPath }: EnvironmentSnapshot,
  fix: FixSpecification,
): Pick<CodeActionFacts, 'moves' | 'renames'> {
  if (map.loadError) return {};
  if (fix.kind === 'rebase' || fix.kind === 'import-and-rebase') return { moves: fix.revisions };
  if (fix.kind !== 'reparent' && fix.kind !== 'change-revision-id') return {};
  const id = filesByPath.get(fix.file)?.script?.id;
  if (id === undefined || map.revisions.get(id)?.script.file !== fix.file) return {};
  return fix.kind === 'reparent' ? { moves: [id] } : { renames: [id] };
}
