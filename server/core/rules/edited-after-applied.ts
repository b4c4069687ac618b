import { movableChange } from '../edits/moved/moveChange';
import type { FixSpecification } from '../findings/fixSpecification';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { readFunctionTokens } from '../python/syntax/functionTokens';
import type { Rule, RuleContext, RuleFinding } from './engine/rule';
import { appliedCommit } from './engine/ruleFacts';
import type { AppliedVersion } from './engine/ruleFacts';
import { headsAbove } from './support/headsAbove';
import { rangeOfRevisionId } from './support/headerStrings';

/**
 * `upgrade()` of a revision that the asked database has run does something else now: that database never gets
 * the change. Comments, docstrings and layout may change, and so may `downgrade()`, which has not run.
 */
export const editedAfterApplied: Rule = {
  id: 'edited-after-applied',
  defaultSeverity: 'warning',
  summary: 'A revision that the asked database has run does something else now.',
  needsApplied: true,
  *check(context) {
    const { snapshot, applied } = context;
    for (const file of applied ? snapshot.files : []) {
      const version = applied?.get(file.script?.id ?? '');
      if (!version || file.reading.problems.length > 0) continue;
      const text = file.readText();
      if (text === undefined || text === version.text) continue;
      yield undefined;
      if (!differ(text, version.text) || isToldByGit(context, file, text)) continue;
      yield findingOf(snapshot, file, text, version);
    }
  },
};

function differ(text: string, other: string): boolean {
  return readFunctionTokens(text).upgrade !== readFunctionTokens(other).upgrade;
}

/** Whether `edited-after-merge` says it: the main branch has the revision otherwise. */
function isToldByGit({ git }: RuleContext, { path }: RevisionFile, text: string): boolean {
  const merged = git?.mergeBase.files.get(path)?.readText();
  return merged !== undefined && differ(text, merged);
}

function findingOf(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  text: string,
  { text: before, isCommitted }: AppliedVersion,
): RuleFinding {
  const { path, script, reading } = file;
  const version = { file: path, path, commit: appliedCommit, ref: appliedCommit };
  const restore: FixSpecification = { kind: 'restore-merged', ...version };
  const moves = headsAbove(snapshot, script?.id ?? '').map((onto): FixSpecification => ({
    kind: 'move-change',
    ...version,
    onto,
  }));
  const since = isCommitted
    ? 'upgrade() differs from the last commit, and the database that was asked has run this revision already'
    : 'upgrade() was changed after the database that was asked had run this revision';
  return {
    message: `${since}, so it does not get the change: move the change into a new revision, or put it back.`,
    file: path,
    range: reading.upgrade?.nameRange ?? rangeOfRevisionId(file),
    related: [],
    fixes: movableChange(before, text).ok ? [...moves, restore] : [restore, ...moves],
  };
}
