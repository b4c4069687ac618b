import type { FileSystem } from '../../files/fileSystem';
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
}

/** Walks the workspace once, leaving out what is ignored, and yields now and then. */
export function* walkWorkspace(
  fileSystem: FileSystem,
  root: string,
  exclude: readonly string[],
): Generator<void, WorkspaceTree> {
  const folders = new Map<string, TreeFolder>();
  const foldersByName = new Map<string, string[]>();
  const globs = globRules(root, exclude);
  const pending: { readonly path: string; readonly rules: readonly IgnoreRules[] }[] = [
    { path: root, rules: globs ? [globs] : [] },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { path } = next;
    const listing = listFolder(fileSystem, path);
    if (!listing || (path !== root && isPythonEnvironment(listing.names))) continue;
    const rules = withGitignore(fileSystem, path, listing.names, next.rules);
    const below = listing.folders.filter(
      (name) => !isIgnoredName(name) && !isIgnored(join(path, name), true, rules),
    );
    const files =
      rules.length > 0 ? listing.files.filter((name) => !isOwnAndIgnored(path, name, rules)) : listing.files;
    folders.set(path, { files, folders: below });
    for (const name of below.sort().reverse()) {
      const child = join(path, name);
      const namesakes = foldersByName.get(name);
      if (namesakes) namesakes.push(child);
      else foldersByName.set(name, [child]);
      pending.push({ path: child, rules });
    }
    if (folders.size % 20 === 0) yield;
  }
  return { root, folders, foldersByName };
}

interface Listing {
  readonly files: string[];
  readonly folders: string[];
  readonly names: ReadonlySet<string>;
}

function listFolder(fileSystem: FileSystem, path: string): Listing | undefined {
  const entries = fileSystem.readDirectory(path);
  if (!entries) return undefined;
  const files: string[] = [];
  const folders: string[] = [];
  const marks = new Set<string>();
  for (const { name, kind } of entries) {
    if (kind === 'directory') folders.push(name);
    else if (kind !== 'link-to-directory') files.push(name);
    if (name === 'pyvenv.cfg' || name === 'conda-meta' || name === '.gitignore') marks.add(name);
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
