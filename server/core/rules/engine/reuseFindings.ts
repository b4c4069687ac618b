import type { Finding } from '../../findings/finding';
import { groupBy } from '../../text/groupBy';

/**
 * The findings, each replaced by the earlier one that says the very same, so that a glance tells what is new.
 * Yields now and then.
 */
export function* reuseFindings(
  findings: readonly Finding[],
  earlier: readonly Finding[] | undefined,
): Generator<void, readonly Finding[], void> {
  if (!earlier || earlier.length === 0) return findings;
  const byFile = groupBy(earlier, ({ file }) => file);
  const kept: Finding[] = [];
  for (const finding of findings) {
    kept.push(byFile.get(finding.file)?.find((other) => isSame(finding, other)) ?? finding);
    if (kept.length % 20 === 0) yield;
  }
  return kept;
}

/** Whether two pieces of plain data are the same. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  const keys = Object.keys(a) as (keyof typeof a)[];
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key]));
}
