import type { EncodingFlaw, FileSystem } from '../files/fileSystem';
import { ConfigurationError } from './configurationError';
import type { IniFile } from './iniFile';
import { parseIniFile } from './iniFile';
import type { TomlFile } from './tomlFile';

/**
 * The error over a config file that begins with a UTF-8 byte order mark, of the type and text that Python
 * gives it; the mark is no part of any text here.
 */
export class ByteOrderMarkError extends ConfigurationError {}

/** The error over a config file whose bytes are no UTF-8. */
export class EncodingError extends ConfigurationError {
  readonly flaw: EncodingFlaw;

  constructor(flaw: EncodingFlaw, file: string, text: string) {
    const start = flaw.kind === 'not-utf-8' ? flaw.at : 0;
    const end = start + (/^[^\r\n]*/.exec(text.slice(start))?.[0].length ?? 0);
    super('UnicodeDecodeError', messageOf(flaw), { file, range: { start, end } });
    this.flaw = flaw;
  }
}

function messageOf(flaw: EncodingFlaw): string {
  const [byte, position, reason] =
    flaw.kind === 'not-utf-8'
      ? [flaw.byte, flaw.position, flaw.reason]
      : [flaw.kind === 'utf-16-be' ? 0xfe : 0xff, 0, 'invalid start byte'];
  return `'utf-8' codec can't decode byte 0x${byte.toString(16)} in position ${String(position)}: ${reason}`;
}

const mark = '\ufeff';

/** The ini file with the error over its encoding. `displayPath` is the path as given to Alembic. */
export function withIniFlaw(fileSystem: FileSystem, file: IniFile, displayPath: string): IniFile {
  const flaw = fileSystem.encodingFlaw?.(file.path);
  if (!flaw) return file;
  if (flaw.kind !== 'utf-8-mark') return { ...file, error: new EncodingError(flaw, file.path, file.text) };
  const { type, message } = parseIniFile(file.path, mark + file.text, displayPath).error ?? {
    type: 'MissingSectionHeaderError',
    message: '',
  };
  return { ...file, error: markError(type, message, file) };
}

/** The pyproject.toml as it was read, with the error over its encoding. */
export function withTomlFlaw(fileSystem: FileSystem, file: TomlFile): TomlFile {
  const flaw = fileSystem.encodingFlaw?.(file.path);
  if (!flaw) return file;
  if (flaw.kind !== 'utf-8-mark') return { ...file, error: new EncodingError(flaw, file.path, file.text) };
  return { ...file, error: markError('TOMLDecodeError', 'Invalid statement (at line 1, column 1)', file) };
}

function markError(
  type: string,
  message: string,
  { path, text }: { readonly path: string; readonly text: string },
): ByteOrderMarkError {
  const end = /^[^\r\n]*/.exec(text)?.[0].length ?? 0;
  return new ByteOrderMarkError(type, message, { file: path, range: { start: 0, end } });
}
