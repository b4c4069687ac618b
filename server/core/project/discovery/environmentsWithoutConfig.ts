import type { AlembicConfiguration } from '../../config/alembicConfiguration';
import { defaultFileTemplate } from '../../config/alembicSettings';
import { fileNameOf, isWithin, joinPath, parentPath } from '../../files/paths';
import type { FileSystem } from '../../files/fileSystem';
import { holdsRevisions, runByOthers } from './scriptDirectory';
import type { WorkspaceTree } from './workspaceTree';

/** Names under which projects keep revisions that no config file of theirs names. */
const revisionFolderName = /^(?:alembic|db_?)?_?(?:versions?|migrations?|revisions?|alembic)(?:_\w+)?$/i;

/** Script directories, or folders of revisions, that no config file names. */
export function* environmentsWithoutConfig(
  fileSystem: FileSystem,
  tree: WorkspaceTree,
  known: readonly AlembicConfiguration[],
): Generator<void, readonly AlembicConfiguration[]> {
  const found: AlembicConfiguration[] = [];
  const places = [...known, ...known.map((configuration) => realPlaces(fileSystem, configuration))];
  const isKnown = (path: string): boolean =>
    [...places, ...found].some(
      ({ scriptDirectory, versionLocations }) =>
        path === scriptDirectory || versionLocations.some((location) => isWithin(path, location)),
    );
  // A config file that names other version locations says that Alembic does not read the usual one.
  const isLeftOut = (path: string): boolean =>
    known.some(({ scriptDirectory }) => path === joinPath(scriptDirectory, 'versions'));
  // A workbench configuration that names config files says that there are no others.
  const isOpen = (path: string): boolean =>
    (tree.folders.get(path)?.workbench?.config.configFiles.length ?? 0) === 0;
  const folders = [...tree.folders.keys()].filter(isOpen).sort();
  for (const path of folders) {
    if (isScriptDirectory(fileSystem, tree, path) && !isKnown(path))
      found.push(...environmentAt(fileSystem, tree, path));
  }
  yield;
  for (const path of folders) {
    if (!revisionFolderName.test(fileNameOf(path)) || isKnown(path) || isLeftOut(path)) continue;
    if (holdsRevisions(fileSystem, path, tree.folders.get(path)?.files ?? [])) {
      const directory = fileNameOf(path) === 'versions' ? parentPath(path) : path;
      const explanation = 'There is no env.py here: only the revisions can be read.';
      found.push({
        ...configurationWithoutFile(tree, directory, path, explanation),
        revisionsElsewhere: runByOthers,
      });
    }
    yield;
  }
  return found;
}

/** The folders of an environment with symbolic links resolved. */
function realPlaces(
  fileSystem: FileSystem,
  { scriptDirectory, versionLocations }: AlembicConfiguration,
): Pick<AlembicConfiguration, 'scriptDirectory' | 'versionLocations'> {
  return {
    scriptDirectory: fileSystem.realPath(scriptDirectory),
    versionLocations: versionLocations.map((path) => fileSystem.realPath(path)),
  };
}

function isScriptDirectory(fileSystem: FileSystem, tree: WorkspaceTree, path: string): boolean {
  const folder = tree.folders.get(path);
  if (!folder) return false;
  if (folder.files.includes('script.py.mako')) return true;
  return (
    folder.files.includes('env.py') &&
    folder.folders.includes('versions') &&
    /alembic|run_migrations/.test(fileSystem.readText(joinPath(path, 'env.py')) ?? '')
  );
}

function environmentAt(
  fileSystem: FileSystem,
  tree: WorkspaceTree,
  path: string,
): readonly AlembicConfiguration[] {
  const folder = tree.folders.get(path);
  if (!folder) return [];
  const explanation =
    'No config file in the workspace names this script directory; defaults are taken for what the program sets itself.';
  const versions = joinPath(path, 'versions');
  if (holdsRevisions(fileSystem, path, folder.files))
    return [configurationWithoutFile(tree, path, path, explanation)];
  if (folder.folders.includes('versions'))
    return [configurationWithoutFile(tree, path, versions, explanation)];
  return [];
}

function configurationWithoutFile(
  tree: WorkspaceTree,
  scriptDirectory: string,
  versionLocation: string,
  explanation: string,
): AlembicConfiguration {
  return {
    configFile: undefined,
    section: 'alembic',
    scriptLocation: undefined,
    scriptDirectory,
    versionLocations: [versionLocation],
    recursiveVersionLocations: false,
    sourceless: false,
    fileTemplate: defaultFileTemplate,
    truncateSlugLength: 40,
    timezone: undefined,
    outputEncoding: 'utf-8',
    workingDirectory: tree.root,
    explanations: [explanation],
    problems: [],
  };
}
