import { URI } from 'vscode-uri';
import { normalizePath } from '../../disk/nativePath';

/**
 * The path of a file URI as core writes paths: absolute, with `/`, drive letters in lower case; undefined for
 * other schemes.
 */
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
