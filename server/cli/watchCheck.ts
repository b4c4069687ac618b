import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import { parentPath } from '../core/files/paths';
import type { CommandHost } from './host';
import type { EnvironmentSelection } from './selectEnvironments';
import { readDiscovered, workingDirectory } from './selectEnvironments';

/** The most folders that are watched. */
const mostFolders = 500;

/** Checks, and again after each change, until the process is ended; gives the last exit code. */
export async function watchCheck(
  host: CommandHost,
  selection: EnvironmentSelection,
  check: () => Promise<number>,
): Promise<number> {
  for (;;) {
    // From before the files are read, so that no change is missed.
    const changed = host.nextChange(watchedFolders(host, selection));
    const code = await check();
    host.printError('Waiting for changes; Ctrl+C ends this.\n');
    if (!(await changed)) return code;
  }
}

/** Where a change may matter: revision files, config files, env.py and what they stand in. */
function watchedFolders(host: CommandHost, selection: EnvironmentSelection): readonly string[] {
  const { snapshots, workbench } = readDiscovered(host, selection);
  const folders = [
    workingDirectory(host, selection),
    ...workbench.map(({ config }) => parentPath(config.path)),
    ...snapshots.flatMap(foldersOf),
  ];
  return [...new Set(folders)].slice(0, mostFolders);
}

function foldersOf({ environment, files }: EnvironmentSnapshot): readonly string[] {
  const { configFile, scriptDirectory, versionLocations } = environment.configuration;
  return [
    ...(configFile === undefined ? [] : [parentPath(configFile)]),
    scriptDirectory,
    ...versionLocations,
    ...files.map(({ path }) => parentPath(path)),
  ];
}
