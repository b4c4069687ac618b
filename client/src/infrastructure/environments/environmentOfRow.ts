import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { ActiveEnvironment } from './activeEnvironment';
import { chooseEnvironment } from './chooseEnvironment';
import type { EnvironmentStore } from './environmentStore';

/** The environment of the tree row that a command was called on, else the one that is chosen. */
export async function environmentOfRow(
  store: EnvironmentStore,
  active: ActiveEnvironment,
  row: unknown,
  purpose: string,
): Promise<EnvironmentDto> {
  const { environment } = (typeof row === 'object' && row !== null ? row : {}) as {
    readonly environment?: Partial<EnvironmentDto>;
  };
  const known = store.environments.find(({ key }) => key === environment?.key);
  return known ?? (await chooseEnvironment(store, active, purpose));
}
