import { md5 } from '../../text/md5';
import type { CheckReport } from './checkReport';

const severities = { error: 'critical', warning: 'major', information: 'minor', hint: 'info' } as const;

/** A code quality report of GitLab. */
export function gitlabFormat({ findings }: CheckReport): string {
  const seen = new Map<string, number>();
  const issues = findings.map(({ code, severity, message, file, range, fingerprint }) => {
    // GitLab keeps one of those that have the same fingerprint.
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    return {
      description: message,
      check_name: code,
      fingerprint: md5(`${fingerprint} ${String(count)}`),
      severity: severities[severity],
      location: { path: file, lines: { begin: range.start.line + 1 } },
    };
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
