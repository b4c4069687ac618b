import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { EnvironmentStore } from './environmentStore';
import { revisionName } from './revisionArgument';

/** What a person calls a revision, by its id. */
export type NameOf = (id: string) => string;

/** The names of an environment's revisions; what is not here is called by its id. */
export async function readNames(store: EnvironmentStore, environment: EnvironmentDto): Promise<NameOf> {
  const history = await store.history(environment);
  return (id) => (history ? revisionName(history, id) : id);
}
