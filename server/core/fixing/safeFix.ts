import { canBeSafe, describeFix, isSafe, whyAsked } from '../edits/fixes/fixes';
import type { FixSpecification } from '../findings/fixSpecification';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Finding } from '../findings/finding';

/** The one fix of a finding that needs nobody's decision, or why there is none. */
export type SafeFix =
  { readonly ok: true; readonly fix: FixSpecification } | { readonly ok: false; readonly reason: string };

/** Chooses the fix that is applied without asking. What could be meant otherwise, or concerns a database, is left to a person. */
export function safeFixOf(snapshot: EnvironmentSnapshot, finding: Finding): SafeFix {
  const [first, ...others] = finding.fixes;
  if (!first) return { ok: false, reason: noWay };
  if (isSafe(first, finding, snapshot)) return { ok: true, fix: first };
  return { ok: false, reason: reasonToAsk(first, others) };
}

/** The same for a finding in a config file, which depends on no revision. */
export function safeConfigurationFixOf({ fixes }: Finding): SafeFix {
  const [first, ...others] = fixes;
  if (!first) return { ok: false, reason: noWay };
  if (first.kind === 'edit-config' && first.isCertain === true) return { ok: true, fix: first };
  return { ok: false, reason: reasonToAsk(first, others) };
}

const noWay = 'It has no fix that could be applied without asking.';

/** Why nobody but a person chooses. */
function reasonToAsk(first: FixSpecification, others: readonly FixSpecification[]): string {
  const ownReason = whyAsked(first);
  if (ownReason !== undefined) return ownReason;
  if (others.length > 0) {
    const titles = [first, ...others].map(describeFix).join('; ');
    return `Only you can say which fix is meant: ${titles}.`;
  }
  return `Only you can say whether this is meant: ${describeFix(first)}.`;
}

/** The fix of a kind or with a title that a person has named, or why it can't be told which one is meant. */
export function chosenFixOf(finding: Finding, way: string): SafeFix {
  const [fix, ...others] = finding.fixes.filter((each) => each.kind === way || describeFix(each) === way);
  if (fix && others.length === 0) return { ok: true, fix };
  const titles = (fix ? [fix, ...others] : finding.fixes).map(describeFix).join('; ');
  if (fix) return { ok: false, reason: `Only you can say which fix is meant: ${titles}.` };
  return {
    ok: false,
    reason: titles === '' ? 'It has no fix.' : `It has no such fix, but these: ${titles}.`,
  };
}

/** Whether a finding may have a fix that needs nobody's decision. */
export function canBeFixedSafely({ fixes: [first] }: Finding): boolean {
  return first !== undefined && canBeSafe(first);
}
