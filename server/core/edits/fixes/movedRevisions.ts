import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';

/** The id of a file, if Alembic takes the id from this file; none otherwise. */
export function idsOfFile({ map, filesByPath }: EnvironmentSnapshot, path: string): readonly string[] {
  const id = filesByPath.get(path)?.script?.id;
  return id !== undefined && map.revisions.get(id)?.script.file === path ? [id] : [];
}
