/** A path that is to be written, and the folders of which it has to lie below one. */
export interface WritePlace {
  readonly path: string;
  readonly folders: readonly string[];
}

/** Half a sentence on why a name can't be that of one file or folder; undefined for a sound name. */
export function flawOfName(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (name === '.' || name === '..') return 'leads to another folder';
  if (/[/\\]/.test(name)) return 'holds a separator';
  if (/^[A-Za-z]:/.test(name)) return 'names a drive';
  if (/\p{Cc}/u.test(name)) return 'holds a control character';
  if (isGitFolder(name)) return "is that of Git's own folder";
  return undefined;
}

/** Half a sentence on why a relative path leads out of the folder that it is joined to; else undefined. */
export function flawOfRelativePath(path: string): string | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.startsWith('\\')) return 'is absolute';
  for (const name of path.split('/')) {
    const flaw = flawOfName(name);
    if (flaw !== undefined) return name === path ? flaw : `has a part that ${flaw}`;
  }
  return undefined;
}

/** Without the points and blanks at its end. */
function withoutEnd(name: string): string {
  let end = name.length;
  while (end > 0 && '. '.includes(name.charAt(end - 1))) end--;
  return name.slice(0, end);
}

/** Whether a file system may take the name for `.git`: as Git itself compares, for HFS+ and NTFS too. */
function isGitFolder(name: string): boolean {
  const plain = name
    .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '')
    .split(':', 1)
    .map(withoutEnd)
    .join('')
    .toLowerCase();
  return plain === '.git' || plain === 'git~1';
}

/** The part of a path below a folder; undefined where the path does not begin with the folder. */
export function partBelow(path: string, folder: string): string | undefined {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** The innermost of the folders that a path lies below, as it is written; undefined for none. */
export function folderAbove({ path, folders }: WritePlace): string | undefined {
  return folders
    .filter((folder) => {
      const below = partBelow(path, folder);
      return below !== undefined && below !== '' && !below.split('/').includes('..');
    })
    .reduce<string | undefined>(
      (best, folder) => (folder.length > (best?.length ?? -1) ? folder : best),
      undefined,
    );
}

/** Whether the path leads into a folder of Git's below any of the folders. */
export function isInGitFolder({ path, folders }: WritePlace): boolean {
  return folders.some((folder) => partBelow(path, folder)?.split('/').some(isGitFolder) ?? false);
}
