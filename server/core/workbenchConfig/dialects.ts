import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import type { FileSystem } from '../files/fileSystem';
import { joinPath, parentPath } from '../files/paths';

/** The key `dialects` of the nearest workbench configuration, from a folder upwards; undefined where none has it. */
export function configuredDialects(fileSystem: FileSystem, folder: string): readonly string[] | undefined {
  for (let each = folder; ; each = parentPath(each)) {
    const own = tableIn(fileSystem.readText(joinPath(each, 'alembic-workbench.toml')), []);
    const table =
      own ?? tableIn(fileSystem.readText(joinPath(each, 'pyproject.toml')), ['tool', 'alembic-workbench']);
    if (table) {
      const { dialects } = table;
      return Array.isArray(dialects) && dialects.every((name) => typeof name === 'string')
        ? dialects
        : undefined;
    }
    // What lies above a repository belongs to others.
    if (fileSystem.readDirectory(joinPath(each, '.git')) !== undefined || parentPath(each) === each)
      return undefined;
  }
}

/** A table of a TOML text; undefined where there is none, or the text is no TOML. */
function tableIn(text: string | undefined, path: readonly string[]): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    let value: unknown = getStaticTOMLValue(parseTOML(text, { tomlVersion: '1.1' }));
    for (const key of path) value = isTable(value) ? value[key] : undefined;
    return isTable(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
