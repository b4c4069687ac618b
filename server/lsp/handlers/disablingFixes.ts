import type { FixSpecification } from '../../core/findings/fixSpecification';
import type { Finding } from '../../core/findings/finding';
import { commandIds } from '../../protocol/identifiers';
import type { IndexedEnvironment } from '../workspace/indexState';

/** The command of a client that writes a rule's level into its settings: takes the rule's id and the file's URI. */
export const disableRuleCommand = commandIds.disableRule;

/** The comments that silence a finding: none in files without such comments, and none for what is said about comments. */
export function disablingFixes(
  { snapshot }: IndexedEnvironment,
  { code, file, range }: Finding,
): readonly FixSpecification[] {
  if (!snapshot.filesByPath.has(file) || code === 'unused-ignore' || code === 'unknown-ignore') return [];
  return (['line', 'file'] as const).map((scope) => ({
    kind: 'disable-rule',
    file,
    rule: code,
    scope,
    offset: range.start,
  }));
}
