import type { ConfigFiles } from './configLookup';
import { ConfigLookup } from './configLookup';

/**
 * The key `dialects` of the nearest workbench configuration, from a folder upwards; undefined where it has
 * none.
 */
export function configuredDialects(fileSystem: ConfigFiles, folder: string): readonly string[] | undefined {
  return new ConfigLookup(fileSystem, folder).nearest(folder)?.config.dialects;
}
