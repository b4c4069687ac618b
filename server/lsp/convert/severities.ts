import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Severity } from '../../core/findings/finding';

/** A finding's severity as the protocol's number. */
export function toDiagnosticSeverity(severity: Severity): DiagnosticSeverity {
  return severities[severity];
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
