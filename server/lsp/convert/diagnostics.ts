import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';
import { version } from '../../package.json';
import { rulePageOf } from '../../core/findings/rulePage';
import type { Finding, Severity } from '../../core/findings/finding';
import { visibleText } from '../../core/text/visibleText';
import type { LineIndexes } from './ranges';
import { toRange } from './ranges';

/** The name that diagnostics carry, as people see it beside the message. */
const diagnosticSource = 'alembic';

/** What a diagnostic carries for its code actions: the environment that the finding is about. */
export interface DiagnosticData {
  readonly environment: string;
}

/**
 * A finding as a diagnostic of the file it is in. `uriOf` gives the URI of a path in the client's spelling.
 */
export function toDiagnostic(
  finding: Finding,
  data: DiagnosticData,
  lines: LineIndexes,
  uriOf: (path: string) => string,
): Diagnostic {
  const diagnostic: Diagnostic = {
    range: toRange(lines.of(finding.file), finding.range),
    severity: toDiagnosticSeverity(finding.severity),
    code: finding.code,
    codeDescription: { href: rulePageOf(finding.code, version) },
    source: diagnosticSource,
    message: visibleText(finding.message),
    data,
  };
  if (finding.unnecessary) diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map((place) => ({
      location: { uri: uriOf(place.file), range: toRange(lines.of(place.file), place.range) },
      message: visibleText(place.message),
    }));
  }
  return diagnostic;
}

/** A finding's severity as the protocol's number. */
function toDiagnosticSeverity(severity: Severity): DiagnosticSeverity {
  return severities[severity];
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
