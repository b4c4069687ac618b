import { canBeFixedSafely, safeFixOf } from '../fixing/safeFix';
import type { Finding, Severity } from '../findings/finding';
import type { FixSpecification } from '../findings/fixSpecification';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';

/** An entry of the menu of a finding. */
export type FixOffer =
  | {
      readonly kind: 'fix';
      readonly finding: Finding;
      readonly fix: FixSpecification;
      /** The fix that most people mean. */
      readonly isPreferred: boolean;
    }
  /** Shows the file beside its merged version. */
  | { readonly kind: 'compare-with-merged'; readonly finding: Finding }
  /** All findings of the same rule in the environment that can be fixed safely. */
  | { readonly kind: 'fix-all'; readonly finding: Finding }
  /**
   * What turns the rule off: a setting, and a comment for a line or for a file, where the file may have one.
   */
  | {
      readonly kind: 'silence';
      readonly finding: Finding;
      readonly comments: readonly Extract<FixSpecification, { kind: 'disable-rule' }>[];
    };

/** Findings by severity, the worst first. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** The menu of a finding in an environment, whose findings of all files are `all`. */
export function fixOffers(
  snapshot: EnvironmentSnapshot,
  finding: Finding,
  all: readonly Finding[],
): readonly FixOffer[] {
  return [
    ...fixesOf(finding),
    ...(finding.code === 'edited-after-merge' ? [{ kind: 'compare-with-merged', finding } as const] : []),
    ...(hasSeveralSafe(snapshot, finding, all) ? [{ kind: 'fix-all', finding } as const] : []),
    ...(isRefusedByAlembic(finding)
      ? []
      : [{ kind: 'silence', finding, comments: ignoresOf(snapshot, finding) } as const]),
  ];
}

/** Where Alembic itself stops, silence would help nobody. */
function isRefusedByAlembic({ code, severity }: Finding): boolean {
  return severity === 'error' && refusedByAlembic.has(code);
}

const refusedByAlembic: ReadonlySet<string> = new Set([
  'dependency-cycle',
  'duplicate-branch-label',
  'invalid-syntax',
  'label-equals-id',
  'merge-conflict-markers',
  'missing-revision-header',
  'revision-cycle',
  'self-reference',
  'unknown-dependency',
  'unknown-down-revision',
  'unreadable-header',
]);

/** The menu of a problem in a config file that gave no environment. */
export function configurationOffers(problem: Finding): readonly FixOffer[] {
  return [
    ...fixesOf(problem).filter(({ fix }) => fix.kind === 'edit-config'),
    { kind: 'silence', finding: problem, comments: [] },
  ];
}

/** Fixes before what only suppresses a finding. */
export function fixesFirst<Item extends { readonly offer: FixOffer }>(
  items: readonly Item[],
): readonly Item[] {
  const suppresses = ({ offer: { kind } }: Item): boolean => kind === 'silence';
  return [...items.filter((item) => !suppresses(item)), ...items.filter(suppresses)];
}

function fixesOf(finding: Finding): readonly Extract<FixOffer, { kind: 'fix' }>[] {
  return finding.fixes.map((fix, index) => ({ kind: 'fix', finding, fix, isPreferred: index === 0 }));
}

/** Whether a safe fix of this finding is one of at least two of its rule. */
function hasSeveralSafe(snapshot: EnvironmentSnapshot, wanted: Finding, all: readonly Finding[]): boolean {
  if (!canBeFixedSafely(wanted)) return false;
  let count = 0;
  for (const finding of all) {
    if (finding.code === wanted.code && safeFixOf(snapshot, finding).ok) count++;
    if (count === 2) return true;
  }
  return false;
}

/** None in files without such comments, and none for findings about comments. */
function ignoresOf(
  { filesByPath }: EnvironmentSnapshot,
  { code, file, range }: Finding,
): readonly Extract<FixSpecification, { kind: 'disable-rule' }>[] {
  if (!filesByPath.has(file) || code === 'unused-ignore' || code === 'unknown-ignore') return [];
  return (['line', 'file'] as const).map((scope) => ({
    kind: 'disable-rule',
    file,
    rule: code,
    scope,
    offset: range.start,
  }));
}
