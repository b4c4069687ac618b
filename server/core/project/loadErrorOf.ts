import type { AlembicError } from '../revision/errors/alembicError';
import type { EnvironmentSnapshot } from './environmentSnapshot';

/**
 * Why Alembic would refuse the history. That a name is missing is no reason where the folder is a part of a history whose other parts are not here.
 */
export function loadErrorOf({ environment, map }: EnvironmentSnapshot): AlembicError | undefined {
  const isMissingName = map.loadError?.type === 'KeyError';
  return isMissingName && environment.configuration.isPartOfAnother ? undefined : map.loadError;
}
