import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { cycleThrough } from './ancestors';
import type { ChangeOutcome } from './change';
import { addFunction, renameFunction } from './addFunction';
import { changeRevisionId } from './changeRevisionId';
import { createMerge } from './createMerge';
import { describeFix } from './describeFix';
import { disableRuleInFile, disableRuleOnLine } from './disableRule';
import { editConfig } from './editConfig';
import type { EditContext } from './editContext';
import { editIgnore } from './editIgnore';
import type { FileEdits } from './fileEdits';
import type { FixSpecification, ReferenceVariable } from '../findings/fixSpecification';
import { importAndRebase } from './importAndRebase';
import { importRevisions } from './importRevisions';
import { mendSyntax } from './mendSyntax';
import { moveChange } from './moveChange';
import { moveOut, setAside } from './moveOut';
import { rebaseRevisions } from './rebaseRevisions';
import {
  removeReference,
  removeRepeatedReference,
  renameAll,
  replaceReference,
  setParents,
} from './references';
import { renameFileToTemplate } from './renameFileToTemplate';
import { keepBothSides, resolveConflict } from './resolveConflict';
import { restoreMerged } from './restoreMerged';
import { findFile, headerValues, rewriteFiles } from './rewriteFiles';
import type { HeaderValues } from './rewriteFiles';
import { syncDocstring } from './syncDocstring';
import { writeHeader } from './writeHeader';

/** The message of a merge for which nobody gave one. */
export const standardMergeMessage = 'merge heads';

/**
 * Makes the change that a way out stands for, over all files that it touches. The changed files have been read again and say what was
 * promised; a renamed file is to be edited under its old path first.
 */
export function carryOutFix(
  snapshot: EnvironmentSnapshot,
  fix: FixSpecification,
  context: EditContext,
): ChangeOutcome {
  switch (fix.kind) {
    case 'change-reference':
      return editReferences(
        snapshot,
        fix,
        (file) => replaceReference(file, fix.variable, fix.from, fix.to),
        (names) => renameAll(names, new Map([[fix.from, fix.to]])),
      );
    case 'remove-reference':
    case 'break-cycle':
      return editReferences(
        snapshot,
        fix,
        (file) => removeReference(file, fix.variable, fix.name),
        (names) => names.filter((name) => name !== fix.name),
      );
    case 'drop-repeated-reference':
      return editReferences(
        snapshot,
        fix,
        (file) => removeRepeatedReference(file, fix.variable, fix.name),
        (names) => names.filter((name, index) => name !== fix.name || names.indexOf(name) === index),
      );
    case 'reparent':
      return editReferences(
        snapshot,
        { ...fix, variable: 'down_revision' },
        (file) => setParents(file, fix.parents),
        () => fix.parents,
      );
    case 'create-merge':
      return createMerge(snapshot, fix.revisions, fix.message || standardMergeMessage, context);
    case 'change-revision-id':
      return changeRevisionId(snapshot, fix.file, fix.to, fix.children, context);
    case 'sync-docstring':
      return syncDocstring(snapshot, fix.file);
    case 'rename-file':
      return renameFileToTemplate(snapshot, fix.file, context);
    case 'rebase':
      return rebaseRevisions(snapshot, fix.revisions, fix.onto, fix, context);
    case 'import-revision':
    case 'find-revision':
      return importRevisions(snapshot, fix, context);
    case 'restore-merged':
      return restoreMerged(snapshot, fix, context);
    case 'move-change':
      return moveChange(snapshot, fix, context);
    case 'import-and-rebase':
      return importAndRebase(snapshot, fix, context);
    case 'write-header':
      return writeHeader(snapshot, fix, context);
    case 'add-function':
      return addFunction(snapshot, fix);
    case 'rename-function':
      return renameFunction(snapshot, fix);
    case 'mend-syntax':
      return mendSyntax(snapshot, fix);
    case 'resolve-conflict':
      return fix.keep === 'both' ? keepBothSides(snapshot, fix, context) : resolveConflict(snapshot, fix);
    case 'move-out':
      return moveOut(snapshot, fix, context);
    case 'set-aside':
      return setAside(snapshot, fix, context);
    case 'edit-config':
      return editConfig(fix, context);
    case 'edit-ignore':
      return editIgnore(snapshot, fix);
    case 'disable-rule':
      return fix.scope === 'line'
        ? disableRuleOnLine(snapshot, fix.file, fix.rule, fix.offset)
        : disableRuleInFile(snapshot, fix.file, fix.rule);
  }
}

function editReferences(
  snapshot: EnvironmentSnapshot,
  fix: FixSpecification & { readonly file: string; readonly variable: ReferenceVariable },
  edit: (file: Parameters<typeof setParents>[0]) => FileEdits,
  promise: (names: readonly string[]) => readonly string[],
): ChangeOutcome {
  const found = findFile(snapshot, fix.file);
  if (!found.ok) return found;
  const before = headerValues(found.file.reading);
  const part = partOf[fix.variable];
  const names = before[part] ?? [];
  const after = promise(names);
  const obstacle =
    part === 'labels'
      ? obstacleToLabels(snapshot, after, names)
      : cycleThrough(snapshot, before.id, after, names);
  if (obstacle !== undefined) return { ok: false, reason: obstacle };
  const promised: Partial<HeaderValues> = { [part]: after };
  return rewriteFiles(describeFix(fix), [{ file: found.file, edits: [edit(found.file)], promise: promised }]);
}

const partOf = { down_revision: 'parents', depends_on: 'dependencies', branch_labels: 'labels' } as const;

/** Why a revision can't bear the labels that are new to it. */
function obstacleToLabels(
  { map }: EnvironmentSnapshot,
  labels: readonly string[],
  before: readonly string[],
): string | undefined {
  const taken = labels.find(
    (label) => !before.includes(label) && (map.labels.has(label) || map.revisions.has(label)),
  );
  return taken === undefined
    ? undefined
    : `${taken} is the ${map.revisions.has(taken) ? 'id' : 'branch label'} of a revision already; choose another label.`;
}
