import type { Finding } from '../findings/finding';
import type { FindingReport } from '../findings/findingReport';
import { visibleText } from '../text/visibleText';

/** A finding as one line for people, places counted from one: `file:line:column: severity [code] message`. */
export function findingLine(
  finding: FindingReport,
  style: (text: string, severity: Finding['severity']) => string,
): string {
  const { line, character } = finding.range.start;
  const place = `${visibleText(finding.file)}:${String(line + 1)}:${String(character + 1)}`;
  const word = style(finding.severity, finding.severity);
  return `${place}: ${word} [${finding.code}] ${visibleText(finding.message)}`;
}
