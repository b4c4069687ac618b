import { applyFix, describeFix, isExpensive } from '../edits/fixes/fixes';
import type { EditContext } from '../edits/editContext';
import type { ChangeBounds, GateFiles } from '../edits/gateChange';
import { gateChange } from '../edits/gateChange';
import type { DetailedFinding, FixEdits, PlaceRange } from '../findings/detailedFinding';
import type { Finding } from '../findings/finding';
import { rulePageOf } from '../findings/rulePage';
import { safeConfigurationFixOf, safeFixOf } from '../fixing/safeFix';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { baselineEntryOf } from '../rules/engine/fingerprints';
import { FileLines } from '../text/fileLines';
import type { TextRange } from '../text/textRange';
import { baselineFingerprint } from '../workbenchConfig/baseline';

/** What details of findings are looked up with. */
export interface DetailSources {
  /** Of this program. */
  readonly version: string;
  readonly textOf: (file: string) => string | undefined;
  /** A path as it is shown. */
  readonly shownPath: (file: string) => string;
}

/** Findings with their places looked up; of no environment without a snapshot. */
export function detailedFindings(
  snapshot: EnvironmentSnapshot | undefined,
  findings: readonly Finding[],
  { version, textOf, shownPath }: DetailSources,
): readonly DetailedFinding[] {
  const lines = new FileLines(textOf);
  const placeOf = (file: string, { start, end }: TextRange): PlaceRange => ({
    start: lines.at(file, start),
    end: lines.at(file, end),
  });
  return findings.map((finding) => ({
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    file: shownPath(finding.file),
    range: placeOf(finding.file, finding.range),
    url: rulePageOf(finding.code, version),
    fixable: (snapshot ? safeFixOf(snapshot, finding) : safeConfigurationFixOf(finding)).ok,
    fixes: finding.fixes.map((fix) => ({ kind: fix.kind, title: describeFix(fix) })),
    related: finding.related.map(({ file, range, message }) => ({
      file: shownPath(file),
      range: placeOf(file, range),
      message,
    })),
    fingerprint: baselineFingerprint(
      snapshot
        ? baselineEntryOf(snapshot, finding)
        : { revision: shownPath(finding.file), rule: finding.code, symbol: finding.message },
    ),
  }));
}

/** The most fixes of one finding that are worked out. */
const mostFixes = 3;

/** The fixes of a finding that do nothing but edit files, as replacements. */
export function fixEdits(
  snapshot: EnvironmentSnapshot,
  finding: Finding,
  sources: Pick<DetailSources, 'shownPath'>,
  {
    context,
    bounds,
    files,
  }: { readonly context: EditContext; readonly bounds: ChangeBounds; readonly files: GateFiles },
): readonly FixEdits[] {
  const quick = finding.fixes.filter((fix) => fix.kind !== 'disable-rule' && !isExpensive(fix));
  return quick.slice(0, mostFixes).flatMap((fix): readonly FixEdits[] => {
    const outcome = applyFix(snapshot, fix, context);
    if (!outcome.ok) return [];
    const { edits, creates, renames } = outcome.change;
    if (edits.length === 0 || creates.length + renames.length > 0) return [];
    if (!gateChange(outcome.change, bounds, files).ok) return [];
    const lines = new FileLines((path) => edits.find(({ file }) => file === path)?.before);
    return [
      {
        title: outcome.title,
        files: edits.map(({ file, edits: own }) => ({
          file: sources.shownPath(file),
          replacements: own.map(({ range, newText }) => ({
            range: { start: lines.at(file, range.start), end: lines.at(file, range.end) },
            text: newText,
          })),
        })),
      },
    ];
  });
}
