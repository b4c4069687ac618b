/** Fewer ids than these make no scheme. */
const fewestIds = 2;

/**
 * The next number where a project numbers its revisions (`0001`, `0002` …), written as wide as the others;
 * undefined where it does not. Ids count as numbered when all of them are digits of one width, or of growing
 * width without leading zeros, and the highest is not far beyond their count, which tells them from dates.
 */
export function nextSequentialId(ids: readonly string[]): string | undefined {
  if (ids.length < fewestIds || !ids.every((id) => /^\d{1,6}$/.test(id))) return undefined;
  const width = ids[0]?.length ?? 0;
  const isPadded = ids.every((id) => id.length === width);
  if (!isPadded && ids.some((id) => id.startsWith('0') && id !== '0')) return undefined;
  const highest = Math.max(...ids.map(Number));
  if (highest > ids.length * 10 + 100) return undefined;
  return String(highest + 1).padStart(isPadded ? width : 1, '0');
}
