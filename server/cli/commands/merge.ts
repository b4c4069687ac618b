import { createMerge } from '../../core/edits/history/createMerge';
import { flawOfId } from '../../core/edits/history/revisionId';
import { conflictsOfMerge } from '../../core/features/conflictsBetween';
import { editContextOf } from '../../core/features/editContextOf';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { mergeMessage } from '../../core/history/mergeMessage';
import { competingHeads } from '../../core/history/competingHeads';
import { unknownParents, whyNotKnown } from '../../core/history/unknownParents';
import { applyChange, refuse } from '../applyChange';
import type { ChangeOptions } from '../changeReport';
import type { CommandHost } from '../host';
import { namedRevisions, reasonOf } from '../../core/history/namedRevisions';
import { ConflictMemory } from '../../core/schema/forks';
import { finish } from '../../core/text/finish';
import { readOneEnvironment } from '../selectEnvironments';

/** What a merge revision is to hold, as `alembic merge` takes it. */
export interface MergeOptions extends ChangeOptions {
  readonly message?: string;
  readonly branchLabel?: readonly string[];
  readonly revId?: string;
  /** Revisions that are no heads may be merged. */
  readonly splice?: boolean;
}

/**
 * `alembic-ls merge`: a merge revision of the named heads, else of the heads that compete. Alembic:
 * command.py, merge.
 */
export async function mergeCommand(
  host: CommandHost,
  identifiers: readonly string[],
  options: MergeOptions,
): Promise<number> {
  const snapshot = readOneEnvironment(host, options);
  const heads = identifiers.length > 0 ? named(snapshot, identifiers) : competing(snapshot);
  if (!heads.ok) return await refuse(host, options, snapshot, heads.reason);
  const flaw = options.revId === undefined ? undefined : flawOfId(options.revId);
  if (flaw !== undefined) return await refuse(host, options, snapshot, flaw);
  const context = editContextOf(host.editing, host.fileSystem, snapshot);
  const outcome = createMerge(
    snapshot,
    heads.ids,
    options.message ?? mergeMessage(snapshot, heads.ids),
    { ...context, newRevisionId: options.revId ?? context.newRevisionId },
    options.branchLabel ?? [],
    options.splice,
  );
  const conflicts = outcome.ok ? finish(conflictsOfMerge(snapshot, heads.ids, new ConflictMemory())) : [];
  return await applyChange(host, options, snapshot, outcome, conflicts);
}

type Heads =
  { readonly ok: true; readonly ids: readonly string[] } | { readonly ok: false; readonly reason: string };

function named(snapshot: EnvironmentSnapshot, identifiers: readonly string[]): Heads {
  const found = namedRevisions(snapshot, identifiers);
  if (!found.ok) return { ok: false, reason: reasonOf(found.error) };
  const { mayHaveChild } = unknownParents(snapshot);
  const open = found.value.find((id) => mayHaveChild.has(id));
  const unknown = open === undefined ? undefined : whyNotKnown(snapshot, `Whether ${open} is a head`);
  return unknown === undefined ? { ok: true, ids: found.value } : { ok: false, reason: unknown };
}

function competing(snapshot: EnvironmentSnapshot): Heads {
  const [heads, ...others] = competingHeads(snapshot);
  const unknown = heads ? undefined : whyNotKnown(snapshot, 'Which heads there are');
  if (unknown !== undefined) return { ok: false, reason: unknown };
  if (!heads) {
    return {
      ok: false,
      reason:
        snapshot.map.heads.length > 1
          ? `The heads ${snapshot.map.heads.join(', ')} are told apart by labels, bases, dependencies or places; name those to merge.`
          : 'There is one head at most, so there is nothing to merge.',
    };
  }
  if (others.length === 0) return { ok: true, ids: heads };
  const groups = [heads, ...others].map((group) => group.join(' ')).join('; ');
  return { ok: false, reason: `Several lines have heads to merge; name those of one: ${groups}.` };
}
