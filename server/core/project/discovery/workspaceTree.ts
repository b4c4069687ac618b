import type { FileSystem } from '../../files/fileSystem';
import { parentPath } from '../../files/paths';
import type { ConfigLookup } from '../../workbenchConfig/configLookup';
import { ownConfigFile } from '../../workbenchConfig/readWorkbenchConfig';
import type { WorkbenchConfigReading } from '../../workbenchConfig/workbenchConfig';
import { gitignoreRules, globRules, isIgnored, isIgnoredName, isPythonEnvironment } from './ignoredPaths';
import type { IgnoreRules } from './ignoredPaths';

/** The folders of a workspace that may hold environments, with the names in them. */
export interface WorkspaceTree {
  readonly root: string;
  readonly folders: ReadonlyMap<string, TreeFolder>;
  /** Paths of folders by their own name. */
  readonly foldersByName: ReadonlyMap<string, readonly string[]>;
}

export interface TreeFolder {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** The nearest workbench configuration. */
  readonly workbench: WorkbenchConfigReading | undefined;
}

/** Walks the workspace once, leaving out what is ignored, and yields now and then. */
export function* walkWorkspace(
  fileSystem: FileSystem,
  root: string,
  exclude: readonly string[],
  lookup: ConfigLookup,
): Generator<void, WorkspaceTree> {
  const folders = new Map<string, TreeFolder>();
  const foldersByName = new Map<string, string[]>();
  const globs = globRules(root, exclude);
  const pending: PendingFolder[] = [
    { path: root, rules: globs ? [globs] : [], workbench: lookup.nearest(root) },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { path } = next;
    const listing = listFolder(fileSystem, path);
    if (!listing || (path !== root && isPythonEnvironment(listing.names))) continue;
    const workbench =
      path === root ? next.workbench : workbenchIn(lookup, path, listing.names, next.workbench);
    const rules = withGitignore(fileSystem, path, listing.names, next.rules);
    const excluded = workbench && excludeRules(workbench);
    const all = excluded ? [...rules, excluded] : rules;
    const below = listing.folders.filter(
      (name) => !isIgnoredName(name) && !isIgnored(join(path, name), true, all),
    );
    const files =
      all.length > 0 ? listing.files.filter((name) => !isOwnAndIgnored(path, name, all)) : listing.files;
    folders.set(path, { files, folders: below, workbench });
    for (const name of below.sort().reverse()) {
      const child = join(path, name);
      const namesakes = foldersByName.get(name);
      if (namesakes) namesakes.push(child);
      else foldersByName.set(name, [child]);
      pending.push({ path: child, rules, workbench });
    }
    if (folders.size % 20 === 0) yield;
  }
  return { root, folders, foldersByName };
}

interface PendingFolder {
  readonly path: string;
  readonly rules: readonly IgnoreRules[];
  /** The configuration of the folder above. */
  readonly workbench: WorkbenchConfigReading | undefined;
}

/** A folder's own configuration, or the one from above; a repository takes none from above it. */
function workbenchIn(
  lookup: ConfigLookup,
  path: string,
  names: ReadonlySet<string>,
  above: WorkbenchConfigReading | undefined,
): WorkbenchConfigReading | undefined {
  const own = names.has(ownConfigFile) || names.has('pyproject.toml') ? lookup.in(path) : undefined;
  return own ?? (names.has('.git') ? undefined : above);
}

function excludeRules({ config }: WorkbenchConfigReading): IgnoreRules | undefined {
  if (config.exclude.length === 0) return undefined;
  return gitignoreRules(parentPath(config.path), config.exclude.join('\n'));
}

interface Listing {
  readonly files: string[];
  readonly folders: string[];
  readonly names: ReadonlySet<string>;
}

/** Names that say something of the folder that they are in. */
const markingNames: ReadonlySet<string> = new Set([
  'pyvenv.cfg',
  'conda-meta',
  '.gitignore',
  '.git',
  'pyproject.toml',
  ownConfigFile,
]);

function listFolder(fileSystem: FileSystem, path: string): Listing | undefined {
  const entries = fileSystem.readDirectory(path);
  if (!entries) return undefined;
  const files: string[] = [];
  const folders: string[] = [];
  const marks = new Set<string>();
  for (const { name, kind } of entries) {
    if (kind === 'directory') folders.push(name);
    else if (kind !== 'link-to-directory') files.push(name);
    if (markingNames.has(name)) marks.add(name);
  }
  return { files: files.sort(), folders, names: marks };
}

function withGitignore(
  fileSystem: FileSystem,
  path: string,
  names: ReadonlySet<string>,
  rules: readonly IgnoreRules[],
): readonly IgnoreRules[] {
  const text = names.has('.gitignore') ? fileSystem.readText(join(path, '.gitignore')) : undefined;
  return text === undefined ? rules : [...rules, gitignoreRules(path, text)];
}

/** Only files that may tell of an environment are worth asking the rules for. */
function isOwnAndIgnored(path: string, name: string, rules: readonly IgnoreRules[]): boolean {
  return !name.endsWith('.py') && isIgnored(join(path, name), false, rules);
}

function join(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}
