import { competingHeadsInSteps } from '../../history/competingHeads';
import type { RuleContext } from '../engine/rule';

type Groups = readonly (readonly string[])[];

/**
 * The groups of competing heads, for all rules that ask. They are worked out once for a graph and the same
 * computed labels, for most edits change neither. `suspects` has the files that compute branch labels.
 */
export function* competingHeadsOf({
  snapshot,
  suspects,
  remember,
}: RuleContext): Generator<undefined, Groups, void> {
  const known = remember(nothingKnown, snapshot.map);
  const computing = suspects.flatMap(({ path, dynamic }) => (dynamic.includes('branch_labels') ? path : []));
  const key = JSON.stringify([snapshot.environment.configuration.versionLocations, computing]);
  let groups = known.get(key);
  if (!groups) known.set(key, (groups = yield* competingHeadsInSteps(snapshot, suspects)));
  return groups;
}

function nothingKnown(): Map<string, Groups> {
  return new Map();
}
