import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { fileNameOf } from '../../files/paths';
import type { Finding } from '../../findings/finding';
import type { BaselineEntry } from '../../workbenchConfig/baseline';

/** The longest symbol. */
const longestSymbol = 120;

/** What stays of a finding when lines move: its revision, its rule, and the text that it is about. */
export function baselineEntryOf(
  snapshot: EnvironmentSnapshot,
  { code, file, range }: Pick<Finding, 'code' | 'file' | 'range'>,
): BaselineEntry {
  const found = snapshot.filesByPath.get(file);
  const symbol = (found?.text ?? '')
    .slice(range.start, Math.min(range.end, range.start + longestSymbol))
    .replace(/\s+/g, ' ')
    .trim();
  return { revision: found?.script?.id ?? fileNameOf(file), rule: code, symbol };
}
