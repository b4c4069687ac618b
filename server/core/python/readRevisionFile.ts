import { readIgnoreComments } from './parse/ignoreComments';
import { scanModule } from './scan/moduleScan';
import { readByParsing } from './parse/parsedReading';
import type { RevisionFileReading } from './revisionFile';
import { unitsOf } from '../files/sourceBytes';

/**
 * What Alembic would find in a revision file after importing it, as far as its text says so. Never throws: what can't be understood is left
 * out, dynamic, or named in `problems`.
 */
export function readRevisionFile(text: string): RevisionFileReading {
  return scanModule(unitsOf(text)) ?? readWithParser(text);
}

/** The same through a parse of the whole text, whatever its shape. */
export function readWithParser(text: string): RevisionFileReading {
  const ignoreComments = readIgnoreComments(text);
  const reading = readByParsing(text);
  return ignoreComments.length === 0 ? reading : { ...reading, ignoreComments };
}
