import { existsSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { InitialiseArgument } from '../../../../server/protocol/initialise';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { RunTarget } from '../../infrastructure/alembic/command/runTarget';
import type { Runner } from '../../infrastructure/alembic/process/runner';
import { reportFailure } from '../../infrastructure/alembic/output/reportFailure';
import { outcomeOf } from '../../infrastructure/alembic/output/runOutcome';
import { askText } from '../../infrastructure/vscode/inputBox';
import { askBeside } from '../../infrastructure/vscode/messages';
import { planOfFiles, requirePlan } from '../../infrastructure/vscode/planGate';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import { UserError } from '../../infrastructure/vscode/userError';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { configFileOf, parseTemplates } from './templateList';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Initialise Alembic Here…: `alembic init` with one of the templates that the installed Alembic has. */
export function activateInitialise({
  commands,
  store,
  targets,
  runner,
  server,
}: Pick<WorkbenchServices, 'commands' | 'store' | 'targets' | 'runner' | 'server'>): void {
  commands.register(commandIds.initialise, async (argument) => {
    requireTrust('Initialise Alembic Here');
    const wanted = readInitialiseArgument(argument);
    const folder = wanted?.folder ?? (await chooseFolder(argument));
    const template = await pickTemplate(
      runner,
      await targets.prepare(environmentToBe(folder, 'alembic.ini')),
    );
    const environment = environmentToBe(folder, wanted?.config ?? configFileOf(template));
    const directory = wanted?.directory ?? (await askDirectory(folder));
    const script = vscode.Uri.joinPath(folder, directory, 'env.py');
    await requirePlan(
      server.flawOfPlan,
      planOfFiles([script], [environment.workspaceFolderUri ?? folder.toString()]),
    );
    const isPackage = await askPackage(join(folder.fsPath, directory));
    const target = await targets.prepare(environment);
    const finished = await runner.run({
      target,
      commandAndArguments: ['init', `--template=${template}`, ...(isPackage ? ['--package'] : []), directory],
      title: 'Initialising Alembic',
    });
    const outcome = outcomeOf(target, finished);
    if (outcome.kind === 'failure') {
      reportFailure('Initialise Alembic', outcome, target);
      return;
    }
    if (outcome.kind === 'interrupted') return;
    await store.readAgain();
    await openAt(script, /(?<=^target_metadata = )None/m);
    const told = 'set target_metadata in env.py and the URL in alembic.ini, then make the first revision.';
    const openUrl = 'Open alembic.ini';
    const pressed = await askBeside(
      'information',
      `Alembic is initialised in ${directory}; ${told}`,
      openUrl,
      'New Revision…',
    );
    if (pressed === openUrl)
      await openAt(vscode.Uri.joinPath(folder, 'alembic.ini'), /(?<=^(?:sqlalchemy\.url|databases) = ).*/m);
    else if (pressed !== undefined) await vscode.commands.executeCommand(commandIds.newRevision);
  });
}

/**
 * Where a config file that leads nowhere wants its script directory, as the lightbulb at it says; undefined
 * for any other argument.
 */
function readInitialiseArgument(
  argument: unknown,
): { readonly folder: vscode.Uri; readonly config: string; readonly directory: string } | undefined {
  const { configUri, directoryUri } = (argument ?? {}) as Partial<Record<keyof InitialiseArgument, unknown>>;
  if (typeof configUri !== 'string' || typeof directoryUri !== 'string') return undefined;
  const config = vscode.Uri.parse(configUri);
  const folder = vscode.Uri.joinPath(config, '..');
  const directory = relative(folder.fsPath, vscode.Uri.parse(directoryUri).fsPath);
  return { folder, config: basename(config.fsPath), directory };
}

/** Opens a file with what is to be replaced selected. */
async function openAt(file: vscode.Uri, place: RegExp): Promise<void> {
  const editor = await vscode.window.showTextDocument(file, { preview: false });
  const found = place.exec(editor.document.getText());
  if (!found) return;
  const { document } = editor;
  const range = new vscode.Range(
    document.positionAt(found.index),
    document.positionAt(found.index + found[0].length),
  );
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function chooseFolder(argument: unknown): Promise<vscode.Uri> {
  if (argument instanceof vscode.Uri) return argument;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only] = folders;
  if (!only) {
    throw new UserError('No folder is open; open the folder of the project first.', [
      { title: 'Open Folder…', command: 'vscode.openFolder' },
    ]);
  }
  if (folders.length === 1) return only.uri;
  const picked = await vscode.window.showWorkspaceFolderPick({
    placeHolder: 'Initialise Alembic in which folder?',
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.uri;
}

async function pickTemplate(runner: Runner, target: RunTarget): Promise<string> {
  const listed = await runner.run({
    target,
    commandAndArguments: ['list_templates'],
    title: 'Listing templates',
  });
  const items = parseTemplates(listed.end.output);
  if (items.length === 0) throw new UserError('Alembic did not list its templates; look at the log.');
  const picked = await pickRow(items, {
    title: 'Initialise Alembic Here',
    placeHolder: 'With which template?',
    matchOnDescription: true,
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.label;
}

/** Asked only in a Python package: whether the new folders are to be packages, too. */
async function askPackage(directory: string): Promise<boolean> {
  if (!existsSync(join(directory, '..', '__init__.py'))) return false;
  const items = [
    {
      icon: 'package',
      label: 'Packages',
      description: 'with __init__.py, as --package does',
      isPackage: true,
    },
    { icon: 'folder', label: 'Plain Folders', description: 'without', isPackage: false },
  ];
  const picked = await pickRow(items, {
    title: 'Initialise Alembic Here',
    placeHolder: 'It lies in a Python package: what are its own folders to be?',
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.isPackage;
}

async function askDirectory(folder: vscode.Uri): Promise<string> {
  const directory = await askText({
    title: 'Initialise Alembic Here',
    prompt: 'Folder for env.py and the revisions, new and inside this one',
    value: 'migrations',
    validate: (text) => {
      if (text.trim() === '' || text.startsWith('-')) return 'Name a folder.';
      const inside = relative(folder.fsPath, resolve(folder.fsPath, text.trim()));
      if (inside === '' || isAbsolute(inside) || inside.split(sep).includes('..'))
        return 'Name a folder inside of this one.';
      return existsSync(join(folder.fsPath, text.trim())) ? 'This folder exists already.' : undefined;
    },
  });
  return directory.trim();
}

/**
 * What there is to start Alembic with before there is an environment: its folder and where its config file
 * will be.
 */
function environmentToBe(folder: vscode.Uri, config: string): EnvironmentDto {
  const workspaceFolder = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
  const configFile = vscode.Uri.joinPath(folder, config);
  const configUri = configFile.toString();
  return {
    key: `to be ${configUri}`,
    label: vscode.workspace.asRelativePath(configFile),
    labelInFolder: vscode.workspace.asRelativePath(configFile, false),
    isKnownByLabelInFolder: false,
    workspaceFolderUri: workspaceFolder.toString(),
    configUri,
    section: 'alembic',
    scriptDirectoryUri: folder.toString(),
    versionLocationUris: [],
    workingDirectory: folder.fsPath,
    generation: 0,
    heads: [],
    hasStrayHeads: false,
    revisionCount: 0,
    problemCount: { error: 0, warning: 0 },
    loadError: null,
    explanations: [],
    nextSequentialId: null,
    fileTemplateFlaw: null,
  };
}
