import { readIgnoreComments } from './parse/ignoreComments';
import { readNullBytes } from './nullBytes';
import { scanModule } from './scan/moduleScan';
import { readByParsing } from './parse/parsedReading';
import type { RevisionFileReading } from './revisionFile';
import { sourceBytesOf } from '../files/sourceBytes';

/**
 * What Alembic would find in a revision file after importing it, as far as its text says so. Never throws:
 * what can't be understood is left out, dynamic, or named in `problems`. `fileName`, without its folder, is
 * what `__file__` ends with.
 */
export function readRevisionFile(text: string, fileName?: string): RevisionFileReading {
  return scanModule(sourceBytesOf(text)) ?? readWithParser(text, fileName);
}

/** The same through a parse of the whole text, whatever its shape. */
export function readWithParser(text: string, fileName?: string): RevisionFileReading {
  if (text.includes('\0')) return readNullBytes(text);
  const ignoreComments = readIgnoreComments(text);
  const reading = readByParsing(text, fileName);
  return ignoreComments.length === 0 ? reading : { ...reading, ignoreComments };
}
