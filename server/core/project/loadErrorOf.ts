import type { AlembicError } from '../revision/errors/alembicError';
import type { EnvironmentSnapshot } from './environmentSnapshot';

/**
 * Why Alembic would refuse the history. That a name is missing is no reason where the folder is a part of a history whose other parts are not here, or
 * where a file that is not read, or computes its id, may be what bears the name.
 */
export function loadErrorOf({ environment, map, files }: EnvironmentSnapshot): AlembicError | undefined {
  if (map.loadError?.type !== 'KeyError') return map.loadError;
  const mayBeElsewhere =
    environment.configuration.isPartOfAnother === true ||
    files.some(({ reading, script, dynamic }) => reading.unread ?? (!script && dynamic.includes('revision')));
  return mayBeElsewhere ? undefined : map.loadError;
}
