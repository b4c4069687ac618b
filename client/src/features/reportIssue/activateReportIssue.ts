import { platform, release } from 'node:os';
import * as vscode from 'vscode';
import { commandIds, settingsSection } from '../../../../server/protocol/identifiers';
import { showForAMoment } from '../../infrastructure/vscode/statusBar';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';
import { issueText } from './issueText';
import type { IssueFacts } from './issueText';

/** What a report is made from. */
type ReportServices = Pick<WorkbenchServices, 'store' | 'states' | 'interpreters'>;

/**
 * Report Issue…: VS Code's own form with versions, numbers and settings of ours filled in. Nothing is sent
 * before a person does; what may be a secret or names something of the project is not in it.
 */
export function activateReportIssue(
  services: ReportServices & Pick<WorkbenchServices, 'commands'>,
  { id, packageJSON }: vscode.Extension<unknown>,
): void {
  services.commands.register(commandIds.reportIssue, async () => {
    const { version, contributes } = packageJSON as Manifest;
    const text = issueText(factsOf(services, version, settingNames(contributes)));
    // In a browser VS Code leaves the text out.
    if (vscode.env.uiKind === vscode.UIKind.Web) {
      await vscode.env.clipboard.writeText(text);
      showForAMoment('Versions and settings are copied; paste them into the report', 10_000);
    }
    await vscode.commands.executeCommand('workbench.action.openIssueReporter', {
      extensionId: id,
      issueBody: text,
    });
  });
}

interface Manifest {
  readonly version: string;
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

function settingNames({ configuration }: Manifest['contributes']): readonly string[] {
  const names = configuration.flatMap(({ properties }) => Object.keys(properties));
  return names.map((name) => name.slice(settingsSection.length + 1));
}

function factsOf(
  { store, states, interpreters }: ReportServices,
  version: string,
  names: readonly string[],
): IssueFacts {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  return {
    versions: [
      ['Alembic Workbench', version],
      ['VS Code', `${vscode.version}${vscode.env.remoteName ? ` (${vscode.env.remoteName})` : ''}`],
      ['System', `${platform()} ${release()}`],
    ],
    environments: store.environments.map(({ key, revisionCount, heads }) => {
      const probe = interpreters.last(key)?.probe;
      const python =
        probe && `Python ${probe.python}, Alembic ${probe.alembic}, SQLAlchemy ${probe.sqlalchemy}`;
      const databases = states
        .answer(key)
        ?.map(({ dialect, driver }) => [dialect, driver].filter(Boolean).join('+'));
      return { revisions: revisionCount, heads: heads.length, databases: databases ?? [], python };
    }),
    settings: names.flatMap((name) => {
      const { workspaceFolderValue, workspaceValue, globalValue } = configuration.inspect(name) ?? {};
      const value = workspaceFolderValue ?? workspaceValue ?? globalValue;
      return value === undefined ? [] : [[name, value] as const];
    }),
  };
}
