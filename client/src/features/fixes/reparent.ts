import * as vscode from 'vscode';
import type { RevisionDto } from '../../../../server/protocol/environments';
import { readOtherRevision, shortId } from '../../infrastructure/environments/revisionArgument';
import { applyChange } from '../../infrastructure/vscode/applyChange';
import { showWaiting } from '../../infrastructure/vscode/progress';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import { tellChange } from '../../infrastructure/vscode/tellChange';
import { UserError } from '../../infrastructure/vscode/userError';
import { confirmApplied } from './appliedWarning';
import { confirmChange } from './changePreview';
import { descendantsOf, headCounter, leftBehind } from './headsAfter';
import type { FixServices, KnownHistory } from './revisionOfCommand';
import { revisionOfCommand } from './revisionOfCommand';

const title = 'Re-parent onto';

/** Re-parent onto…: another parent for one revision, heads first in the list; shows the result first. */
export async function reparent(services: FixServices, row: unknown): Promise<void> {
  const known = await revisionOfCommand(services, row, title);
  const { environment, history, revision } = known;
  const dropped = readOtherRevision(row);
  const parent =
    dropped === undefined ? await pickParent(known, revision) : requireParent(known, revision, dropped);
  await confirmApplied(services, known, [revision.id], 'Re-parent');
  const change = await services.server.composeChange({
    environment: environment.key,
    change: { kind: 'reparent', revision: revision.id, parent: parent.id },
  });
  if (change.kind === 'refused') throw new UserError(change.reason);
  const asked = { environment: environment.key, revisions: [revision.id], onto: parent.id };
  const conflicts = await showWaiting('Comparing the revisions', () => services.server.readConflicts(asked));
  const { revisions } = history;
  const left = leftBehind(revisions, revision, parent);
  await confirmChange(change, {
    title: `${title} ${named(parent)}`,
    apply: `Let ${named(revision)} build on ${named(parent)}`,
    results: [headsText(headCounter(revisions, revision)(parent)), ...leavesText(left)],
    conflicts,
  });
  const check = services.server.flawOfPlan;
  const applied = await applyChange(check, change);
  const sentence = `${named(revision)} now builds on ${named(parent)}.`;
  void tellChange({ documents: services.documents, check }, sentence, applied);
}

/** The parent that was named in a view, where the revision can build on it. */
function requireParent({ history }: KnownHistory, revision: RevisionDto, id: string): RevisionDto {
  const parent = history.revisions.find((each) => each.id === id);
  if (!parent) throw new UserError('This row is out of date; refresh the history.');
  if (descendantsOf(history.revisions, revision.id).has(id))
    throw new UserError(
      `${named(revision)} can't build on ${named(parent)}, which builds on it; choose another parent.`,
      [],
      'warning',
    );
  return parent;
}

async function pickParent({ history }: KnownHistory, revision: RevisionDto): Promise<RevisionDto> {
  const { revisions } = history;
  const below = descendantsOf(revisions, revision.id);
  const isPresent = ({ id }: RevisionDto): boolean => revision.downRevisions.includes(id);
  const headsAfter = headCounter(revisions, revision);
  const isOnly = (each: RevisionDto): boolean => revision.downRevisions.length === 1 && isPresent(each);
  const others = revisions.filter((each) => !below.has(each.id) && !isOnly(each));
  if (others.length === 0)
    throw new UserError('There is no other revision that can be its parent.', [], 'information');
  const present = revisions.filter((each) => isOnly(each));
  const items = [
    ...others.filter(({ isHead }) => isHead),
    ...others.filter(({ isHead }) => !isHead),
    ...present,
  ].map((candidate) => ({
    label: candidate.message || candidate.id,
    description: [
      candidate.id,
      ...(candidate.isHead ? ['head'] : []),
      ...candidate.branchLabels,
      ...(isPresent(candidate) ? ['present parent'] : []),
    ].join(' · '),
    detail: isOnly(candidate) ? 'nothing changes' : headsText(headsAfter(candidate)),
    candidate,
  }));
  const picked = await pickRow(items, {
    title,
    placeHolder: `Choose the parent of "${revision.message || revision.id}"`,
    matchOnDescription: true,
  });
  if (!picked || isOnly(picked.candidate)) throw new vscode.CancellationError();
  return picked.candidate;
}

function headsText(count: number): string {
  return count === 1 ? 'one head' : `${count} heads`;
}

/** What it needs may be made by what it leaves. */
function leavesText(left: readonly RevisionDto[]): readonly string[] {
  const names = left.slice(0, 3).map(named).join(', ');
  const more = left.length > 3 ? ` and ${left.length - 3} more` : '';
  return left.length > 0 ? [`no longer after ${names}${more}`] : [];
}

function named({ message, id }: RevisionDto): string {
  return message ? `"${message}" (${shortId(id)})` : id;
}
