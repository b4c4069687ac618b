import { distance } from 'fastest-levenshtein';
import type { ConfigurationFix } from '../../config/configurationFix';
import { commentOutFix, editingFix, valueFix } from '../../config/configurationFix';
import { removeEntryFix } from '../../config/pathListFixes';
import { isWithin, joinPath, relativePath } from '../../files/paths';
import type { TextRange } from '../../text/textRange';
import type { WorkspaceTree } from './workspaceTree';

/** Where a config file lies, and what its paths are taken from. */
export interface PathOrigins {
  readonly tree: WorkspaceTree | undefined;
  /** The folder of the config file: `%(here)s`. */
  readonly here: string;
  readonly workingDirectory: string;
}

/** A value as it is written: for TOML with its quotes. */
export interface WrittenValue {
  readonly text: string;
  readonly range: TextRange;
  readonly isToml: boolean;
  /** Whether it has its lines to itself, as it doesn't in an inline table of TOML. */
  readonly isStatement: boolean;
}

/** More than that are no help. */
const mostCandidates = 3;

/** Fixes of a missing script directory: those of the workspace, nearest first. */
export function scriptDirectoryFixes(
  value: WrittenValue,
  missing: string,
  origins: PathOrigins,
): readonly ConfigurationFix[] {
  const { text, range, isToml } = value;
  const written = text.slice(range.start, range.end);
  return nearestFolders(scriptDirectories(origins.tree), missing, origins).map((folder) => {
    const path = pathLike(written, folder, origins);
    return valueFix(text, range, isToml ? tomlText(path) : path, `Change to ${path}`);
  });
}

/** The fix that runs "alembic init"; none for a directory outside of the workspace. */
export function initialiseFixes(missing: string, { tree }: PathOrigins): readonly ConfigurationFix[] {
  const root = tree?.root;
  if (root === undefined || !isWithin(missing, root) || missing === root) return [];
  const title = `Initialise Alembic in ${relativePath(missing, root)}…`;
  return [{ title, edits: [], creates: [], initialises: missing }];
}

/** Adds `script_location` below the header of its section. */
export function addScriptLocationFixes(
  text: string,
  section: TextRange,
  isToml: boolean,
  origins: PathOrigins,
): readonly ConfigurationFix[] {
  const lineEnd = text.indexOf('\n', section.end);
  const at = lineEnd < 0 ? text.length : text.endsWith('\r', lineEnd) ? lineEnd - 1 : lineEnd;
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  return nearestFolders(scriptDirectories(origins.tree), origins.here, origins).map((folder) => {
    const path = pathLike('%(here)s', folder, origins);
    const line = `script_location = ${isToml ? tomlText(path) : path}`;
    return editingFix(text, `Add ${line}`, [{ start: at, end: at, newText: newLine + line }]);
  });
}

/**
 * Fixes of an entry of `version_locations` that is no folder. `entries` are the places of all, or empty;
 * `missing` is the entry's absolute path, if known.
 */
export function versionLocationFixes(
  value: WrittenValue,
  entries: readonly TextRange[],
  index: number,
  missing: string | undefined,
  listed: readonly string[],
  origins: PathOrigins,
  { beside, joiner }: OtherLocations,
): readonly ConfigurationFix[] {
  const { text, range, isToml } = value;
  const place = entries[index];
  const root = origins.tree?.root;
  const fixes: ConfigurationFix[] = [];
  if (missing !== undefined && place) {
    const written = text.slice(place.start, place.end);
    const folders = versionFolders(origins.tree).filter((folder) => !listed.includes(folder));
    const near = nearestFolders(folders, missing, origins).filter((folder) => isLike(folder, missing));
    const paths = [...new Set([...beside, ...near])].map((folder) => pathLike(written, folder, origins));
    for (const path of paths)
      fixes.push(valueFix(text, place, isToml ? tomlText(path) : path, `Change to ${path}`));
    if (beside.length > 1) {
      const all = paths.slice(0, beside.length);
      fixes.push(valueFix(text, place, listText(all, isToml, joiner), `Name all of them: ${all.join(', ')}`));
    }
  }
  if (missing !== undefined && root !== undefined && isWithin(missing, root)) {
    // Neither Git nor an editor knows of empty folders.
    const title = `Create the folder ${relativePath(missing, root)}`;
    fixes.push({ title, edits: [], creates: [joinPath(missing, '.gitkeep')] });
  }
  const removal =
    removeEntryFix(text, entries, index) ??
    (value.isStatement
      ? commentOutFix(text, range, 'Make a comment of the list, so that the default holds')
      : undefined);
  if (place && removal) fixes.push(removal);
  return fixes;
}

/** Folders beside `env.py` that hold revisions, and what stands between the entries of a list in the ini. */
export interface OtherLocations {
  readonly beside: readonly string[];
  readonly joiner: string;
}

/** Adds `version_locations` behind `script_location`, with one of several folders or all of them. */
export function addVersionLocationFixes(
  { text, range, isToml, isStatement }: WrittenValue,
  folders: readonly string[],
  joiner: string,
  origins: PathOrigins,
): readonly ConfigurationFix[] {
  if (!isStatement) return [];
  const written = text.slice(range.start, range.end);
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const lineEnd = text.indexOf('\n', range.end);
  const at = lineEnd < 0 ? text.length : text.endsWith('\r', lineEnd) ? lineEnd - 1 : lineEnd;
  const paths = folders.map((folder) => pathLike(written, folder, origins));
  const choices = [...paths.map((path) => [path]), ...(paths.length > 1 ? [paths] : [])];
  return choices.map((choice) => {
    const value = isToml ? `[${listText(choice, true, joiner)}]` : listText(choice, false, joiner);
    const title = `Add version_locations = ${value.replaceAll(/\s+/g, ' ')}`;
    return editingFix(text, title, [
      { start: at, end: at, newText: `${newLine}version_locations = ${value}` },
    ]);
  });
}

function listText(paths: readonly string[], isToml: boolean, joiner: string): string {
  return isToml ? paths.map(tomlText).join(', ') : paths.join(joiner);
}

/** A path as a basic string of TOML, whose escapes JSON has too. */
export function tomlText(path: string): string {
  return JSON.stringify(path);
}

function scriptDirectories(tree: WorkspaceTree | undefined): readonly string[] {
  return [...(tree?.folders ?? [])].flatMap(([path, { files }]) =>
    files.includes('env.py') || files.includes('script.py.mako') ? [path] : [],
  );
}

function versionFolders(tree: WorkspaceTree | undefined): readonly string[] {
  return [...(tree?.folders ?? [])].flatMap(([path, { files }]) => {
    const holdsPython = files.some((name) => name.endsWith('.py')) && !files.includes('env.py');
    return holdsPython || path.endsWith('/versions') ? [path] : [];
  });
}

function nearestFolders(
  folders: readonly string[],
  wanted: string,
  { tree }: PathOrigins,
): readonly string[] {
  const root = tree?.root ?? '/';
  const target = relativePath(wanted, root);
  return folders
    .map((path) => ({ path, edits: distance(relativePath(path, root), target) }))
    .sort((a, b) => a.edits - b.edits || (a.path < b.path ? -1 : 1))
    .slice(0, mostCandidates)
    .map(({ path }) => path);
}

/** A folder beside the missing one, or one whose path differs by little. */
function isLike(folder: string, missing: string): boolean {
  const parent = (path: string): string => path.slice(0, path.lastIndexOf('/'));
  return (
    parent(folder) === parent(missing) ||
    distance(folder, missing) <= Math.max(3, Math.floor(missing.length / 6))
  );
}

/** A folder's path in the manner of a written one: from `%(here)s`, absolute, or relative. */
export function pathLike(written: string, folder: string, { here, workingDirectory }: PathOrigins): string {
  if (/^["']?%\(here\)s/.test(written)) {
    const path = pathFrom(here, folder);
    return path === '.' ? '%(here)s' : `%(here)s/${path}`;
  }
  if (/^["']?\//.test(written)) return folder;
  return pathFrom(workingDirectory, folder);
}

/** The path of a folder as seen from another one, with `..` where it has to go up. */
function pathFrom(from: string, to: string): string {
  const [start, end] = [from, to].map((path) => path.split('/').filter((part) => part !== ''));
  if (!start || !end) return to;
  let shared = 0;
  while (shared < start.length && start[shared] === end[shared]) shared++;
  const parts = [...start.slice(shared).map(() => '..'), ...end.slice(shared)];
  return parts.length === 0 ? '.' : parts.join('/');
}
