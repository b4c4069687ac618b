/**
 * Milliseconds of processor time that this process takes for some work. Other processes do not count, so that
 * the bound of a test holds on a busy machine; what does count is that they share caches and clock, which
 * `slowdown` tells.
 */
export async function processorMilliseconds(work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

let fastest = Number.POSITIVE_INFINITY;

/** How much slower the machine is now than it was at its best in this process; at least 1. */
export function slowdown(): number {
  const before = process.cpuUsage();
  let sum = 0;
  for (let index = 0; index < 3_000_000; index++) sum = (sum * 31 + index) % 1_000_003;
  const { user, system } = process.cpuUsage(before);
  const taken = user + system + (sum < 0 ? 1 : 0);
  fastest = Math.min(fastest, taken);
  return Math.max(1, taken / fastest);
}
