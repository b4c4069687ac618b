import { URI } from 'vscode-uri';

/** The path of a file URI as core writes paths: absolute, with `/`, drive letters in lower case; undefined for other schemes. */
export function pathFromUri(uri: string): string | undefined {
  let parsed: URI;
  try {
    parsed = URI.parse(uri, true);
  } catch {
    return undefined;
  }
  return parsed.scheme === 'file' ? normalizePath(parsed.fsPath) : undefined;
}

/** The file URI of an absolute path, encoded as VS Code encodes it. */
export function uriFromPath(path: string): string {
  return URI.file(path).toString();
}

/** Writes an absolute path of the operating system the one way in which the server compares paths. */
export function normalizePath(path: string): string {
  const windows = /^[A-Za-z]:[\\/]|^\\\\/.test(path);
  const slashed = windows ? path.replaceAll('\\', '/') : path;
  const lowered = /^[A-Z]:/.test(slashed) ? slashed.charAt(0).toLowerCase() + slashed.slice(1) : slashed;
  return lowered.length > 1 && lowered.endsWith('/') && !/^[a-z]:\/$/.test(lowered)
    ? lowered.slice(0, -1)
    : lowered;
}

/** Whether `path` is `directory` or lies below it. */
export function isInside(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}
