import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto, HistoryDto } from '../../../../server/protocol/environments';
import { askDatabases } from '../../infrastructure/alembic/databases/askDatabases';
import { explainBridgeError } from '../../infrastructure/alembic/databases/explainBridgeError';
import { sqlWordsOf } from '../../infrastructure/alembic/output/sqlOutput';
import { openFile } from '../../infrastructure/alembic/output/failureActions';
import { askSql } from '../../infrastructure/alembic/bridge/bridge';
import type { SqlPart } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { readSql } from '../../infrastructure/alembic/bridge/commandLine';
import { saveDirtyRevisions } from '../../infrastructure/alembic/command/saveDirtyRevisions';
import { chooseEnvironment } from '../../infrastructure/environments/chooseEnvironment';
import { headTargets, pickRevision } from '../../infrastructure/environments/pickRevision';
import { commandRevision } from '../../infrastructure/environments/revisionInEditor';
import type { SqlRange } from '../../infrastructure/environments/revisionArgument';
import { shortId } from '../../infrastructure/environments/revisionArgument';
import { readOnlyScheme } from '../../infrastructure/vscode/readOnlyDocuments';
import { UserError } from '../../infrastructure/vscode/userError';
import { requireTrust } from '../../infrastructure/vscode/trust';
import { comparePreviews } from './comparePreviews';
import { foldSql } from './foldSql';
import { savePreview } from './savePreview';
import type { WorkbenchServices } from '../../infrastructure/workbenchServices';

const askTheDatabase = '\0ask';

/** What previews are made with. */
export type SqlPreviewServices = Pick<
  WorkbenchServices,
  'store' | 'active' | 'states' | 'server' | 'targets' | 'client' | 'runner' | 'documents'
>;

type Direction = SqlPart['direction'];

const titles: Readonly<Record<Direction, string>> = {
  upgrade: 'Preview Upgrade SQL',
  downgrade: 'Preview Downgrade SQL',
};

/**
 * The SQL that an upgrade, a downgrade or one revision would send, in a read-only document; nothing is run
 * against a database.
 */
export function activateSqlPreview(
  services: SqlPreviewServices & Pick<WorkbenchServices, 'commands'>,
): vscode.Disposable {
  const { commands } = services;
  const previewRange = async (direction: Direction): Promise<void> => {
    const title = titles[direction];
    requireTrust(title);
    const environment = await chooseEnvironment(services.store, services.active, title);
    const history = await historyOf(services, environment);
    const start = await chooseStart(services, environment, history, direction);
    const target = await chooseTarget(services, environment, history, direction, start);
    await preview(services, environment, [{ direction, start, target }]);
  };
  commands.register(commandIds.previewUpgradeSql, async (asked) => {
    const { environmentKey = '', start = [], target = '' } = (asked ?? {}) as Partial<SqlRange>;
    const environment = services.store.find(environmentKey);
    if (!environment) return await previewRange('upgrade');
    requireTrust(titles.upgrade);
    return await preview(services, environment, [{ direction: 'upgrade', start, target }]);
  });
  commands.register(commandIds.previewDowngradeSql, () => previewRange('downgrade'));
  commands.register(commandIds.previewRevisionSql, async (row) => {
    const title = 'Preview SQL of This Revision';
    requireTrust(title);
    const { environment, history, id } = await revisionOf(services, row, title);
    const parents = history.revisions.find((revision) => revision.id === id)?.downRevisions ?? [];
    await preview(services, environment, [
      { direction: 'upgrade', start: parents, target: id, only: true },
      { direction: 'downgrade', start: [id], target: id, only: true },
    ]);
  });
  commands.register(commandIds.compareSqlPreviews, comparePreviews);
  commands.register(commandIds.saveSqlPreview, savePreview);
  return vscode.languages.registerFoldingRangeProvider(
    { scheme: readOnlyScheme, language: 'sql' },
    {
      provideFoldingRanges: (document) =>
        foldSql(document.getText()).map(
          ({ start, end, bookkeeping }) =>
            new vscode.FoldingRange(start, end, bookkeeping ? vscode.FoldingRangeKind.Region : undefined),
        ),
    },
  );
}

async function preview(
  { store, targets, client, runner, states, documents }: SqlPreviewServices,
  environment: EnvironmentDto,
  parts: readonly SqlPart[],
): Promise<void> {
  await saveDirtyRevisions(environment);
  const target = await targets.prepare(environment);
  const title = 'Writing out the SQL';
  const answer = target.python
    ? await client.ask(target, title, (run, command) => askSql(run, command, parts))
    : await readSql({ runner, target, title }, parts, states.answer(environment.key)?.[0]?.dialect);
  if ('error' in answer) {
    const { kind, message, file, line } = answer.error;
    if (kind !== 'alembic' && kind !== 'needsDatabase')
      throw explainBridgeError(answer.error, target, parts[0] && sqlWordsOf(parts[0]));
    throw new UserError(
      `Alembic can't write this out without a database (${message.split(/[;.\n]/, 1)[0] ?? message}); preview other revisions, or look at the log.`,
      file ? [openFile(file, line)] : [],
      'warning',
    );
  }
  // Loaded when first needed: the formatter is as large as the rest of the extension.
  const { describePart, previewText } = await import('./previewText');
  const history = await store.history(environment);
  const text = previewText(parts, answer.result.parts, {
    text: (line) => client.maskText(line),
    sql: (sql, dialect) => client.maskSql(sql, dialect),
    messageOf: (id) => history?.revisions.find((revision) => revision.id === id)?.message ?? '',
  });
  const [part] = parts;
  const name = part?.only ? `SQL of ${shortId(part.target)}` : part ? describePart(part) : 'SQL';
  await documents.show(`${name}.sql`, text);
}

/** Where the database stands if that is known; else a person says it, or has the database asked. */
async function chooseStart(
  services: SqlPreviewServices,
  environment: EnvironmentDto,
  history: HistoryDto,
  direction: Direction,
): Promise<readonly string[]> {
  const known = await services.states.read(environment);
  const [first, ...others] = known?.databases ?? [];
  const same = others.every(
    ({ heads }) => [...heads].sort().join() === [...(first?.heads ?? [])].sort().join(),
  );
  if (known && first && same && known.unknown.length === 0) return first.heads;
  const picked = await pickRevision(history, {
    title: titles[direction],
    placeHolder: 'Where does the database stand?',
    named: [
      {
        label: '$(database) Ask the database',
        description: 'connects to it, and writes nothing',
        target: askTheDatabase,
      },
      ...(direction === 'upgrade'
        ? [{ label: 'base', description: 'an empty database', target: 'base' }]
        : headTargets(history)),
    ],
  });
  if (picked === askTheDatabase) return await askRows(services, environment);
  if (picked === 'base') return [];
  return picked === 'head' || picked === 'heads' ? history.heads : [picked];
}

async function askRows(
  { targets, client, states }: SqlPreviewServices,
  environment: EnvironmentDto,
): Promise<readonly string[]> {
  const { databases } = await askDatabases(client, states, await targets.prepare(environment));
  return databases[0]?.heads ?? [];
}

async function chooseTarget(
  { server }: SqlPreviewServices,
  environment: EnvironmentDto,
  history: HistoryDto,
  direction: Direction,
  start: readonly string[],
): Promise<string> {
  const stepsTo = async (target: string): Promise<readonly string[]> => {
    const plan = await server.plan({ environment: environment.key, direction, target, current: start });
    if (plan.kind === 'plan') return plan.steps.map(({ id }) => id);
    if (plan.kind === 'unknown') throw new UserError(plan.reason);
    throw new UserError(
      plan.kind === 'error'
        ? `Alembic can't ${direction} to ${target}: ${plan.message}`
        : `${environment.label} is not there any more; refresh the history.`,
    );
  };
  // Every revision that lies in the direction: what the farthest target would run.
  const ahead = new Set(await stepsTo(direction === 'upgrade' ? 'heads' : 'base'));
  const from = start.map(shortId).join(', ') || 'base';
  if (ahead.size === 0)
    throw new UserError(`There is nothing to ${direction} from ${from}.`, [], 'information');
  const behind = new Set(
    history.revisions.filter(({ id }) => ahead.has(id)).flatMap((each) => each.downRevisions),
  );
  const target = await pickRevision(history, {
    title: `${titles[direction]} · from ${from}`,
    placeHolder: direction === 'upgrade' ? 'Upgrade to …' : 'Downgrade to …, which stays applied',
    named:
      direction === 'upgrade'
        ? headTargets(history)
        : [{ label: 'base', description: 'revert everything', target: 'base' }],
    isWanted: ({ id }) => (direction === 'upgrade' ? ahead.has(id) : behind.has(id)),
  });
  await stepsTo(target);
  return target;
}

async function historyOf({ store }: SqlPreviewServices, environment: EnvironmentDto): Promise<HistoryDto> {
  const history = await store.history(environment);
  if (!history) throw new UserError(`${environment.label} is not there any more; refresh the history.`);
  return history;
}

/** The revision of the row, else of the file that is open, else one that is picked. */
async function revisionOf(
  services: SqlPreviewServices,
  row: unknown,
  title: string,
): Promise<{ readonly environment: EnvironmentDto; readonly history: HistoryDto; readonly id: string }> {
  const known = await commandRevision(services.store, row);
  if (known) return { ...known, id: known.revision.id };
  const environment = await chooseEnvironment(services.store, services.active, title);
  const history = await historyOf(services, environment);
  const id = await pickRevision(history, { title, placeHolder: 'Of which revision?', named: [] });
  return { environment, history, id };
}
