import type { DirectoryEntry, FileSystem } from './fileSystem';

/**
 * The same files, of which each directory is listed once: for a search that asks for the same ones again and
 * again, and sees them as they were at one moment.
 */
export function directoriesReadOnce(base: FileSystem): FileSystem {
  const listed = new Map<string, readonly DirectoryEntry[] | undefined>();
  return {
    readDirectory: (path) => {
      if (!listed.has(path)) listed.set(path, base.readDirectory(path));
      return listed.get(path);
    },
    readText: (path) => base.readText(path),
    encodingFlaw: (path) => base.encodingFlaw?.(path),
    readSourceBytes: (path) => base.readSourceBytes?.(path),
    obstacle: (path) => base.obstacle?.(path),
    version: (path) => base.version(path),
    realPath: (path) => base.realPath(path),
    writePlace: (path) => base.writePlace?.(path),
  };
}
