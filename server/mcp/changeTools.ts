import { z } from 'zod';
import { changeAnswer } from '../core/answers/changeAnswer';
import { conflictAnswers } from '../core/answers/conflictsAnswer';
import { downgradeBodyAnswer } from '../core/answers/downgradeBodyAnswer';
import { headsAnswer } from '../core/answers/headsAnswer';
import type { ChangeOutcome } from '../core/edits/change';
import { composeRevisionFile } from '../core/edits/compose/composeRevisionFile';
import { applyFix } from '../core/edits/fixes/fixes';
import { boundsOf, gateChange } from '../core/edits/gateChange';
import { changeRevisionId } from '../core/edits/history/changeRevisionId';
import { createMerge } from '../core/edits/history/createMerge';
import { rebaseRevisions } from '../core/edits/history/rebaseRevisions';
import { flawOfId } from '../core/edits/history/revisionId';
import { conflictsOfMerge, conflictsOfMove } from '../core/features/conflictsBetween';
import { editContextOf } from '../core/features/editContextOf';
import { addedOnBranch } from '../core/features/movableChains';
import { competingHeads } from '../core/history/competingHeads';
import { namedRevisions, reasonOf } from '../core/history/namedRevisions';
import { nextSequentialId } from '../core/history/nextSequentialId';
import type { EnvironmentSnapshot } from '../core/project/environmentSnapshot';
import { unifiedDiff } from '../core/render/unifiedDiff';
import type { BranchConflict } from '../core/schema/branchConflicts';
import { ConflictMemory } from '../core/schema/forks';
import { finish } from '../core/text/finish';
import type { McpProject } from './mcpProject';
import { ToolError } from './mcpProject';
import type { AnyTool } from './tool';
import { tool } from './tool';
import { baseInput, environmentInput, messageInput, revisionInput, revisionsInput } from './toolInputs';

/** The tools that show a change as a diff, which somebody else applies or not. */
export function changeTools(project: McpProject): readonly AnyTool[] {
  const contextOf = (snapshot: EnvironmentSnapshot): ReturnType<typeof editContextOf> =>
    editContextOf(project.editing, project.fileSystem, snapshot);
  const shownChange = (
    snapshot: EnvironmentSnapshot,
    outcome: ChangeOutcome,
    conflicts: readonly BranchConflict[] = [],
  ): object => {
    if (!outcome.ok) throw new ToolError(outcome.reason);
    const bounds = boundsOf(snapshot.environment.configuration, [project.folder]);
    const passed = gateChange(outcome.change, bounds, project.fileSystem);
    if (!passed.ok) throw new ToolError(passed.reason);
    return {
      title: outcome.title,
      written: false,
      change: changeAnswer(passed.change, project.shownPath),
      diff: unifiedDiff(passed.change, project.shownPath),
      conflicts: conflictAnswers(snapshot, conflicts, project.shownPath),
    };
  };
  return [
    tool(
      'next-revision',
      'The file of a new, empty revision on the head, from the template of the project, as a diff. Never invent ids: take the one in it.',
      {
        message: messageInput.describe('What the revision does, such as add users table.'),
        head: revisionInput.optional().describe('The parent; the only head without it.'),
        ...environmentInput,
      },
      (input) => {
        const snapshot = project.environment(input);
        const parents = parentsFor(snapshot, input.head);
        const context = contextOf(snapshot);
        const id = nextSequentialId([...snapshot.map.revisions.keys()]) ?? context.newRevisionId;
        const composed = composeRevisionFile(
          snapshot,
          { parents, message: input.message, kind: 'revision' },
          { ...context, newRevisionId: id },
        );
        if (!composed.ok) throw new ToolError(composed.reason);
        const change = { edits: [], creates: [composed.file], renames: [] };
        const title = `Create the revision ${id}`;
        return { id, downRevision: parents, ...shownChange(snapshot, { ok: true, title, change }) };
      },
    ),
    tool(
      'merge',
      'The merge revision that joins heads, as a diff, with what does not go together. Nothing is written.',
      {
        revisions: revisionsInput.default([]).describe('The heads to merge; those that compete without any.'),
        message: messageInput.optional(),
        ...environmentInput,
      },
      (input) => {
        const snapshot = project.environment(input);
        const [competing, ...others] = competingHeads(snapshot);
        const heads = input.revisions.length > 0 ? idsOf(snapshot, input.revisions) : competing;
        if (!heads || (input.revisions.length === 0 && others.length > 0))
          throw new ToolError(
            'No heads compete for one line, or several lines have heads: name the heads to merge.',
          );
        const outcome = createMerge(snapshot, heads, input.message, contextOf(snapshot));
        const conflicts = outcome.ok ? finish(conflictsOfMerge(snapshot, heads, new ConflictMemory())) : [];
        return shownChange(snapshot, outcome, conflicts);
      },
    ),
    tool(
      'rebase',
      'Moves revisions on top of another one, as a diff, with what does not go together. Nothing is written.',
      {
        onto: revisionInput,
        revisions: revisionsInput
          .default([])
          .describe('The revisions to move; those that are new on this Git branch without any.'),
        base: baseInput,
        renumber: z
          .boolean()
          .default(false)
          .describe('Give moved revisions with sequential ids the next numbers.'),
        ...environmentInput,
      },
      async (input) => {
        const snapshot = project.environment(input);
        const onto = oneOf(snapshot, input.onto);
        const git = input.revisions.length > 0 ? undefined : await project.git(snapshot, input.base);
        const added = git ? addedOnBranch(snapshot, git).filter((id) => id !== onto) : [];
        const moved = input.revisions.length > 0 ? idsOf(snapshot, input.revisions) : added;
        if (moved.length === 0)
          throw new ToolError('Git does not tell of revisions that are new here: name those to move.');
        const outcome = rebaseRevisions(
          snapshot,
          moved,
          onto,
          { renumber: input.renumber },
          contextOf(snapshot),
        );
        const memory = new ConflictMemory();
        const conflicts = outcome.ok ? finish(conflictsOfMove(snapshot, moved, onto, memory)) : [];
        return shownChange(snapshot, outcome, conflicts);
      },
    ),
    tool(
      'rename',
      'Gives a revision another id, and everything that names it follows, as a diff. Nothing is written.',
      {
        revision: revisionInput,
        id: messageInput.optional().describe('The new id; a random one without it.'),
        ...environmentInput,
      },
      (input) => {
        const snapshot = project.environment(input);
        const flaw = input.id === undefined ? undefined : flawOfId(input.id);
        if (flaw !== undefined) throw new ToolError(flaw);
        const id = oneOf(snapshot, input.revision);
        const files = snapshot.map.scripts.filter((script) => script.id === id).map(({ file }) => file);
        const [only, ...more] = files;
        if (only === undefined || more.length > 0)
          throw new ToolError(
            `${id} is the id of ${String(files.length)} files: rename it with alembic-ls rename FILE.`,
          );
        return shownChange(
          snapshot,
          changeRevisionId(snapshot, only, input.id, undefined, contextOf(snapshot)),
        );
      },
    ),
    tool(
      'downgrade-body',
      'The body of a downgrade() that undoes a revision, whether data is lost, and the change to the file as a diff. Nothing is written.',
      { revision: revisionInput, ...environmentInput },
      (input) => {
        const snapshot = project.environment(input);
        const id = oneOf(snapshot, input.revision);
        const answer = downgradeBodyAnswer(snapshot, id, project.dialectOf(snapshot));
        const file = snapshot.map.revisions.get(id)?.script.file;
        if (!answer || file === undefined) throw new ToolError(`The file of ${id} can't be read.`);
        const fix = { kind: 'generate-downgrade', file, body: 'inverse' } as const;
        const outcome = applyFix(snapshot, fix, contextOf(snapshot));
        // A downgrade() that does something already is not replaced; the body stands alone then.
        return outcome.ok
          ? { ...answer, ...shownChange(snapshot, outcome) }
          : { ...answer, noDiff: outcome.reason };
      },
    ),
  ];
}

/** What a new revision builds on: the named head, else the only one. */
function parentsFor(snapshot: EnvironmentSnapshot, head: string | undefined): readonly string[] {
  if (head !== undefined) return [oneOf(snapshot, head)];
  const { heads, unknown } = headsAnswer(snapshot);
  if (unknown !== undefined) throw new ToolError(`${unknown} Name the parent as head.`);
  if (heads.length <= 1) return heads;
  throw new ToolError(
    `There are several heads: give one of ${heads.join(', ')} as head, or merge them first.`,
  );
}

function idsOf(snapshot: EnvironmentSnapshot, names: readonly string[]): readonly string[] {
  if (names.includes('current'))
    throw new ToolError("'current' is known to the database alone, which is not asked: name a revision.");
  const found = namedRevisions(snapshot, names);
  if (!found.ok) throw new ToolError(reasonOf(found.error));
  return found.value;
}

function oneOf(snapshot: EnvironmentSnapshot, name: string): string {
  const ids = idsOf(snapshot, [name]);
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0)
    throw new ToolError(`'${name}' stands for ${String(ids.length)} revisions: name one.`);
  return id;
}
