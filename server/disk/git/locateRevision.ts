import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import type { GitReader } from './gitReader';
import { findInHistory, lastChange } from './historySearch';
import type { FoundInHistory } from './historySearch';

/** Where Git has a file that declares a revision id. */
export interface LocatedRevision extends FoundInHistory {
  /** The branch with the file at its tip, `HEAD` for the checked-out commit; null if only history has it. */
  readonly ref: string | null;
  /** The commit that the branch stands at; where only history remembers the file, the one that has it. */
  readonly tip: string;
}

const mostBranches = 10;

/**
 * Branches whose tip has a file declaring an id, each with the commit that last touched it; else the last
 * commit that had it. Empty if Git never had it.
 */
export async function locateRevision(
  reader: GitReader,
  snapshot: EnvironmentSnapshot,
  id: string,
): Promise<readonly LocatedRevision[]> {
  const found = await reader.repositoryOf(snapshot);
  if (!found) return [];
  const { repository, places } = found;
  reader.forgetBranches();
  const branches = await reader.branches(snapshot, found);
  const onBranches = (branches?.find(id) ?? []).slice(0, mostBranches);
  const located = await Promise.all(
    onBranches.map(async ({ ref, place, below }) => {
      const path = place.relative === '' ? below : `${place.relative}/${below}`;
      const change = await lastChange(repository, ref.commit, path, reader.signal);
      return change && { ref: ref.name, tip: ref.commit, ...change, path };
    }),
  );
  const known = located.filter((one) => one !== undefined);
  if (known.length > 0) return known;
  const past = await findInHistory(repository, places, id, reader.signal);
  if (!past) return [];
  const { commit, author, date, path } = past;
  return [{ ref: null, tip: commit, commit, author, date, path }];
}
