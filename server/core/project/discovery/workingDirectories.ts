import { isWithin, parentPath } from '../../files/paths';

/** The folder of a config file and those above it, up to the root of the workspace. */
export function possibleWorkingDirectories(configFile: string, root: string): readonly string[] {
  const directories = [parentPath(configFile)];
  for (let next = parentPath(configFile); next !== root && isWithin(next, root);) {
    next = parentPath(next);
    directories.push(next);
  }
  if (!directories.includes(root)) directories.push(root);
  return directories;
}
