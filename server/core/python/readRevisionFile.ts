import { readIgnoreComments } from './ignoreComments';
import { scanModule } from './moduleScan';
import { readByParsing } from './parsedReading';
import type { RevisionFileReading } from './revisionFile';
import type { ScannedReading } from './scannedReading';
import { unitsOf } from './sourceUnits';
import type { SourceUnits } from './sourceUnits';

/**
 * What Alembic would find in a revision file after importing it, as far as its text says so. Never throws: what can't be understood is left
 * out, dynamic, or named in `problems`.
 */
export function readRevisionFile(text: string): RevisionFileReading {
  return readByScanning(unitsOf(text)) ?? readWithParser(text);
}

/**
 * The same for a file of the usual shape, in one fast pass. It gives exactly what the parser gives, or undefined where the file is to be read
 * with that.
 */
export function readByScanning(source: SourceUnits): ScannedReading | undefined {
  return scanModule(source);
}

/** The same through a parse of the whole text, whatever its shape. */
export function readWithParser(text: string): RevisionFileReading {
  const ignoreComments = readIgnoreComments(text);
  const reading = readByParsing(text);
  return ignoreComments.length === 0 ? reading : { ...reading, ignoreComments };
}
