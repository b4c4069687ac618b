import { describeFix } from '../edits/describeFix';
import type { FixSpecification } from '../findings/fixSpecification';
import { headerValues } from '../edits/rewriteFiles';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Finding } from '../findings/finding';
import { nearestRevisions } from '../rules/nearestRevisions';

/** The one way out of a finding that needs nobody's decision, or why there is none. */
export type SafeFix =
  { readonly ok: true; readonly fix: FixSpecification } | { readonly ok: false; readonly reason: string };

/** Chooses the way out that is carried out without asking. What could be meant otherwise, or concerns a database, is left to a person. */
export function safeFixOf(snapshot: EnvironmentSnapshot, finding: Finding): SafeFix {
  const [first, ...others] = finding.fixes;
  if (!first) return { ok: false, reason: noWay };
  if (isCertain(snapshot, finding, first)) return { ok: true, fix: first };
  return { ok: false, reason: reasonToAsk(first, others) };
}

/** The same for a finding in a config file, which depends on no revision. */
export function safeConfigurationFixOf({ fixes }: Finding): SafeFix {
  const [first, ...others] = fixes;
  if (!first) return { ok: false, reason: noWay };
  if (first.kind === 'edit-config' && first.isCertain === true) return { ok: true, fix: first };
  return { ok: false, reason: reasonToAsk(first, others) };
}

const noWay = 'It has no way out that could be carried out by itself.';

/** Why nobody but a person chooses. */
function reasonToAsk(first: FixSpecification, others: readonly FixSpecification[]): string {
  if (first.kind === 'change-revision-id') {
    return 'A database may know this id, so a new one is your decision: alembic-ls rename.';
  }
  if (others.length > 0) {
    const titles = [first, ...others].map(describeFix).join('; ');
    return `Only you can say which way out is meant: ${titles}.`;
  }
  return `Only you can say whether this is meant: ${describeFix(first)}.`;
}

/** The way out of a kind or with a title that a person has named, or why it can't be told which one is meant. */
export function chosenFixOf(finding: Finding, way: string): SafeFix {
  const [fix, ...others] = finding.fixes.filter((each) => each.kind === way || describeFix(each) === way);
  if (fix && others.length === 0) return { ok: true, fix };
  const titles = (fix ? [fix, ...others] : finding.fixes).map(describeFix).join('; ');
  if (fix) return { ok: false, reason: `Only you can say which way out is meant: ${titles}.` };
  return {
    ok: false,
    reason: titles === '' ? 'It has no way out.' : `It has no such way out, but these: ${titles}.`,
  };
}

/** Whether rules of this id ever have a way out that needs nobody's decision. */
export function canBeSafe(code: string): boolean {
  return safeRules.has(code);
}

const safeRules: ReadonlySet<string> = new Set([
  'docstring-mismatch',
  'duplicate-branch-label',
  'filename-mismatch',
  'invalid-revision-id',
  'redundant-parent',
  'self-reference',
  'unknown-dependency',
  'unknown-down-revision',
  'unused-ignore',
]);

function isCertain(snapshot: EnvironmentSnapshot, finding: Finding, fix: FixSpecification): boolean {
  const { code, fixes } = finding;
  switch (fix.kind) {
    case 'sync-docstring':
    case 'rename-file':
    case 'drop-repeated-reference':
      return fixes.length === 1;
    case 'remove-reference':
      return fixes.length === 1 && leavesNothingOpen(snapshot, finding, fix);
    case 'change-reference':
      return code.startsWith('unknown-') && isPlainlyMeant(snapshot, fix, fixes);
    case 'change-revision-id':
      // Alembic does not load such an id, so that no database can have it.
      return code === 'invalid-revision-id' && finding.severity === 'error' && fixes.length === 1;
    case 'edit-ignore':
      return code === 'unused-ignore';
    case 'break-cycle':
    case 'create-merge':
    case 'reparent':
    case 'rebase':
    case 'import-revision':
    case 'find-revision':
    case 'restore-merged':
    case 'move-change':
    case 'import-and-rebase':
    case 'write-header':
    case 'add-function':
    case 'rename-function':
    case 'mend-syntax':
    case 'resolve-conflict':
    case 'move-out':
    case 'set-aside':
    case 'edit-config':
    case 'disable-rule':
      return false;
  }
}

/** Taking a name out is certain where the place of the revision stays the same without it. */
function leavesNothingOpen(
  snapshot: EnvironmentSnapshot,
  { code }: Finding,
  fix: Extract<FixSpecification, { kind: 'remove-reference' }>,
): boolean {
  if (code === 'redundant-parent') return true;
  if (fix.variable === 'depends_on') return code === 'self-reference' || fix.name === '';
  const file = snapshot.filesByPath.get(fix.file);
  const parents = file && headerValues(file.reading).parents;
  return code === 'self-reference' && parents !== undefined && parents.some((name) => name !== fix.name);
}

/** A name is plainly meant where it is the only one like it and is a part, the file, the message or a slip of the pen of a random id. */
function isPlainlyMeant(
  snapshot: EnvironmentSnapshot,
  fix: Extract<FixSpecification, { kind: 'change-reference' }>,
  fixes: readonly FixSpecification[],
): boolean {
  if (fixes.filter(({ kind }) => kind === 'change-reference').length > 1) return false;
  const [near, ...others] = nearestRevisions(snapshot, fix.from, new Set(), 2);
  if (near?.id !== fix.to || others.length > 0) return false;
  return near.likeness !== 'spelling' || (isRandom(fix.to) && fix.from.length === fix.to.length);
}

/** Ids that people count up or make up are near each other without being meant for each other. */
function isRandom(id: string): boolean {
  return /^[0-9a-f]{10,32}$/.test(id) && /[a-f]/.test(id) && new Set(id).size >= 5;
}
