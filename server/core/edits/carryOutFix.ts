import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { ancestorsOf } from './ancestors';
import type { ChangeOutcome } from './change';
import { changeRevisionId } from './changeRevisionId';
import { createMerge } from './createMerge';
import { describeFix } from './describeFix';
import { disableRuleInFile, disableRuleOnLine } from './disableRule';
import type { EditContext } from './editContext';
import type { FileEdits } from './fileEdits';
import type { FixSpecification } from './fixSpecification';
import { importRevisions } from './importRevisions';
import { rebaseRevisions } from './rebaseRevisions';
import {
  removeReference,
  removeRepeatedReference,
  renameAll,
  replaceReference,
  setParents,
} from './references';
import type { ReferenceVariable } from './references';
import { renameFileToTemplate } from './renameFileToTemplate';
import { restoreMerged } from './restoreMerged';
import { findFile, headerValues, rewriteFiles } from './rewriteFiles';
import type { HeaderValues } from './rewriteFiles';
import { syncDocstring } from './syncDocstring';

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
  const isParents = fix.variable === 'down_revision';
  const after = promise((isParents ? before.parents : before.dependencies) ?? []);
  const cycle = cycleThrough(
    snapshot,
    before.id,
    after,
    (isParents ? before.parents : before.dependencies) ?? [],
  );
  if (cycle !== undefined) return { ok: false, reason: cycle };
  const promised: Partial<HeaderValues> = isParents ? { parents: after } : { dependencies: after };
  return rewriteFiles(describeFix(fix), [{ file: found.file, edits: [edit(found.file)], promise: promised }]);
}

/** Why a revision can't take on the names that are new to it. */
function cycleThrough(
  snapshot: EnvironmentSnapshot,
  id: string | undefined,
  names: readonly string[],
  before: readonly string[],
): string | undefined {
  // Of two files with one id, nobody can say which the others stand on.
  const owners = snapshot.map.scripts.filter((script) => script.id === id);
  if (id === undefined || owners.length > 1) return undefined;
  for (const name of names) {
    if (before.includes(name)) continue;
    const target = snapshot.map.labels.get(name) ?? name;
    if (ancestorsOf(snapshot, target).has(id)) {
      return `${name} stands on ${id} itself, so that this would make a cycle; choose another revision.`;
    }
  }
  return undefined;
}
