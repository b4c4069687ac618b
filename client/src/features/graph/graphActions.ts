import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { ActOfGraph, GraphAction, GraphRow } from './messages';
import { offerFixes } from './offerFixes';

const commandsOfActions: Readonly<Record<Exclude<GraphAction, 'fix'>, string>> = {
  open: commandIds.openRevision,
  copyId: commandIds.copyRevisionId,
  newRevision: commandIds.newRevisionHere,
  upgrade: commandIds.upgrade,
  upgradeToHere: commandIds.upgradeToHere,
  downgradeToHere: commandIds.downgradeToHere,
  stamp: commandIds.stampHere,
  previewSql: commandIds.previewRevisionSql,
  showSchema: commandIds.showSchema,
  compareSchema: commandIds.compareSchema,
  findRevision: commandIds.findRevision,
  mergeHeads: commandIds.mergeHeads,
  rebase: commandIds.rebase,
  reparent: commandIds.reparent,
  showProblems: 'workbench.actions.view.problems',
  showCurrent: commandIds.showCurrent,
  export: commandIds.exportGraph,
};

/** Runs the command of an action, for the row or the two rows that it was asked of. */
export async function runGraphAction(
  { key }: EnvironmentDto,
  rows: readonly GraphRow[],
  { action, row, other, problem }: ActOfGraph,
): Promise<void> {
  const asked = rowOf(rows, row);
  if (action === 'fix') {
    if (asked?.uri) await offerFixes(asked.uri, problem ?? '');
    return;
  }
  if (!Object.hasOwn(commandsOfActions, action)) return;
  const second = rowOf(rows, other);
  const argument = asked && {
    environmentKey: key,
    revisionId: asked.id,
    ...(asked.uri === null ? {} : { uri: asked.uri }),
    ...(second ? { otherRevisionId: second.id } : {}),
  };
  await vscode.commands.executeCommand(commandsOfActions[action], argument ?? { forEnvironment: key });
}

/** The row of a URI or, for what has no file, of an id. */
export function rowOf(rows: readonly GraphRow[], uriOrId: string | undefined): GraphRow | undefined {
  if (uriOrId === undefined) return undefined;
  return rows.find(({ uri, id }) => uri === uriOrId || (uri === null && id === uriOrId));
}
