import type { DirectoryEntry, FileSystem } from '../core/files/fileSystem';

/** The same files, each directory listed once: finding an environment and reading it ask for the same large ones. For as long as nothing is written. */
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
