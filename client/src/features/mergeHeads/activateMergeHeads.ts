import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { requireLoads } from '../../infrastructure/environments/requireLoads';
import { confirmConflicts } from '../../infrastructure/environments/conflictPreview';
import {
  readEnvironmentKey,
  readOtherRevision,
  readRevisionArgument,
} from '../../infrastructure/environments/revisionArgument';
import { applyChange } from '../../infrastructure/vscode/applyChange';
import { askText } from '../../infrastructure/vscode/inputBox';
import { showWaiting } from '../../infrastructure/vscode/progress';
import { pickRows } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';
import { UserError } from '../../infrastructure/vscode/userError';
import { askMergeOptions } from './mergeOptions';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Merge Heads…: a merge revision over the heads that the person picks, written without running Python. */
export function activateMergeHeads({
  commands,
  store,
  active,
  server,
}: Pick<WorkbenchServices, 'commands' | 'store' | 'active' | 'server'>): void {
  commands.register(commandIds.mergeHeads, async (row) => {
    const known = store.find(readEnvironmentKey(row) ?? readRevisionArgument(row)?.environmentKey ?? '');
    const environment = known ?? (await chooseEnvironment(store, active, 'Merge Heads'));
    requireLoads(environment, 'Merge Heads');
    const history = await store.history(environment);
    if (!history) throw new UserError(`${environment.label} is not there any more; refresh the history.`);
    const named = [readRevisionArgument(row)?.revisionId, readOtherRevision(row)].filter(
      (id) => id !== undefined,
    );
    const picked =
      named.length === 2
        ? { ids: requireHeads(environment, named), wantsMore: false }
        : await pickHeads(environment, history);
    const more = picked.wantsMore ? await askMergeOptions(history, picked.ids) : undefined;
    const heads = more?.revisions ?? picked.ids;
    if (heads.length < 2)
      throw new UserError('A merge joins two heads or more; pick at least two.', [], 'warning');
    const asked = { environment: environment.key, revisions: heads, onto: null };
    const conflicts = await showWaiting('Comparing the heads', () => server.readConflicts(asked));
    await confirmConflicts(conflicts, { title: 'Merge Heads', proceed: 'Merge them all the same' });
    const message = await askMessage(heads.map((id) => nameOf(history, id)));
    const change = await server.composeMerge({
      environment: environment.key,
      message,
      ...more,
      revisions: heads,
    });
    if (change.kind === 'refused') throw new UserError(change.reason);
    await applyChange(server.flawOfPlan, change);
  });
}

type HeadRow = PickRow & { readonly id?: string };

interface PickedHeads {
  readonly ids: readonly string[];
  /** Options of Alembic's that are seldom needed are asked for. */
  readonly wantsMore: boolean;
}

async function pickHeads(environment: EnvironmentDto, history: HistoryDto): Promise<PickedHeads> {
  const [only, ...others] = environment.heads;
  if (!only || others.length === 0) {
    throw new UserError(
      only
        ? `There is one head, ${nameOf(history, only)}, so there is nothing to merge.`
        : 'There is no revision yet, so there is nothing to merge.',
      [],
      'information',
    );
  }
  const items: readonly HeadRow[] = environment.heads.map((id) => ({
    label: nameOf(history, id),
    description: id,
    picked: environment.heads.length === 2,
    id,
  }));
  const more: HeadRow = {
    icon: 'gear',
    label: 'More Options…',
    description: 'revisions that are no heads, a branch label, an id of your own',
  };
  const picked = await pickRows([...items, more], {
    title: 'Merge Heads',
    placeHolder: 'Which heads does the merge revision join? Pick two or more.',
  });
  if (!picked) throw new vscode.CancellationError();
  const ids = picked.flatMap(({ id }) => id ?? []);
  const wantsMore = picked.some((item) => item.id === undefined);
  return { ids, wantsMore };
}

/** Two heads that were named in a view, where they still are. */
function requireHeads({ heads }: EnvironmentDto, named: readonly string[]): readonly string[] {
  const [one, other] = named;
  if (one !== other && named.every((id) => heads.includes(id))) return named;
  throw new UserError('A merge joins two different heads, and these are not; look at the graph again.');
}

function nameOf(history: HistoryDto, id: string): string {
  return history.revisions.find((revision) => revision.id === id)?.message || id;
}

/** Asks for it, with what the heads are called for a start. */
async function askMessage(names: readonly string[]): Promise<string> {
  return await askText({
    title: 'Merge Heads',
    prompt: 'Message of the merge revision',
    value: `merge ${names.join(' and ')}`,
  });
}
