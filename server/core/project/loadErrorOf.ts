import type { AlembicError } from '../revision/errors/alembicError';
import type { EnvironmentSnapshot } from './environmentSnapshot';

/**
 * The load error of a history. A missing name is none where it may mean a revision that is not here, or
 * where a file that is not read, or computes its id, may bear it.
 */
export function loadErrorOf({ environment, map, files }: EnvironmentSnapshot): AlembicError | undefined {
  if (map.loadError?.type !== 'KeyError') return map.loadError;
  const mayBeElsewhere =
    environment.configuration.revisionsElsewhere !== undefined ||
    files.some(({ reading, script, dynamic }) => reading.unread ?? (!script && dynamic.includes('revision')));
  return mayBeElsewhere ? undefined : map.loadError;
}
