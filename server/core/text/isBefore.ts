/** Whether one version comes before another. Only the numbers with dots between them are compared. */
export function isBefore(version: string, other: string): boolean {
  const [own, others] = [numbersOf(version), numbersOf(other)];
  for (let index = 0; index < Math.max(own.length, others.length); index++) {
    const difference = (own[index] ?? 0) - (others[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function numbersOf(version: string): readonly number[] {
  const [numbers = ''] = /^\d{1,9}(?:\.\d{1,9}){0,5}/.exec(version) ?? [];
  return numbers.split('.').map(Number);
}
