import { readIgnoreComments } from './ignoreComments';
import { readByParsing } from './parsedReading';
import type { RevisionFileReading } from './revisionFile';
import { readByScanning } from './scannedReading';
import { readTemplate } from './templateScan';

/**
 * What Alembic would find in a revision file after importing it, as far as its text says so. Never throws: what can't be understood is left
 * out, dynamic, or named in `problems`.
 */
export function readRevisionFile(text: string): RevisionFileReading {
  const ignoreComments = readIgnoreComments(text);
  if (ignoreComments.length === 0) return readTemplate(text) ?? readByScanning(text) ?? readByParsing(text);
  return { ...(readByScanning(text) ?? readByParsing(text)), ignoreComments };
}
