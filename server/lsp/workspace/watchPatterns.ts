import type { Environment } from '../../core/project/environmentSnapshot';
import { fileNameOf, parentPath, isWithin } from '../../core/files/paths';

/** A glob below a directory. */
export interface WatchPattern {
  readonly base: string;
  readonly pattern: string;
  /** Only what comes and goes is told, not what is written to. */
  readonly existenceOnly?: true;
}

/** What decides which environments there are, anywhere in a workspace folder. */
const discoveryPattern =
  '**/{pyproject.toml,alembic-workbench.toml,*.ini,*.cfg,*.conf,*.ini.*,*.cfg.*,*.conf.*,*.ini-*,env.py,__init__.py,script.py.mako,.gitignore,.gitkeep,versions,versions/*.py}';

/**
 * What to watch: the files that make environments everywhere, and Python files only below script directories
 * and version locations. Besides, that anything comes or goes: a directory that is created with files in it,
 * moved or deleted is often told as one event, and nothing is said of the files. The directories that are
 * read and those above them are watched in every way, since one that is replaced is told as changed.
 */
export function watchPatterns(
  folders: readonly { readonly path: string }[],
  environments: readonly Environment[],
): readonly WatchPattern[] {
  const roots = sourceRoots(environments);
  const isSourceless = environments.some(({ configuration }) => configuration.sourceless);
  return [
    ...folders.map(({ path }) => ({ base: path, pattern: discoveryPattern })),
    ...[...folders.map(({ path }) => path), ...roots.filter((root) => !folders.some(({ path }) => isWithin(root, path)))].map(
      (base) => ({ base, pattern: '**/*', existenceOnly: true as const }),
    ),
    ...roots.map((root) => ({ base: root, pattern: isSourceless ? '**/*.{py,pyc,pyo}' : '**/*.py' })),
    ...folders.flatMap(({ path }) => directoryPattern(path, roots)),
    ...outsideConfigFiles(folders, environments),
  ];
}

/** The outermost of all directories that revision files are read from. */
export function sourceRoots(environments: readonly Environment[]): readonly string[] {
  const all = environments.flatMap(({ configuration }) => [
    configuration.scriptDirectory,
    ...configuration.versionLocations,
  ]);
  const unique = [...new Set(all)].sort();
  return unique.filter((path) => !unique.some((other) => other !== path && isWithin(path, other)));
}

/** Config files outside of all workspace folders, and baselines anywhere. */
function outsideConfigFiles(
  folders: readonly { readonly path: string }[],
  environments: readonly Environment[],
): WatchPattern[] {
  const files = new Set(
    environments.flatMap(({ configuration, workbench }) => [configuration.configFile, workbench?.config.path]),
  );
  const baselines = new Set(environments.map(({ workbench }) => workbench?.config.baseline));
  return [...new Set([...files, ...baselines])].flatMap((file) => {
    const isSeen = !baselines.has(file) && folders.some(({ path }) => isWithin(file ?? '', path));
    if (file === undefined || isSeen) return [];
    return [{ base: parentPath(file), pattern: escapeGlob(fileNameOf(file)) }];
  });
}

function directoryPattern(folder: string, roots: readonly string[]): WatchPattern[] {
  const directories = new Set<string>();
  for (const root of roots) {
    if (root === folder || !isWithin(root, folder)) continue;
    for (let path = root; path.length > folder.length; path = path.slice(0, path.lastIndexOf('/'))) {
      directories.add(escapeGlob(path.slice(folder.endsWith('/') ? folder.length : folder.length + 1)));
    }
  }
  const relative = [...directories].sort();
  if (relative.length === 0) return [];
  return [{ base: folder, pattern: relative.length === 1 ? (relative[0] ?? '') : `{${relative.join(',')}}` }];
}

/**
 * Takes glob characters in a path literally. A comma can't be escaped within braces, so it matches any one
 * character.
 */
function escapeGlob(path: string): string {
  return path.replace(/[[\]{}*?]/g, '[$&]').replaceAll(',', '?');
}
