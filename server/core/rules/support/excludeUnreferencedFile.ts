import type { FixSpecification } from '../../findings/fixSpecification';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';

/** The last fix of a file that Python can't load: excludes it, unless a revision is known to build on it. */
export function excludeIfUnreferenced(
  { map }: EnvironmentSnapshot,
  file: RevisionFile,
): readonly FixSpecification[] {
  const revision = file.script && map.revisions.get(file.script.id);
  const isAlone = (revision?.allNextRevisions.length ?? 0) === 0;
  return isAlone ? [{ kind: 'exclude-file', file: file.path }] : [];
}
