import type { FileObstacle, FileSystem } from '../files/fileSystem';
import { withIniFlaw, withTomlFlaw } from './encodingFlaws';
import type { ConfigurationSources } from './configurationSources';
import type { IniFile } from './iniFile';
import { parseIniFile } from './iniFile';
import { errorOfConflict } from './mergeConflict';
import { isAbsolutePath, joinPath, parentPath } from '../files/paths';
import type { TomlFile } from './tomlFile';
import { parseTomlFile } from './tomlFile';
import { unreadableIni, unreadableToml } from './unreadableFile';

/** The files and section, as Alembic takes them on its command line in `workingDirectory`. */
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
        ? withIniFlaw(fileSystem, withConflict(parseIniFile(iniPath, iniText, ini)), ini ?? iniPath)
        : withObstacle(fileSystem, iniPath, unreadableIni),
    iniHere: parentPath(iniPath ?? `${workingDirectory}/`),
    toml:
      tomlPath !== undefined && tomlText !== undefined
        ? withTomlFlaw(fileSystem, withConflict(parseTomlFile(tomlPath, tomlText)))
        : withObstacle(fileSystem, tomlPath, unreadableToml),
    tomlHere: parentPath(tomlPath ?? `${workingDirectory}/`),
    section,
    workingDirectory,
  };
}

/** The file with its error named a conflict where it is one. */
function withConflict<File extends IniFile | TomlFile>(file: File): File {
  return { ...file, error: errorOfConflict(file.path, file.text, file.error) };
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
