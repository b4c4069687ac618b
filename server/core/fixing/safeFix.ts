import { canBeSafe, describeFix, isSafe, whyAsked } from '../edits/fixes/fixes';
import type { FixSpecification } from '../findings/fixSpecification';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Finding } from '../findings/finding';

/** The fix to apply to a finding, or why there is none. */
export type FixChoice =
  { readonly ok: true; readonly fix: FixSpecification } | { readonly ok: false; readonly reason: string };

/**
 * Chooses the fix that is applied without asking; an ambiguous one, or one about a database, is a person's
 * choice.
 */
export function safeFixOf(snapshot: EnvironmentSnapshot, finding: Finding): FixChoice {
  const [first, ...others] = finding.fixes;
  if (!first) return { ok: false, reason: noFix };
  if (isSafe(first, finding, snapshot)) return { ok: true, fix: first };
  return { ok: false, reason: reasonToAsk(first, others) };
}

/** The same for a finding in a config file, which depends on no revision. */
export function safeConfigurationFixOf({ fixes }: Finding): FixChoice {
  const [first, ...others] = fixes;
  if (!first) return { ok: false, reason: noFix };
  if (first.kind === 'edit-config' && first.isCertain === true) return { ok: true, fix: first };
  return { ok: false, reason: reasonToAsk(first, others) };
}

const noFix = 'It has no fix that could be applied without asking.';

/** Why a person has to choose. */
function reasonToAsk(first: FixSpecification, others: readonly FixSpecification[]): string {
  const ownReason = whyAsked(first);
  if (ownReason !== undefined) return ownReason;
  if (others.length > 0) {
    const titles = [first, ...others].map(describeFix).join('; ');
    return `Only you can say which fix is meant: ${titles}.`;
  }
  return `Only you can say whether this is meant: ${describeFix(first)}.`;
}

/** The fix of the kind or title that a person has named, or why none or several have it. */
export function chosenFixOf(finding: Finding, kindOrTitle: string): FixChoice {
  const [fix, ...others] = finding.fixes.filter(
    (fix) => fix.kind === kindOrTitle || describeFix(fix) === kindOrTitle,
  );
  if (fix && others.length === 0) return { ok: true, fix };
  const titles = (fix ? [fix, ...others] : finding.fixes).map(describeFix).join('; ');
  if (fix) return { ok: false, reason: `Only you can say which fix is meant: ${titles}.` };
  return {
    ok: false,
    reason: titles === '' ? 'It has no fix.' : `It has no such fix, but these: ${titles}.`,
  };
}

/** Whether a finding may have a safe fix. */
export function canBeFixedSafely({ fixes: [first] }: Finding): boolean {
  return first !== undefined && canBeSafe(first);
}
