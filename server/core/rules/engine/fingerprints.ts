import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { fileNameOf } from '../../files/paths';
import type { Finding } from '../../findings/finding';
import type { BaselineEntry } from '../../workbenchConfig/baseline';

/** The longest symbol. */
const longestSymbol = 120;

/**
 * What stays of a finding when lines move: its revision, its rule, and the text that it is about, empty where
 * its file is gone.
 */
export function baselineEntryOf(
  snapshot: EnvironmentSnapshot,
  { code, file, range }: Pick<Finding, 'code' | 'file' | 'range'>,
): BaselineEntry {
  const found = snapshot.filesByPath.get(file);
  const text = found?.readText() ?? '';
  const symbol = text
    .slice(range.start, Math.min(range.end, range.start + longestSymbol))
    .replace(/\s+/g, ' ')
    .trim();
  return { revision: found?.script?.id ?? fileNameOf(file), rule: code, symbol };
}
