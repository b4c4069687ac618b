import type { Finding } from '../findings/finding';
import type { RevisionFile } from '../project/environmentSnapshot';

/**
 * Why no revision id can be read from a file, and where: the worst finding in it, or else what its reader
 * found.
 */
export function whyUnreadable(
  file: RevisionFile,
  findings: readonly Finding[],
): Pick<Finding, 'message' | 'range'> {
  const problem =
    findings.find(({ severity }) => severity === 'error') ?? findings[0] ?? file.reading.problems[0];
  return problem ?? { message: 'No revision id can be read from this file.', range: { start: 0, end: 0 } };
}
