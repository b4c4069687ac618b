import type { AST } from './parseToml';
import type { TextRange } from './textRange';
import type { TomlAssignment } from './tomlDocument';
import { rangeOfNode } from './tomlDocument';

/** Where a value of a document is written. */
export interface TomlPlace {
  /** The last name of its path; of a list's member the name of the list. */
  readonly key: TextRange;
  /** Undefined for a table under a header or of dotted keys. */
  readonly value: AST.TOMLContentNode | undefined;
}

/** The place of a path's value; the first one where several write it. */
export function tomlPlaceOf(
  assignments: readonly TomlAssignment[],
  path: readonly (string | number)[],
): TomlPlace | undefined {
  let place: TomlPlace | undefined;
  for (const each of assignments) {
    const shared = Math.min(each.path.length, path.length);
    if (!beginAlike(each.path, path, shared)) continue;
    const key = each.ranges[shared - 1];
    if (!key) continue;
    if (each.path.length > path.length) place ??= { key, value: undefined };
    else if (each.path.length === path.length) {
      if (each.value) return { key, value: each.value };
      place ??= { key, value: undefined };
    } else if (each.value) {
      const inner = placeInside(each.value, key, path.slice(shared));
      if (inner) return inner;
    }
  }
  return place;
}

/** Compared from the end, where the paths of one table differ. */
function beginAlike(
  one: readonly (string | number)[],
  other: readonly (string | number)[],
  count: number,
): boolean {
  for (let at = count - 1; at >= 0; at--) if (one[at] !== other[at]) return false;
  return true;
}

function placeInside(
  node: AST.TOMLContentNode,
  key: TextRange,
  path: readonly (string | number)[],
): TomlPlace | undefined {
  const [part, ...more] = path;
  if (part === undefined) return { key, value: node };
  if (node.type === 'TOMLArray') {
    const member = typeof part === 'number' ? node.elements[part] : undefined;
    return member && placeInside(member, key, more);
  }
  if (node.type !== 'TOMLInlineTable') return undefined;
  for (const { key: own, value } of node.body) {
    const names = own.keys.map((each) => (each.type === 'TOMLBare' ? each.name : each.value));
    const last = own.keys[names.length - 1];
    if (last && names.every((name, at) => name === path[at]))
      return placeInside(value, rangeOfNode(last), path.slice(names.length));
  }
  return undefined;
}
