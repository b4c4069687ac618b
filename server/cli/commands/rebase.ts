import { rebaseRevisions } from '../../core/edits/history/rebaseRevisions';
import { conflictsOfMove } from '../../core/features/conflictsBetween';
import { editContextOf } from '../../core/features/editContextOf';
import { addedOnBranch } from '../../core/features/movableChains';
import { applyChange, refuse } from '../applyChange';
import type { ChangeOptions } from '../changeReport';
import type { CommandHost } from '../host';
import { UsageError } from '../host';
import { reasonOf } from '../../core/history/namedRevisions';
import { childrenOfSharedIdByGit, namedFiles } from '../sharedIds';
import { ConflictMemory } from '../../core/schema/forks';
import { finish } from '../../core/text/finish';
import { readOneEnvironment } from '../selectEnvironments';

/** Where revisions are moved, and what changes besides their parents. */
export interface RebaseCommandOptions extends ChangeOptions {
  readonly onto: string;
  readonly renumber?: boolean;
  readonly newDates?: boolean;
}

/** `alembic-ls rebase --onto REVISION`: moves the named revisions, else those that are new on this branch. */
export async function rebaseCommand(
  host: CommandHost,
  identifiers: readonly string[],
  options: RebaseCommandOptions,
): Promise<number> {
  const snapshot = readOneEnvironment(host, options);
  const target = namedFiles(host, options, snapshot, [options.onto]);
  if (!target.ok) return await refuse(host, options, snapshot, reasonOf(target.error));
  const [onto, ...others] = target.value;
  if (onto === undefined || others.length > 0)
    throw new UsageError(
      `--onto takes one revision, and '${options.onto}' stands for ${String(target.value.length)}.`,
    );
  if (identifiers.length > 0) {
    const found = namedFiles(host, options, snapshot, identifiers);
    if (!found.ok) return await refuse(host, options, snapshot, reasonOf(found.error));
    return await move(found.value, found.files);
  }
  const git = await host.readGit(snapshot);
  if (!git) throw new UsageError('Git does not tell which revisions are new here: name those to move.');
  const own = addedOnBranch(snapshot, git).filter((id) => id !== onto);
  if (own.length === 0) {
    return await refuse(
      host,
      options,
      snapshot,
      `No revision is new here against ${git.mainBranch}, so there is nothing to move.`,
    );
  }
  return await move(own, []);

  async function move(revisions: readonly string[], files: readonly string[]): Promise<number> {
    const children: string[] = [];
    for (const file of files) children.push(...((await childrenOfSharedIdByGit(host, snapshot, file)) ?? []));
    const outcome = rebaseRevisions(
      snapshot,
      revisions,
      onto ?? '',
      { renumber: options.renumber, newCreateDates: options.newDates, files, children },
      editContextOf(host.editing, host.fileSystem, snapshot),
    );
    const memory = new ConflictMemory();
    const conflicts = outcome.ok ? finish(conflictsOfMove(snapshot, revisions, onto ?? '', memory)) : [];
    return await applyChange(host, options, snapshot, outcome, conflicts);
  }
}
