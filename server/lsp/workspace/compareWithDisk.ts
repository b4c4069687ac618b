import { diskDelays } from './debounce';
import type { WorkspaceFiles } from './workspaceFiles';
import type { WorkspaceIndex } from './workspaceIndex';

/**
 * Compares all files that were read with those on disk, after a pause: an editor loses events while many
 * files are written at once, and while its window is not in front.
 */
export function compareWithDisk({
  files,
  index,
}: {
  readonly files: WorkspaceFiles;
  readonly index: WorkspaceIndex;
}): void {
  files.forgetAll();
  index.noteFiles(diskDelays);
}
