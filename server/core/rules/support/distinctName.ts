/**
 * The shortest end of a path by which it differs from the others: its file name where no other has the same.
 */
export function distinctName(path: string, others: readonly string[]): string {
  const parts = path.split('/');
  for (let count = 1; count < parts.length; count++) {
    const end = `/${parts.slice(-count).join('/')}`;
    if (!others.some((other) => other !== path && other.endsWith(end))) return end.slice(1);
  }
  return path;
}
