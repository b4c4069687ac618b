import * as vscode from 'vscode';
import { commandIds, viewIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { KnownDatabases } from '../../infrastructure/environments/databaseStates';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';
import { databaseText, headsText, pendingCount } from './statusText';

/** What a click on the status bar runs; it is no one's to call, so the manifest does not have it. */
export const showStatusChoices = '_alembicWorkbench.showStatusChoices';

type Choice = PickRow & { readonly command: string };

/** Offers what makes sense as things stand, what is most wanted first. */
export async function offerStatusChoices(
  environment: EnvironmentDto,
  known: KnownDatabases | undefined,
): Promise<void> {
  const words = [headsText(environment), databaseText(environment, known)].filter(Boolean).join(' · ');
  const picked = await pickRow(choicesOf(environment, known), {
    title: `Alembic · ${environment.label}`,
    placeHolder: words || 'What next?',
  });
  if (picked) await vscode.commands.executeCommand(picked.command);
}

function choicesOf(environment: EnvironmentDto, known: KnownDatabases | undefined): readonly Choice[] {
  const heads: readonly Choice[] = environment.hasStrayHeads
    ? [
        { icon: 'arrow-swap', label: 'Move Mine on Top of the Other Head…', command: commandIds.rebase },
        { icon: 'git-merge', label: 'Merge Heads…', command: commandIds.mergeHeads },
      ]
    : [];
  const isPending = known?.isWhole === true && pendingCount(environment, known) > 0;
  const run: readonly Choice[] = isPending
    ? [
        { icon: 'arrow-up', label: 'Upgrade…', command: commandIds.upgrade },
        { icon: 'list-ordered', label: 'Show Plan', command: commandIds.showPlan },
        { icon: 'file-code', label: 'Preview Upgrade SQL…', command: commandIds.previewUpgradeSql },
      ]
    : [];
  const isNew = !known || known.asOf !== undefined;
  const ask: Choice = { icon: 'database', label: 'Show Current', command: commandIds.showCurrent };
  const rest: readonly Choice[] = [
    { icon: 'add', label: 'New Revision…', command: commandIds.newRevision },
    { icon: 'checklist', label: 'Check for Drift', command: commandIds.checkDrift },
  ];
  const show: readonly Choice[] = [
    { icon: 'list-tree', label: 'Show the History', command: `${viewIds.history}.focus` },
    { icon: 'type-hierarchy', label: 'Show Graph', command: commandIds.showGraph },
  ];
  return isNew ? [...heads, ask, ...run, ...rest, ...show] : [...heads, ...run, ...rest, ask, ...show];
}
