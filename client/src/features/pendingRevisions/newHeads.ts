import type { MovableChainsDto } from '../../../../server/protocol/changes';

/** Most heads that are named. */
const mostNamed = 3;

/**
 * Says which heads there are now: "yours" are new on this branch, the others the main branch's, where Git
 * tells them apart.
 */
export function headsSentence(
  { chains, mainBranch }: MovableChainsDto,
  nameOf: (id: string) => string,
): string {
  const isTold =
    chains.some(({ isNewHere }) => isNewHere) && chains.some(({ isNewHere }) => isNewHere === false);
  const branch = mainBranch?.replace(/^[\w.-]+\//, '') ?? 'the other branch';
  const owner = (isNewHere: boolean | null): string => {
    if (!isTold) return '';
    return isNewHere ? ' (yours)' : ` (${branch}'s)`;
  };
  const names = chains.map(({ head, isNewHere }) => `${nameOf(head)}${owner(isNewHere)}`);
  const rest = names.length - mostNamed;
  const shown = rest > 0 ? [...names.slice(0, mostNamed), `${rest} more`] : names;
  const count = names.length === 2 ? 'two' : `${names.length}`;
  return `There are ${count} heads now: ${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}.`;
}
