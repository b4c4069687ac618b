import * as vscode from 'vscode';
import type { MovableChainDto, RebaseParams } from '../../../../server/protocol/changes';
import type { RevisionDto } from '../../../../server/protocol/environments';
import { readRevisionArgument } from '../../infrastructure/environments/revisionArgument';
import { showConflict } from '../../infrastructure/environments/conflictPreview';
import { showWaiting } from '../../infrastructure/vscode/progress';
import { applyChange } from '../../infrastructure/vscode/applyChange';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import { tellChange } from '../../infrastructure/vscode/tellChange';
import { UserError } from '../../infrastructure/vscode/userError';
import { confirmApplied } from './appliedWarning';
import { showRebasePreview } from './rebasePreview';
import type { KnownHistory, FixServices } from './revisionOfCommand';
import { historyOfCommand, pickRevision } from './revisionOfCommand';

const title = 'Rebase My Revisions';

/**
 * Rebase My Revisions onto the Other Head…: asks what moves and where only where that matters, shows what
 * happens, and does it.
 */
export async function rebase(services: FixServices, row: unknown): Promise<void> {
  const known = await historyOfCommand(services, row, title);
  const { environment } = known;
  const { server } = services;
  const listed = await server.listMovableChains(environment.key);
  const chains = listed?.chains ?? [];
  if (chains.length === 0) {
    throw new UserError(
      'There is one head, so there is nothing to move; after the main branch is merged here, its head is the other one.',
      [],
      'information',
    );
  }
  const chain = await chooseChain(chains, known, readRevisionArgument(row)?.revisionId);
  const onto = await chooseTarget(chain, known);
  const asked = { environment: environment.key, revisions: chain.revisions, onto: onto.id };
  const conflicts = await showWaiting('Comparing the revisions', () => server.readConflicts(asked));
  let params: RebaseParams = {
    environment: environment.key,
    revisions: chain.revisions,
    onto: onto.id,
    newCreateDates: false,
    renumber: false,
  };
  for (;;) {
    const preview = await server.previewRebase(params);
    if (preview.kind === 'refused') throw new UserError(preview.reason);
    const choice = await showRebasePreview(preview, params, onto, conflicts);
    if (choice.kind === 'conflict') {
      await showConflict(choice.conflict);
      return;
    }
    if (choice.kind === 'options') {
      params = { ...params, ...choice.options };
      continue;
    }
    await confirmApplied(services, known, chain.revisions, 'Move');
    const change = await server.composeChange({
      environment: environment.key,
      change: { kind: 'rebase', ...params },
    });
    if (change.kind === 'refused') throw new UserError(change.reason);
    const applied = await applyChange(server.flawOfPlan, change);
    const count = chain.revisions.length === 1 ? '1 revision' : `${chain.revisions.length} revisions`;
    const sentence = `Moved ${count} on top of "${onto.message || onto.id}".`;
    void tellChange({ documents: services.documents, check: server.flawOfPlan }, sentence, applied);
    return;
  }
}

/** The other head, which the person picks where there are several. */
async function chooseTarget({ targets }: MovableChainDto, { history }: KnownHistory): Promise<RevisionDto> {
  const revisions = history.revisions.filter(({ id }) => targets.includes(id));
  const [only, ...others] = revisions;
  if (!only) throw new UserError('The history has changed meanwhile; try again.');
  return others.length === 0 ? only : await pickRevision(revisions, title, 'Onto which head?');
}

/** The chain of the row, else the only one that Git calls new here, else the one that the person picks. */
async function chooseChain(
  chains: readonly MovableChainDto[],
  { history }: KnownHistory,
  rowId: string | undefined,
): Promise<MovableChainDto> {
  if (rowId !== undefined) {
    const own = chains.find(({ head, revisions }) => head === rowId || revisions.includes(rowId));
    if (!own)
      throw new UserError(
        `${rowId} is below all heads, so it does not move; start from a head.`,
        [],
        'warning',
      );
    return own;
  }
  const [fresh, ...others] = chains.filter(({ isNewHere }) => isNewHere);
  if (fresh && others.length === 0) return fresh;
  const messageOf = new Map(history.revisions.map(({ id, message }) => [id, message]));
  const items = chains.map((chain) => ({
    label: chain.revisions.map((id) => messageOf.get(id) || id).join(' → '),
    description: `${chain.head}${chain.isNewHere ? ' · new on this branch' : ''}`,
    chain,
  }));
  const picked = await pickRow(items, {
    title,
    placeHolder: 'Which revisions move on top of the other head?',
    matchOnDescription: true,
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.chain;
}
