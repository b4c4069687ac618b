import { asyncUpgrade } from './async-upgrade';
import { conflictingBranches } from './conflicting-branches';
import { createDateOrder } from './create-date-order';
import { deletedAfterMerge } from './deleted-after-merge';
import { dependencyCycle } from './dependency-cycle';
import { docstringMismatch } from './docstring-mismatch';
import { downgradeMissingOrEmpty } from './downgrade-missing-or-empty';
import { downgradeNotInverse } from './downgrade-not-inverse';
import { duplicateBranchLabel } from './duplicate-branch-label';
import { duplicateRevisionId } from './duplicate-revision-id';
import { dynamicRevision } from './dynamic-revision';
import { editedAfterApplied } from './edited-after-applied';
import { editedAfterMerge } from './edited-after-merge';
import { filenameMismatch } from './filename-mismatch';
import { headCollision } from './head-collision';
import { idCollision } from './id-collision';
import { invalidRevisionId } from './invalid-revision-id';
import { invalidSyntax } from './invalid-syntax';
import { labelEqualsId } from './label-equals-id';
import { massDrop } from './mass-drop';
import { mergeConflictMarkers } from './merge-conflict-markers';
import { messageConvention } from './message-convention';
import { missingDowngrade } from './missing-downgrade';
import { missingRevisionHeader } from './missing-revision-header';
import { missingUpgrade } from './missing-upgrade';
import { multipleBases } from './multiple-bases';
import { multipleHeads } from './multiple-heads';
import { placeholderRevisionId } from './placeholder-revision-id';
import { redundantParent } from './redundant-parent';
import { revisionCycle } from './revision-cycle';
import { revisionIdTooLong } from './revision-id-too-long';
import { revisionNotInGit } from './revision-not-in-git';
import { selfReference } from './self-reference';
import { unknownDependency } from './unknown-dependency';
import { unknownDownRevision } from './unknown-down-revision';
import { unknownIgnore } from './unknown-ignore';
import { unreadableHeader } from './unreadable-header';
import { unseenModel } from './unseen-model';
import { unusedIgnore } from './unused-ignore';
import type { HistoryRule, Rule } from './engine/rule';

/** Every rule about the project, in the order in which lists show them. */
export const rules: readonly Rule[] = [
  invalidSyntax,
  unreadableHeader,
  missingRevisionHeader,
  mergeConflictMarkers,
  unknownDownRevision,
  unknownDependency,
  duplicateRevisionId,
  selfReference,
  revisionCycle,
  dependencyCycle,
  multipleHeads,
  multipleBases,
  redundantParent,
  duplicateBranchLabel,
  labelEqualsId,
  invalidRevisionId,
  revisionIdTooLong,
  placeholderRevisionId,
  dynamicRevision,
  missingUpgrade,
  missingDowngrade,
  asyncUpgrade,
  docstringMismatch,
  filenameMismatch,
  createDateOrder,
  editedAfterMerge,
  deletedAfterMerge,
  headCollision,
  idCollision,
  conflictingBranches,
  downgradeMissingOrEmpty,
  downgradeNotInverse,
  massDrop,
  revisionNotInGit,
  unseenModel,
  editedAfterApplied,
  messageConvention,
];

/** The rules about ignore comments, which run after all others. */
export const rulesAboutComments: readonly HistoryRule[] = [unusedIgnore, unknownIgnore];
