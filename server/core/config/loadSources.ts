import type { FileObstacle, FileSystem } from '../files/fileSystem';
import { refuseMarkInIni, refuseMarkInToml } from './byteOrderMark';
import type { ConfigurationSources } from './configurationSources';
import { parseIniFile } from './iniFile';
import { isAbsolutePath, joinPath, parentPath } from '../files/paths';
import { parseTomlFile } from './tomlFile';
import { unreadableIni, unreadableToml } from './unreadableFile';

/** Which files and section to read, as one would give them on Alembic's command line in `workingDirectory`. */
export interface SourceSelection {
  readonly ini: string | undefined;
  readonly toml: string | undefined;
  readonly section: string;
  readonly workingDirectory: string;
}

/** Reads the selected files; those that do not exist are taken as empty, as Alembic does. */
export function loadSources(fileSystem: FileSystem, selection: SourceSelection): ConfigurationSources {
  const { ini, toml, section, workingDirectory } = selection;
  const absolute = (path: string): string => (isAbsolutePath(path) ? path : joinPath(workingDirectory, path));
  const iniPath = ini === undefined ? undefined : absolute(ini);
  const tomlPath = toml === undefined ? undefined : absolute(toml);
  const iniText = iniPath === undefined ? undefined : fileSystem.readText(iniPath);
  const tomlText = tomlPath === undefined ? undefined : fileSystem.readText(tomlPath);
  return {
    ini:
      iniPath !== undefined && iniText !== undefined
        ? refuseMarkInIni(fileSystem, parseIniFile(iniPath, iniText, ini), ini ?? iniPath)
        : withObstacle(fileSystem, iniPath, unreadableIni),
    iniHere: parentPath(iniPath ?? `${workingDirectory}/`),
    toml:
      tomlPath !== undefined && tomlText !== undefined
        ? refuseMarkInToml(fileSystem, parseTomlFile(tomlPath, tomlText))
        : withObstacle(fileSystem, tomlPath, unreadableToml),
    tomlHere: parentPath(tomlPath ?? `${workingDirectory}/`),
    section,
    workingDirectory,
  };
}

/** A file that is there and is not read. */
function withObstacle<File>(
  fileSystem: FileSystem,
  path: string | undefined,
  unreadable: (path: string, obstacle: FileObstacle) => File,
): File | undefined {
  const obstacle = path === undefined ? undefined : fileSystem.obstacle?.(path);
  return path === undefined || !obstacle ? undefined : unreadable(path, obstacle);
}
