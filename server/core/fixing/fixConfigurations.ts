import type { ConfigurationProblem } from '../config/alembicConfiguration';
import { configurationFixes } from '../edits/config/configurationFixes';
import { editConfig } from '../edits/config/editConfig';
import type { Change } from '../edits/change';
import type { FixSpecification } from '../findings/fixSpecification';
import type { FileSystem } from '../files/fileSystem';
import type { Finding } from '../findings/finding';
import { ChangedFiles } from './changedFiles';
import type { FixChoice } from './safeFix';

/** What is to be fixed in config files, and with what. */
export interface FixConfigurationsRequest {
  readonly fileSystem: FileSystem;
  /** What is wrong in the config files, read anew. */
  problemsOf(fileSystem: FileSystem): readonly ConfigurationProblem[];
  /** Whether a finding is to be looked at. */
  concerns(finding: Finding): boolean;
  /** The fix to apply, or why there is none. */
  choose(finding: Finding): FixChoice;
}

/** What was fixed in config files, and what was not and why. Nothing has been written. */
export interface FixedConfigurations {
  readonly change: Change;
  readonly fixed: readonly { readonly finding: Finding; readonly title: string }[];
  /** The findings that are there afterwards. */
  readonly left: readonly { readonly finding: Finding; readonly reason: string }[];
  /** The files afterwards. */
  readonly files: ChangedFiles;
}

/**
 * Applies one fix after the other and reads the config files again after each, since a value may matter to
 * all others. A fix that leaves its finding or brings an error is undone.
 */
export function fixConfigurations(request: FixConfigurationsRequest): FixedConfigurations {
  let files = new ChangedFiles(request.fileSystem);
  let findings = findingsIn(request, files);
  const failed = new Map<string, string>();
  const fixed: { finding: Finding; title: string }[] = [];
  for (;;) {
    const left: { finding: Finding; reason: string }[] = [];
    let isChanged = false;
    for (const finding of findings) {
      if (!request.concerns(finding)) continue;
      const key = keyOf(finding);
      const chosen: FixChoice = failed.has(key)
        ? { ok: false, reason: failed.get(key) ?? '' }
        : request.choose(finding);
      if (!chosen.ok) {
        left.push({ finding, reason: chosen.reason });
        continue;
      }
      const outcome = applyConfigFix(files, chosen.fix);
      if (!outcome.ok) {
        failed.set(key, outcome.reason);
        left.push({ finding, reason: outcome.reason });
        continue;
      }
      const after = files.with(outcome.change);
      const next = findingsIn(request, after);
      const flaw = flawOf(finding, findings, next);
      if (flaw !== undefined) {
        failed.set(key, flaw);
        left.push({ finding, reason: flaw });
        continue;
      }
      fixed.push({ finding, title: outcome.title });
      files = after;
      findings = next;
      isChanged = true;
      break;
    }
    if (!isChanged) return { change: files.toChange(), fixed, left, files };
  }
}

function applyConfigFix(files: ChangedFiles, fix: FixSpecification): ReturnType<typeof editConfig> {
  if (fix.kind !== 'edit-config') return { ok: false, reason: 'It is no fix of a config file.' };
  return editConfig(fix, {
    readText: (path) => files.readText(path),
    fileExists: (path) => files.version(path) !== undefined,
  });
}

function findingsIn(request: FixConfigurationsRequest, files: FileSystem): readonly Finding[] {
  const findings = request.problemsOf(files).map((problem): Finding => {
    const { code, severity, message, file, range } = problem;
    return { code, severity, message, file, range, related: [], fixes: configurationFixes(problem) };
  });
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()];
}

/** The flaw of a fix: its finding stays, or an error comes. */
function flawOf(finding: Finding, before: readonly Finding[], after: readonly Finding[]): string | undefined {
  const isSame = ({ code, file, message }: Finding): boolean =>
    code === finding.code && file === finding.file && message === finding.message;
  if (after.filter(isSame).length >= before.filter(isSame).length)
    return 'Fixing it did not make it go away.';
  // What is behind a place where nobody can read on was there before.
  const hidesOthers =
    finding.code === 'config-unreadable' || finding.code === 'config-missing-script-directory';
  return !hidesOthers && errorsIn(after) > errorsIn(before)
    ? 'Fixing it would bring another error.'
    : undefined;
}

function errorsIn(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

function keyOf({ code, file, message, range }: Finding): string {
  return JSON.stringify([code, file, message, range.start]);
}
