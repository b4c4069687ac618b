import { assertTrue, revisionError } from '../errors/alembicException';
import type { Found } from '../graph/traversal';
import type { RevisionMap } from '../graph/revisionMap';
import { filterForLineage, findRevision, walk } from '../resolve/identifier';
import { impliedHeads } from '../resolve/impliedHeads';
import type { RelativeTarget } from '../resolve/relativeNotation';
import { parseRelative, splitDowngradeTarget, tooFar } from '../resolve/relativeNotation';
import type { End } from './collected';

/** A downgrade target: the branch that narrows it, and the revision that is to remain. */
interface DowngradeTarget {
  readonly branch: string | undefined;
  readonly found: Found;
}

/** Alembic's `_parse_downgrade_target`; also used for a relative start of a history range. */
export function parseDowngradeTarget(
  map: RevisionMap,
  current: End,
  target: End,
  stopAtEnd: boolean,
  warnings: string[],
): DowngradeTarget {
  if (target === undefined) return { branch: undefined, found: undefined };
  assertTrue(typeof target === 'string', 'Expected downgrade target in string form');
  const relative = parseRelative(target);
  if (!relative) {
    const { label, rest } = splitDowngradeTarget(target);
    return { branch: label, found: findRevision(map, rest) };
  }
  return relative.steps >= 0
    ? above(map, relative, stopAtEnd)
    : below(map, typeof current === 'string' ? [current] : (current ?? []), relative, stopAtEnd, warnings);
}

function above(map: RevisionMap, relative: RelativeTarget, stopAtEnd: boolean): DowngradeTarget {
  const { branchLabel: branch, symbol, steps } = relative;
  if (symbol === undefined) throw tooFar(relative);
  const found = walk(map, symbol, steps, { branch, stopAtEnd });
  if (found === undefined) throw revisionError('Walked too far');
  return { branch, found };
}

function below(
  map: RevisionMap,
  current: readonly string[],
  relative: RelativeTarget,
  stopAtEnd: boolean,
  warnings: string[],
): DowngradeTarget {
  let branch = relative.branchLabel;
  let symbol = relative.symbol;
  if (symbol === undefined) {
    if (branch) {
      symbol = onlyRowOnBranch(map, current, branch);
    } else {
      [symbol] = current;
      if (symbol === undefined) throw tooFar(relative);
      if (new Set(current).size > 1)
        warnings.push(
          'downgrade -1 from multiple heads is ambiguous; this usage will be disallowed in a future release.',
        );
      branch = symbol;
    }
  }
  const start = findRevision(map, branch === undefined ? symbol : `${branch}@${symbol}`);
  const found = walk(map, start, relative.steps, { stopAtEnd });
  if (found === undefined)
    throw relative.symbol === undefined ? tooFar(relative) : revisionError('Walked too far');
  return { branch, found };
}

function onlyRowOnBranch(map: RevisionMap, current: readonly string[], branch: string): string {
  const { graph } = map;
  let rows = filterForLineage(map, current, branch);
  if (rows.length === 0)
    rows = filterForLineage(map, impliedHeads(map, current), branch).map((node) => graph.id(node));
  const [row] = rows;
  assertTrue(rows.length === 1 && row !== undefined);
  return row;
}
