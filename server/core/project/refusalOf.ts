import type { AlembicError } from '../revision/alembicError';
import type { EnvironmentSnapshot } from './environmentSnapshot';

/**
 * Why Alembic would refuse the history. That a name is missing is no reason where the folder is a part of a history whose other parts are not here.
 */
export function refusalOf({ environment, map }: EnvironmentSnapshot): AlembicError | undefined {
  const isMissingName = map.refusal?.type === 'KeyError';
  return isMissingName && environment.configuration.isPartOfAnother ? undefined : map.refusal;
}
