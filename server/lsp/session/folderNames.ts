import { fileNameOf } from '../../core/files/paths';
import type { ClientFolder } from './clientFacts';

/**
 * A name for each folder that no other one has, in the same order: the client's own, with parts of its path
 * before it where several are called the same. Empty for the only folder, which needs none.
 */
export function folderNames(folders: readonly ClientFolder[]): readonly string[] {
  if (folders.length < 2) return folders.map(() => '');
  const names = folders.map(ownName);
  return folders.map((folder, at) => {
    const own = names[at] ?? '';
    const same = folders.filter((_, other) => other !== at && names[other] === own);
    return same.length === 0 ? own : pathThatDiffers(folder, same, own);
  });
}

/** Some editors give the path or URI for a name. */
function ownName({ name, path }: ClientFolder): string {
  return name === '' || name.includes('/') || name.includes('\\') ? fileNameOf(path) || path : name;
}

/** The end of the path that no other folder of the same name has; a folder's given name stands behind it. */
function pathThatDiffers({ path }: ClientFolder, same: readonly ClientFolder[], own: string): string {
  const parts = path.split('/').filter(Boolean);
  for (let count = 1; count < parts.length; count++) {
    const end = parts.slice(-count).join('/');
    const isShared = same.some((other) => other.path === `/${end}` || other.path.endsWith(`/${end}`));
    if (!isShared) return parts.at(-1) === own ? end : `${end} (${own})`;
  }
  return path;
}
