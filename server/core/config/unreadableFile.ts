import type { FileObstacle } from '../files/fileSystem';
import { wordsOfObstacle } from '../files/fileSystem';
import { ConfigurationError } from './configurationError';
import type { IniFile } from './iniFile';
import type { TomlFile } from './tomlFile';

/** The error over a config file that is there and can't be read. */
export class UnreadableFileError extends ConfigurationError {
  constructor(path: string, obstacle: FileObstacle) {
    super('OSError', wordsOfObstacle(obstacle), { file: path, range: { start: 0, end: 0 } });
  }
}

export function unreadableIni(path: string, obstacle: FileObstacle): IniFile {
  const error = new UnreadableFileError(path, obstacle);
  return { path, text: '', sections: new Map(), defaults: new Map(), headers: [], error };
}

export function unreadableToml(path: string, obstacle: FileObstacle): TomlFile {
  const error = new UnreadableFileError(path, obstacle);
  return { path, text: '', table: undefined, entries: new Map(), header: undefined, error };
}
