import type { FileSystem } from '../files/fileSystem';
import { ConfigurationError } from './configurationError';
import type { IniFile } from './iniFile';
import { parseIniFile } from './iniFile';
import type { TomlFile } from './tomlFile';

/** The refusal of a config file that begins with a UTF-8 byte order mark, of the type and text that Python gives it; the mark is no part of any text here. */
export class ByteOrderMarkError extends ConfigurationError {}

const mark = '\ufeff';

/** The ini file as it was read, refused where its bytes begin with a mark. `displayPath` is the path as given to Alembic. */
export function refuseMarkInIni(fileSystem: FileSystem, file: IniFile, displayPath: string): IniFile {
  if (!fileSystem.hasByteOrderMark?.(file.path)) return file;
  const { type, message } = parseIniFile(file.path, mark + file.text, displayPath).error ?? {
    type: 'MissingSectionHeaderError',
    message: '',
  };
  return { ...file, error: refusal(type, message, file) };
}

/** The pyproject.toml as it was read, refused where its bytes begin with a mark. */
export function refuseMarkInToml(fileSystem: FileSystem, file: TomlFile): TomlFile {
  if (!fileSystem.hasByteOrderMark?.(file.path)) return file;
  return { ...file, error: refusal('TOMLDecodeError', 'Invalid statement (at line 1, column 1)', file) };
}

function refusal(
  type: string,
  message: string,
  { path, text }: { readonly path: string; readonly text: string },
): ByteOrderMarkError {
  const end = /^[^\r\n]*/.exec(text)?.[0].length ?? 0;
  return new ByteOrderMarkError(type, message, { file: path, range: { start: 0, end } });
}
