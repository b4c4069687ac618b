import { readIgnoreComments } from './ignoreComments';
import { readByParsing } from './parsedReading';
import type { RevisionFileReading } from './revisionFile';
import { readByScanning } from './scannedReading';

/**
 * What Alembic would find in a revision file after importing it, as far as its text says so. Never throws: what can't be understood is left
 * out, dynamic, or named in `problems`.
 */
export function readRevisionFile(text: string): RevisionFileReading {
  const reading = readByScanning(text) ?? readByParsing(text);
  const ignoreComments = readIgnoreComments(text);
  return ignoreComments.length > 0 ? { ...reading, ignoreComments } : reading;
}
