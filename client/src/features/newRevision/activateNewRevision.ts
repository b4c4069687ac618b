import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto, HistoryDto, RevisionDto } from '../../../../server/protocol/environments';
import type { FunctionBodiesDto } from '../../../../server/protocol/functionBodies';
import type { UnseenModelDto } from '../../../../server/protocol/unseenModels';
import type { RangeDto } from '../../../../server/protocol/range';
import { compareModels } from '../../infrastructure/alembic/databases/compareModels';
import { reportFailure } from '../../infrastructure/alembic/output/reportFailure';
import { outcomeOf } from '../../infrastructure/alembic/output/runOutcome';
import { readSetting, workspaceFolder } from '../../infrastructure/alembic/command/runnerSettings';
import { saveDirtyRevisions } from '../../infrastructure/alembic/command/saveDirtyRevisions';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import {
  adviceFor,
  canImport,
  importModels,
  importTitle,
  namesOfModels,
} from '../../infrastructure/environments/importModels';
import { requireLoads } from '../../infrastructure/environments/requireLoads';
import type { RevisionArgument } from '../../infrastructure/environments/revisionArgument';
import { requireRevision } from '../../infrastructure/environments/revisionInEditor';
import type { EnvironmentStore } from '../../infrastructure/environments/environmentStore';
import type { HistoryServer } from '../../infrastructure/server/historyServer';
import { askBeside, showLog, showMessage } from '../../infrastructure/vscode/messages';
import { pickRow } from '../../infrastructure/vscode/quickPick';
import type { PickRow } from '../../infrastructure/vscode/quickPick';
import { planOfFiles, requirePlan } from '../../infrastructure/vscode/planGate';
import { againBy, UserError } from '../../infrastructure/vscode/userError';
import type { Again } from '../../infrastructure/vscode/userError';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { askMessage, askProposed } from './askMessage';
import { composeSnippet } from './bodySnippet';
import { doubtOfGenerated } from './generatedDoubt';
import type { GeneratedDoubt } from './generatedDoubt';
import { askRevisionOptions } from './revisionOptions';
import { readOwnTemplates, revisionTemplates } from './revisionTemplates';
import type { RevisionTemplate } from './revisionTemplates';
import { askPlace, mayDepend } from './revisionPlace';
import { listVersionFiles } from './versionFiles';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

/** Upgrades the environment's databases to the newest revisions, with every question that belongs to it. */
export type UpgradeFirst = (environment: EnvironmentDto) => Promise<void>;

/** What the body of the revision starts from. */
interface Kind {
  readonly autogenerate?: boolean;
  /** It is asked again, after options of Alembic's. */
  readonly wantsMore?: boolean;
  readonly template?: RevisionTemplate;
}

type KindItem = PickRow & Kind;

/**
 * New Revision…, on a head or from a revision: a message, what it starts from, and what else matters in this
 * project.
 */
export function activateNewRevision(
  {
    commands,
    active,
    store,
    targets,
    runner,
    server,
    client,
  }: Pick<WorkbenchServices, 'commands' | 'active' | 'store' | 'targets' | 'runner' | 'server' | 'client'>,
  upgradeFirst: UpgradeFirst,
): void {
  /** The message that is proposed for what the revision will do; undefined where that is nothing. */
  const proposed = async (environment: EnvironmentDto, kind: Kind): Promise<string | undefined> => {
    if (!kind.autogenerate) {
      const does = kind.template?.does;
      return await askProposed(server, environment, does ? [does] : []);
    }
    await saveDirtyRevisions(environment);
    const { differences } = await compareModels(client, runner, await targets.prepare(environment));
    if (differences.length > 0) return await askProposed(server, environment, differences);
    const { models: unseen } = await server.readUnseenModels(environment.key);
    await tellNothingFound(server, unseen);
    return undefined;
  };
  const make = async (
    environment: EnvironmentDto,
    parent: RevisionDto | undefined,
    known: Kind | undefined,
  ): Promise<void> => {
    requireLoads(environment, 'New Revision');
    if (environment.fileTemplateFlaw !== null) throw new UserError(environment.fileTemplateFlaw);
    const typed = await askMessage(server, environment, parent);
    const history = await store.history(environment);
    const { kind, options } = known
      ? { kind: known, options: [] }
      : await askKind(environment, history, server);
    const autogenerate = kind.autogenerate ?? false;
    const message = typed || (await proposed(environment, kind));
    if (message === undefined) return;
    const places = await askPlace(environment, history, kind.template?.asks, parent?.id);
    await saveDirtyRevisions(environment);
    const words = revisionArguments(environment, message, autogenerate, [...places, ...options]);
    // Once more after a failure with all that was typed.
    const write = async (): Promise<void> => {
      const services = { targets, runner, store, again: againBy(write) };
      const create = (): Promise<Created> => createRevision(services, environment, words, autogenerate);
      let created = await create();
      if (created.kind === 'behind') {
        await askUpgradeFirst(message);
        await upgradeFirst(environment);
        created = await create();
        if (created.kind === 'behind') throw behind();
      }
      if (created.kind === 'file')
        await openCreated(
          { environment, file: created.file, server, store, requireInside: insideOf(server, environment) },
          kind.template,
          autogenerate,
        );
    };
    await write();
  };
  commands.register(commandIds.newRevision, async (wanted) => {
    requireTrust('New Revision');
    const environment =
      environmentOf(store, wanted) ?? (await chooseEnvironment(store, active, 'New Revision'));
    await make(environment, undefined, wantsAutogenerate(wanted) ? { autogenerate: true } : undefined);
  });
  commands.register(commandIds.newRevisionHere, async (row) => {
    requireTrust('New Revision');
    const { environment, revision } = await requireRevision(store, row);
    await make(environment, revision, undefined);
  });
}

/** True where another command asks for differences that it has found already. */
function wantsAutogenerate(wanted: unknown): boolean {
  return (
    typeof wanted === 'object' && wanted !== null && 'autogenerate' in wanted && wanted.autogenerate === true
  );
}

/** The environment that another command names. */
function environmentOf(store: EnvironmentStore, wanted: unknown): EnvironmentDto | undefined {
  const { environmentKey } = (wanted ?? {}) as { readonly environmentKey?: unknown };
  return typeof environmentKey === 'string' ? store.find(environmentKey) : undefined;
}

/** What the revision starts from, and options of Alembic's where a person wants to give some. */
async function askKind(
  environment: EnvironmentDto,
  history: HistoryDto | null,
  server: HistoryServer,
): Promise<{ readonly kind: Kind; readonly options: readonly string[] }> {
  const folder = resolve(workspaceFolder(environment), readSetting(environment, 'templatesFolder'));
  const own = await readOwnTemplates(folder, server);
  const first = await pickKind(history, own, true);
  if (!first.wantsMore || !history) return { kind: first, options: [] };
  const options = await askRevisionOptions(history);
  return { kind: await pickKind(history, own, false), options };
}

const moreOptions: KindItem = {
  icon: 'gear',
  label: 'More Options…',
  description: 'an id of your own, several dependencies; then how it starts',
  wantsMore: true,
};

async function pickKind(
  history: HistoryDto | null,
  own: readonly RevisionTemplate[],
  offersMore: boolean,
): Promise<KindItem> {
  const item = (template: RevisionTemplate): KindItem => ({
    icon: 'file-code',
    label: template.title,
    description: template.description,
    template,
  });
  const items: KindItem[] = [
    {
      icon: 'sparkle',
      label: 'Autogenerate',
      description: 'connects to the database and compares it with the models',
      autogenerate: true,
    },
    { icon: 'file', label: 'Empty', description: 'upgrade() and downgrade() to fill in' },
    ...(own.length > 0 ? [separator('Templates of this project')] : []),
    ...own.map(item),
    separator('Starting points'),
    ...revisionTemplates.filter(({ asks }) => asks !== 'dependency' || mayDepend(history)).map(item),
    ...(offersMore && history ? [separator('Options'), moreOptions] : []),
  ];
  const picked = await pickRow(items, {
    title: 'New Revision',
    placeHolder: 'How does the revision start?',
    matchOnDescription: true,
  });
  if (!picked) throw new vscode.CancellationError();
  return picked;
}

function separator(label: string): KindItem {
  return { label, isHeading: true };
}

/** Options with `=`, so that a value that begins with a dash is taken as a value. */
function revisionArguments(
  environment: EnvironmentDto,
  message: string,
  autogenerate: boolean,
  places: readonly string[],
): readonly string[] {
  return [
    'revision',
    `--message=${message}`,
    ...(autogenerate ? ['--autogenerate'] : []),
    ...places,
    ...(environment.nextSequentialId === null || places.some((each) => each.startsWith('--rev-id='))
      ? []
      : [`--rev-id=${environment.nextSequentialId}`]),
  ];
}

type CreateServices = Pick<WorkbenchServices, 'targets' | 'runner' | 'store'> & { readonly again: Again };

async function createRevision(
  { targets, runner, store, again }: CreateServices,
  environment: EnvironmentDto,
  commandAndArguments: readonly string[],
  autogenerate: boolean,
): Promise<Created> {
  const folders = environment.versionLocationUris.map((uri) => vscode.Uri.parse(uri).fsPath);
  const before = await listVersionFiles(folders);
  const title = autogenerate ? 'Comparing models and database' : 'Creating a revision';
  const target = await targets.prepare(environment);
  const finished = await runner.run({ target, commandAndArguments, title });
  const after = await listVersionFiles(folders);
  const created = [...after].find((file) => !before.has(file));
  await store.readAgain();
  const outcome = outcomeOf(target, finished);
  switch (outcome.kind) {
    case 'interrupted':
      void showMessage('warning', 'New Revision was interrupted; no revision was made.', [showLog]);
      return { kind: 'none' };
    case 'failure':
      if (created) {
        reportFailedHooks(environment, outcome.message);
        return { kind: 'file', file: created };
      }
      if (outcome.message.includes('Target database is not up to date')) return { kind: 'behind' };
      reportFailure('New Revision', outcome, target, { again });
      return { kind: 'none' };
    case 'success':
      if (!created)
        throw new UserError('Alembic ended well and made no file; the log has what it wrote.', [], 'warning');
      return { kind: 'file', file: created };
  }
}

/**
 * Alembic writes the file first and then runs the hooks of the config file over it, such as a formatter that
 * is not installed here.
 */
function reportFailedHooks({ configUri }: EnvironmentDto, why: string): void {
  const message = `The revision was made, but what runs after that failed: ${why}; look at post_write_hooks in the config file.`;
  const openConfig =
    configUri === null
      ? []
      : [
          {
            title: 'Open Config File',
            command: 'vscode.open',
            arguments: [vscode.Uri.parse(configUri)],
          },
        ];
  void showMessage('warning', message, [...openConfig, showLog]);
}

/** What came of the run; `behind` where autogenerate needs a database that has every revision. */
type Created =
  { readonly kind: 'file'; readonly file: string } | { readonly kind: 'behind' } | { readonly kind: 'none' };

/** Refuses files that lead out of the version locations by now. */
type RequireInside = (files: readonly vscode.Uri[]) => Promise<void>;

function insideOf(server: HistoryServer, { versionLocationUris }: EnvironmentDto): RequireInside {
  return (files) => requirePlan(server.flawOfPlan, planOfFiles(files, versionLocationUris));
}

interface CreatedFile {
  readonly environment: EnvironmentDto;
  readonly file: string;
  readonly server: HistoryServer;
  readonly requireInside: RequireInside;
  readonly store: EnvironmentStore;
}

async function openCreated(
  { environment, file, server, store, requireInside }: CreatedFile,
  template: RevisionTemplate | undefined,
  autogenerate: boolean,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const { version } = document;
  const bodies = await server.readFunctionBodies(document.getText());
  // Somebody types already, and knows where.
  if (document.version !== version) return;
  if (template) {
    await fillIn(editor, template, bodies, requireInside);
    return;
  }
  const { upgrade } = bodies;
  if (upgrade) {
    const line = firstOperation(document, toRange(upgrade.range));
    const start = new vscode.Position(line, document.lineAt(line).firstNonWhitespaceCharacterIndex);
    // What was generated is not selected, or the next key would replace it.
    editor.selection = new vscode.Selection(start, autogenerate ? start : toRange(upgrade.range).end);
    editor.revealRange(editor.selection);
  }
  if (!autogenerate) return;
  const doubt = doubtOfGenerated(bodies, await server.readUnseenModels(environment.key));
  if (doubt) await askToKeep(document, { server, requireInside }, doubt);
  else await offerNext(environment, document.uri, store);
}

/** The first line of a body that is no comment, such as Alembic writes before what it generates. */
function firstOperation(document: vscode.TextDocument, { start, end }: vscode.Range): number {
  for (let line = start.line; line < end.line; line++)
    if (!document.lineAt(line).text.trimStart().startsWith('#')) return line;
  return start.line;
}

/** What comes after a revision that was generated: running it, or looking at its SQL. */
async function offerNext({ key }: EnvironmentDto, uri: vscode.Uri, store: EnvironmentStore): Promise<void> {
  const environment = store.find(key);
  const history = environment && (await store.history(environment));
  const made = history?.revisions.find((revision) => revision.uri === uri.toString());
  if (!made) return;
  const argument: RevisionArgument = { environmentKey: key, revisionId: made.id };
  void showMessage('information', `"${made.message || made.id}" is generated; look at it, then run it.`, [
    { title: 'Upgrade to Here…', command: commandIds.upgradeToHere, arguments: [argument] },
    { title: 'Preview SQL', command: commandIds.previewRevisionSql, arguments: [argument] },
  ]);
}

async function fillIn(
  editor: vscode.TextEditor,
  template: RevisionTemplate,
  { upgrade, downgrade }: FunctionBodiesDto,
  requireInside: RequireInside,
): Promise<void> {
  const { document } = editor;
  const places = upgrade && downgrade && { up: toRange(upgrade.range), down: toRange(downgrade.range) };
  if (!places?.up.end.isBefore(places.down.start)) {
    throw new UserError(
      `The file has not one upgrade() and one downgrade(), so "${template.title}" was not filled in; write it by hand.`,
      [],
      'information',
    );
  }
  const { up, down } = places;
  const between = document.getText(new vscode.Range(up.end, down.start));
  const snippet = composeSnippet(template.bodies, between);
  const range = new vscode.Range(up.start, down.end);
  const edit = new vscode.WorkspaceEdit();
  const beside = Object.entries(template.beside ?? {}).map(([end, text]) => ({
    uri: vscode.Uri.file(document.fileName.replace(/\.py$/, end)),
    contents: new TextEncoder().encode(text),
  }));
  for (const { uri, contents } of beside) edit.createFile(uri, { ignoreIfExists: true, contents });
  if (beside.length > 0) {
    await requireInside(beside.map(({ uri }) => uri));
    await vscode.workspace.applyEdit(edit);
  }
  await editor.insertSnippet(new vscode.SnippetString(snippet), range);
}

function toRange({ start, end }: RangeDto): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

async function tellNothingFound(server: HistoryServer, unseen: readonly UnseenModelDto[]): Promise<void> {
  const nothing = 'Models and database do not differ, so no revision was made.';
  if (unseen.length === 0) {
    void showMessage('information', nothing, []);
    return;
  }
  const message = `${nothing} env.py does not see ${namesOfModels(unseen)}, so they were not compared: ${adviceFor(unseen)} and try again.`;
  const pressed = await askBeside('warning', message, ...(canImport(unseen) ? [importTitle] : []));
  if (pressed === importTitle) await importModels(server, unseen);
}

async function askToKeep(
  document: vscode.TextDocument,
  { server, requireInside }: Pick<CreatedFile, 'server' | 'requireInside'>,
  { severity, message, unseen }: GeneratedDoubt,
): Promise<void> {
  const remove = 'Delete File';
  const both = 'Delete File and Import Models';
  const buttons = canImport(unseen) ? [both, remove, 'Keep'] : [remove, 'Keep'];
  const pressed = await askBeside(severity, message, ...buttons);
  if (pressed !== remove && pressed !== both) return;
  await requireInside([document.uri]);
  const edit = new vscode.WorkspaceEdit();
  edit.deleteFile(document.uri);
  await vscode.workspace.applyEdit(edit);
  if (pressed === both) await importModels(server, unseen);
}

/** A step of the dialogue, so that it stays until it is answered and nothing that was typed is lost. */
async function askUpgradeFirst(message: string): Promise<void> {
  const upgrade = { icon: 'arrow-up', label: 'Upgrade, then Generate', description: 'asks before it runs' };
  const picked = await pickRow([upgrade], {
    title: message ? `New Revision · ${message}` : 'New Revision',
    placeHolder: 'Revisions are pending, and autogenerate compares with a database that has every revision.',
    ignoreFocusOut: true,
  });
  if (!picked) throw new vscode.CancellationError();
}

function behind(): UserError {
  return new UserError(
    'The database still lacks revisions, so nothing was generated; upgrade it first.',
    [{ title: 'Upgrade…', command: commandIds.upgrade }],
    'warning',
  );
}
