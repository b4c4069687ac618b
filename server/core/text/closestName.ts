import { distance } from 'fastest-levenshtein';

/** Letters of a name that is compared; a longer one is close to nothing. */
const longestName = 100;

/** The known name that was probably meant; undefined where none is close. */
export function closestName<Name extends string>(name: string, known: Iterable<Name>): Name | undefined {
  if (name.length > longestName) return undefined;
  const plain = plainName(name);
  let closest: Name | undefined;
  let least = Math.min(4, Math.floor(plain.length / 3)) + 1;
  for (const each of known) {
    const own = plainName(each);
    const steps = own === plain ? 0 : distance(own, plain);
    if (steps >= least) continue;
    closest = each;
    least = steps;
  }
  return closest;
}

/** `mainBranch`, `main_branch` and `MAIN-BRANCH` are the same name written differently. */
function plainName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[_\s.]+/g, '-')
    .toLowerCase();
}
