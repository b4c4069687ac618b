import type { DirectoryEntry, FileSystem } from '../core/files/fileSystem';

/**
 * A file system that lists each directory once: discovery and reading list the same large ones. Valid until
 * something is written.
 */
export function listingOnce(fileSystem: FileSystem): FileSystem {
  const listings = new Map<string, readonly DirectoryEntry[] | undefined>();
  return {
    ...fileSystem,
    readDirectory: (path) => {
      if (!listings.has(path)) listings.set(path, fileSystem.readDirectory(path));
      return listings.get(path);
    },
  };
}
