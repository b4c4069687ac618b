import type { Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../core/rules/finding';
import { toDiagnostic } from './convert/diagnostics';
import { LineIndexes } from './convert/ranges';
import type { IndexState } from './workspace/indexState';

/** Where the texts and names of files come from. */
export interface DiagnosticSources {
  textOf(path: string): string | undefined;
  uriOf(path: string): string;
}

/**
 * The diagnostics of the whole workspace by URI. A file that several environments share shows what any of them finds, and what all of them
 * find only once.
 */
export function diagnoseWorkspace(
  state: IndexState,
  sources: DiagnosticSources,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const byUri = new Map<string, Diagnostic[]>();
  const seen = new Set<string>();
  const add = (finding: Finding, environment: string, lines: LineIndexes): void => {
    const { file, range, code, message } = finding;
    const identity = JSON.stringify([file, range.start, range.end, code, message]);
    if (seen.has(identity)) return;
    seen.add(identity);
    const uri = sources.uriOf(file);
    const diagnostic = toDiagnostic(finding, { environment }, lines, (path) => sources.uriOf(path));
    const known = byUri.get(uri);
    if (known) known.push(diagnostic);
    else byUri.set(uri, [diagnostic]);
  };
  for (const [key, { snapshot, findings }] of state.environments) {
    const lines = new LineIndexes((path) => snapshot.filesByPath.get(path)?.text ?? sources.textOf(path));
    for (const finding of findings) add(finding, key, lines);
  }
  const lines = new LineIndexes((path) => sources.textOf(path));
  for (const problem of state.problems) add(problem, '', lines);
  return byUri;
}
