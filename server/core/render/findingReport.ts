import type { Finding } from '../findings/finding';
import type { LineAndCharacter } from '../text/lineIndex';
import { LineIndex } from '../text/lineIndex';
import { visibleText } from '../text/visibleText';

/** A finding for machines: places as zero-based lines and UTF-16 characters, files as they are to be shown. */
export interface FindingReport {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: LineAndCharacter; readonly end: LineAndCharacter };
}

/** Turns findings into reports, looking up each file's text once. */
export function reportFindings(
  findings: readonly Pick<Finding, 'code' | 'severity' | 'message' | 'file' | 'range'>[],
  textOf: (file: string) => string,
  shownPath: (file: string) => string,
): readonly FindingReport[] {
  const lines = new Map<string, LineIndex>();
  return findings.map(({ code, severity, message, file, range }) => {
    const index = lines.get(file) ?? new LineIndex(textOf(file));
    lines.set(file, index);
    return {
      code,
      severity,
      message,
      file: shownPath(file),
      range: { start: index.at(range.start), end: index.at(range.end) },
    };
  });
}

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
