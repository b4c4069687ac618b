import * as vscode from 'vscode';
import { settingsSection } from '../../../../server/protocol/identifiers';
import type { DisableRuleArgument } from '../../../../server/protocol/codeActions';
import type { RuleLevel } from '../../../../server/protocol/settings';
import { applyChange } from '../../infrastructure/vscode/applyChange';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';
import { UserError } from '../../infrastructure/vscode/userError';
import type { FixServices } from './revisionOfCommand';

type Place = 'line' | 'file' | 'settings';

/** Asks where a rule is to be off: on the line, in the file, or by a setting. */
export async function disableRule({ server }: Pick<FixServices, 'server'>, argument: unknown): Promise<void> {
  const { rule, uri, comment } = (argument ?? {}) as Partial<DisableRuleArgument>;
  if (typeof rule !== 'string' || typeof uri !== 'string') throw new vscode.CancellationError();
  const place = comment ? await pickPlace(rule) : 'settings';
  if (place === 'settings' || !comment) {
    await turnOff(rule, vscode.Uri.parse(uri));
    return;
  }
  const { environment, offset } = comment;
  const change = await server.composeChange({
    environment,
    change: { kind: 'disableRule', uri, rule, scope: place, offset },
  });
  if (change.kind === 'refused') throw new UserError(change.reason);
  await applyChange(server.flawOfPlan, change);
}

async function pickPlace(rule: string): Promise<Place> {
  const rows: readonly (PickRow & { readonly place: Place })[] = [
    { label: 'For This Line', description: 'as a comment at its end', place: 'line' },
    { label: 'For This File', description: 'as a comment on top', place: 'file' },
    { label: 'In Settings', description: 'for the whole workspace or folder', place: 'settings' },
  ];
  const picked = await pickRow(rows, { title: `Disable ${rule}`, placeHolder: 'Where?' });
  if (!picked) throw new vscode.CancellationError();
  return picked.place;
}

/**
 * Writes `off` for a rule into the settings of the folder, where the workspace has several, else of the
 * workspace.
 */
async function turnOff(rule: string, uri: vscode.Uri): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection, uri);
  const inspected = configuration.inspect<Readonly<Record<string, RuleLevel>>>('rules');
  const isMultiRoot = vscode.workspace.workspaceFile !== undefined;
  const folder = isMultiRoot && vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const before = folder ? inspected?.workspaceFolderValue : inspected?.workspaceValue;
  await configuration.update(
    'rules',
    { ...before, [rule]: 'off' },
    folder ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace,
  );
}
