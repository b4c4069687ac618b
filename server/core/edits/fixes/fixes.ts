import { addFunctionKind } from './add-function';
import { breakCycleKind } from './break-cycle';
import { changeReferenceKind } from './change-reference';
import { changeRevisionIdKind } from './change-revision-id';
import { createMergeKind } from './create-merge';
import { disableRuleKind } from './disable-rule';
import { dropRepeatedReferenceKind } from './drop-repeated-reference';
import { editConfigKind } from './edit-config';
import { editIgnoreKind } from './edit-ignore';
import { excludeFileKind } from './exclude-file';
import { findRevisionKind } from './find-revision';
import { generateDowngradeKind } from './generate-downgrade';
import { importAndRebaseKind } from './import-and-rebase';
import { importRevisionKind } from './import-revision';
import { moveChangeKind } from './move-change';
import { moveOutKind } from './move-out';
import { rebaseKind } from './rebase';
import { removeReferenceKind } from './remove-reference';
import { renameFileKind } from './rename-file';
import { renameFunctionKind } from './rename-function';
import { repairSyntaxKind } from './repair-syntax';
import { reparentKind } from './reparent';
import { resolveConflictKind } from './resolve-conflict';
import { restoreMergedKind } from './restore-merged';
import { syncDocstringKind } from './sync-docstring';
import { writeHeaderKind } from './write-header';
import type { Finding } from '../../findings/finding';
import type { FixSpecification } from '../../findings/fixSpecification';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import type { ChangeOutcome } from '../change';
import type { EditContext } from '../editContext';
import type { FixKind, FixOf, GitNeed, MovedRevisions } from './fixKind';

/** Every kind of fix. */
export const fixKinds: { readonly [Kind in FixSpecification['kind']]: FixKind<FixOf<Kind>> } = {
  'change-reference': changeReferenceKind,
  'remove-reference': removeReferenceKind,
  'drop-repeated-reference': dropRepeatedReferenceKind,
  'break-cycle': breakCycleKind,
  'create-merge': createMergeKind,
  reparent: reparentKind,
  'change-revision-id': changeRevisionIdKind,
  'sync-docstring': syncDocstringKind,
  'rename-file': renameFileKind,
  rebase: rebaseKind,
  'import-revision': importRevisionKind,
  'find-revision': findRevisionKind,
  'restore-merged': restoreMergedKind,
  'move-change': moveChangeKind,
  'import-and-rebase': importAndRebaseKind,
  'write-header': writeHeaderKind,
  'add-function': addFunctionKind,
  'generate-downgrade': generateDowngradeKind,
  'rename-function': renameFunctionKind,
  'repair-syntax': repairSyntaxKind,
  'resolve-conflict': resolveConflictKind,
  'move-out': moveOutKind,
  'exclude-file': excludeFileKind,
  'edit-config': editConfigKind,
  'edit-ignore': editIgnoreKind,
  'disable-rule': disableRuleKind,
};

/** The name of a fix in a menu, also where it can't be applied. */
export function describeFix(fix: FixSpecification): string {
  return kindOf(fix).title(fix);
}

/** The change that a fix stands for, or why it can't be made. */
export function applyFix(
  snapshot: EnvironmentSnapshot,
  fix: FixSpecification,
  context: EditContext,
): ChangeOutcome {
  return kindOf(fix).apply(snapshot, fix, context);
}

/** What Git is asked for before a fix can be applied; undefined if nothing. */
export function gitNeedOf(fix: FixSpecification): GitNeed | undefined {
  return kindOf(fix).gitNeed?.(fix);
}

/** The kinds of fixes that need files from Git. */
export const gitFixKinds: readonly string[] = Object.entries(fixKinds).flatMap(([name, kind]) =>
  'gitNeed' in kind ? [name] : [],
);

/** Whether a fix is too much work for a menu that may not even be looked at. */
export function isExpensive(fix: FixSpecification): boolean {
  const kind = kindOf(fix);
  return kind.isSlow === true || 'gitNeed' in kind;
}

/** Whether ids, parents, dependencies and labels stay as they are. */
export function keepsGraph(fix: FixSpecification): boolean {
  return kindOf(fix).keepsGraph === true;
}

/** Whether a fix of this kind may be applied without asking. */
export function canBeSafe(fix: FixSpecification): boolean {
  return kindOf(fix).isSafe !== undefined;
}

/** Whether a fix of a finding may be applied without asking. */
export function isSafe(fix: FixSpecification, finding: Finding, snapshot: EnvironmentSnapshot): boolean {
  return kindOf(fix).isSafe?.(fix, finding, snapshot) ?? false;
}

/** Why a person is asked about a fix, where its kind has a reason of its own. */
export function whyAsked(fix: FixSpecification): string | undefined {
  return kindOf(fix).whyAsked;
}

/**
 * The revisions that a fix puts elsewhere or calls otherwise, so that a database that has run them would no
 * longer be found. None in a history that Alembic doesn't load: there is nobody to move before it does.
 */
export function movedRevisions(fix: FixSpecification, snapshot: EnvironmentSnapshot): MovedRevisions {
  if (snapshot.map.loadError) return {};
  const { moves = [], renames = [] } = kindOf(fix).moved?.(fix, snapshot) ?? {};
  return { ...(moves.length > 0 ? { moves } : {}), ...(renames.length > 0 ? { renames } : {}) };
}

function kindOf(fix: FixSpecification): FixKind {
  return fixKinds[fix.kind];
}
