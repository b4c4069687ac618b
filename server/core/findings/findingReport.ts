import { FileLines } from '../text/fileLines';
import type { LineAndCharacter } from '../text/lineIndex';
import type { Finding } from './finding';

/** The parts of a finding that a report shows. */
export type ReportableFinding = Pick<Finding, 'code' | 'severity' | 'message' | 'file' | 'range'>;

/** A finding as JSON: zero-based lines and UTF-16 characters, the file as it is shown. */
export interface FindingReport {
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly file: string;
  readonly range: { readonly start: LineAndCharacter; readonly end: LineAndCharacter };
}

/** Reports of findings; each file's text is looked up once. */
export function reportFindings(
  findings: readonly ReportableFinding[],
  textOf: (file: string) => string | undefined,
  shownPath: (file: string) => string,
): readonly FindingReport[] {
  const lines = new FileLines(textOf);
  return findings.map(({ code, severity, message, file, range }) => ({
    code,
    severity,
    message,
    file: shownPath(file),
    range: { start: lines.at(file, range.start), end: lines.at(file, range.end) },
  }));
}
