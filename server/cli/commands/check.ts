import { findingLine } from '../../core/render/findingReport';
import { runRules } from '../../core/rules/runRules';
import type { CommandHost } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach, defaultRuleSettings, hasFailure, reported, severityStyle } from '../report';

/** `alembic-ls check`: what every rule has to say. Fails on errors and warnings. */
export function checkCommand(host: CommandHost, options: CommonOptions): number {
  return answerForEach(host, options, (snapshot) => {
    const findings = reported(host, options, snapshot, runRules(snapshot, defaultRuleSettings));
    const lines = findings.map((finding) => `${findingLine(finding, severityStyle(host))}\n`);
    return {
      keys: { findings },
      text:
        lines.length > 0
          ? lines.join('')
          : `${String(snapshot.files.length)} revision files, nothing to report\n`,
      failed: hasFailure(findings) || snapshot.map.refusal !== undefined,
      tellsProblems: true,
    };
  });
}
