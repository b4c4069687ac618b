import { unreferencedHeads } from '../../history/competingHeads';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { ancestorsOf } from '../../revision/graph/relatives';

/** More heads than that are no choice any more. */
const mostHeads = 3;

/** The heads that a change of a revision can be moved onto: those that build on it. */
export function headsAbove({ map }: EnvironmentSnapshot, id: string): readonly string[] {
  return unreferencedHeads(map)
    .filter((head) => ancestorsOf(map, [head], 'parents').has(id))
    .slice(0, mostHeads);
}
