/** Whether the path is absolute: from `/`, or from a drive on Windows. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

/** Whether paths below this directory are Windows paths. */
export function isWindowsPath(path: string): boolean {
  return /^[A-Za-z]:/.test(path);
}

/** The path as Python's `pathlib` writes it, without doubled slashes and `.`; `..` stays. */
export function purePath(path: string): string {
  const absolute = path.startsWith('/');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (absolute) return `/${parts.join('/')}`;
  return parts.length > 0 ? parts.join('/') : '.';
}

/** The path seen from a directory: itself where it is absolute. `..` stays. */
export function joinPath(directory: string, path: string): string {
  if (isAbsolutePath(path)) return purePath(path);
  const pure = purePath(path);
  return pure === '.' ? purePath(directory) : purePath(`${directory}/${pure}`);
}

/** The path without `..` parts, taken literally (symbolic links are not looked at). */
export function plainPath(path: string): string {
  const pure = purePath(path);
  if (!pure.includes('..')) return pure;
  const absolute = pure.startsWith('/');
  const parts: string[] = [];
  for (const part of pure.split('/')) {
    const last = parts[parts.length - 1];
    if (part === '') continue;
    if (part !== '..') parts.push(part);
    else if (last !== undefined && last !== '..') parts.pop();
    else if (!absolute) parts.push(part);
  }
  return (absolute ? '/' : '') + parts.join('/') || '.';
}

/** The directory that holds the path. */
export function parentPath(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '.' : at === 0 ? '/' : path.slice(0, at);
}

/** The last part of the path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Of several folders, some of them inside of others, the innermost that a path lies in; undefined where none
 * is above it.
 */
export function innermostFolder(path: string, folders: readonly string[]): string | undefined {
  return folders
    .filter((folder) => folder !== path && isWithin(path, folder))
    .reduce<string | undefined>(
      (best, folder) => (best === undefined || folder.length > best.length ? folder : best),
      undefined,
    );
}

/** Whether the path is the directory or lies below it. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}

/** The path as seen from the directory, for showing; the path itself where it lies elsewhere. */
export function relativePath(path: string, directory: string): string {
  if (path === directory) return '.';
  const prefix = directory.endsWith('/') ? directory : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

/** The directory that holds the path, for a name to be put behind it: empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
