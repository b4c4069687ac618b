import patterns from '../../../../python/workbench_bridge/secret_patterns.json';

/** The most characters of a foreign line that are looked through and shown. */
export const longestLine = patterns.longestLine;

/** A line of at most 8,192 characters; what is cut is said with an ellipsis. */
export function cutLine(line: string): string {
  return line.length <= longestLine ? line : `${line.slice(0, longestLine)}…`;
}
