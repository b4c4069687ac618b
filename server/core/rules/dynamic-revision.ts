import { headerNames } from '../python/revisionFile';
import { rangeOfFile } from './support/headerStrings';
import type { FileRule } from './engine/rule';

/**
 * A header value that only running the file would give. Nothing is wrong with it, but it can't be checked.
 */
export const dynamicRevision: FileRule = {
  id: 'dynamic-revision',
  defaultSeverity: 'hint',
  summary: "A header value is computed, so it can't be checked without running the file.",
  *checkFile(file) {
    if (file.dynamic.length === 0 || file.reading.problems.length > 0 || file.reading.unread) return;
    for (const name of headerNames) {
      if (!file.dynamic.includes(name)) continue;
      yield {
        message: `${name} is computed when the file runs, so what it names is not checked: write it as text if you can.`,
        file: file.path,
        range: file.reading.header[name]?.valueRange ?? rangeOfFile(file),
        related: [],
        fixes: [],
      };
    }
  },
};
