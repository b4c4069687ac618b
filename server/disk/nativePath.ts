/** Writes an absolute path of the operating system the one way in which the server compares paths. */
export function normalizePath(path: string): string {
  const windows = /^[A-Za-z]:[\\/]|^\\\\/.test(path);
  const slashed = windows ? path.replaceAll('\\', '/') : path;
  const lowered = /^[A-Z]:/.test(slashed) ? slashed.charAt(0).toLowerCase() + slashed.slice(1) : slashed;
  return lowered.length > 1 && lowered.endsWith('/') && !/^[a-z]:\/$/.test(lowered)
    ? lowered.slice(0, -1)
    : lowered;
}
