import type { FileSystem } from '../../files/fileSystem';
import { folderOf, isWithin, parentPath } from '../../files/paths';
import { ConfigLookup } from '../../workbenchConfig/configLookup';
import { gitignoreRules, isIgnored } from './ignoredPaths';

/**
 * The workbench configuration, and its key, for which nothing is looked for at a path; undefined for none.
 */
export function excludingConfig(
  fileSystem: FileSystem,
  top: string,
  path: string,
): { readonly file: string; readonly key: 'exclude' | 'config-files' } | undefined {
  const lookup = new ConfigLookup(fileSystem, top);
  for (let each = path; isWithin(each, top); each = parentPath(each)) {
    const config = lookup.nearest(folderOf(each))?.config;
    if (config && isExcluded(each, each !== path, config.path, config.exclude))
      return { file: config.path, key: 'exclude' };
    if (each === top || parentPath(each) === each) break;
  }
  const config = lookup.nearest(folderOf(path))?.config;
  return config && config.configFiles.length > 0 ? { file: config.path, key: 'config-files' } : undefined;
}

function isExcluded(path: string, isFolder: boolean, file: string, exclude: readonly string[]): boolean {
  if (exclude.length === 0 || !isWithin(path, parentPath(file))) return false;
  return isIgnored(path, isFolder, [gitignoreRules(parentPath(file), exclude.join('\n'))]);
}
