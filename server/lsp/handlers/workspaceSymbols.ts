import type { CancellationToken, SymbolInformation, WorkspaceSymbolParams } from 'vscode-languageserver';
import { SymbolKind } from 'vscode-languageserver';
import { RevisionView } from '../../core/history/revisionView';
import { placeOfId } from '../../core/features/revisionNameAt';
import { asksForColumn, searchNames } from '../../core/features/searchNames';
import { searchRevisions } from '../../core/features/searchRevisions';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { schemaAt } from '../../core/schema/schemaAt';
import type { ClientUris } from '../convert/clientUris';
import { environmentLabel } from '../convert/environmentDtos';
import { toLocations } from '../convert/locations';
import { LineIndexes, toRange } from '../convert/ranges';
import { rowText } from '../convert/shownText';
import type { Capabilities } from '../session/describeServer';
import { runSafe } from '../session/runSafe';
import type { Session } from '../session/session';
import { slicedWork } from '../session/session';
import { showIndexProgress } from '../workspace/indexProgress';
import type { IndexedEnvironment } from '../workspace/indexState';

/** The most symbols that one environment answers to one search. */
const mostSymbols = 200;

/**
 * Finds revisions by id and message, and operations by the table or column that they touch, from anywhere in
 * the workspace. Revisions are replayed for that where a query such as `users.email` is the first to ask.
 */
export function registerWorkspaceSymbols(session: Session): Capabilities {
  session.connection.onWorkspaceSymbol(
    runSafe<WorkspaceSymbolParams, SymbolInformation[]>(
      'symbol',
      [],
      session.log,
      async ({ query }, token) => {
        const { environments } = await session.index.settled();
        const uris = session.uris();
        const symbols: SymbolInformation[] = [];
        for (const indexed of environments.values()) {
          if (asksForColumn(query)) await replayOnce(session, indexed.snapshot, token);
          symbols.push(...symbolsOf(indexed, query, uris), ...namesOf(session, indexed, query, uris));
        }
        return symbols;
      },
    ),
  );
  return { workspaceSymbolProvider: true };
}

/** Replays all revisions of an environment, and says so while it takes its time. */
async function replayOnce(
  session: Session,
  snapshot: EnvironmentSnapshot,
  token: CancellationToken,
): Promise<void> {
  const { schemas, connection, client } = session;
  const isKnown = schemas.knownMemoryOf(snapshot) !== undefined;
  const title = 'Reading what Alembic revisions do';
  const done = isKnown || !client.showsProgress ? undefined : showIndexProgress(connection, title);
  const { dialect } = schemas.dialectOf(snapshot);
  const all = [...snapshot.map.revisions.keys()];
  try {
    await slicedWork(session, token, schemaAt(snapshot, all, dialect, schemas.memoryOf(snapshot)));
  } finally {
    done?.();
  }
}

/** Operations by table and column, of the revisions that were replayed already. */
function namesOf(
  { schemas }: Session,
  { snapshot, folder }: IndexedEnvironment,
  query: string,
  uris: ClientUris,
): SymbolInformation[] {
  const memory = schemas.knownMemoryOf(snapshot);
  if (!memory) return [];
  const found = searchNames(snapshot, query, schemas.dialectOf(snapshot).dialect, memory, mostSymbols);
  const lines = new LineIndexes((path) => snapshot.filesByPath.get(path)?.readText());
  const label = environmentLabel(snapshot.environment, folder);
  return found.map(({ name, id, file, range, operation }) => ({
    name: rowText(name),
    kind: name.includes('.') ? SymbolKind.Field : SymbolKind.Struct,
    location: { uri: uris.of(file), range: toRange(lines.of(file), range) },
    containerName: rowText(`${operation} in ${id} · ${label}`),
  }));
}

function symbolsOf(
  { snapshot, folder }: IndexedEnvironment,
  query: string,
  uris: ClientUris,
): SymbolInformation[] {
  const found = searchRevisions(snapshot.map, query).slice(0, mostSymbols);
  const places = found.map((revision) => placeOfId(snapshot, revision));
  const locations = toLocations(snapshot, places, uris);
  const containerName = rowText(environmentLabel(snapshot.environment, folder));
  return found.flatMap((revision, at) => {
    const location = locations[at];
    const { id, title } = new RevisionView(snapshot, revision);
    return location
      ? [{ name: rowText(`${id} ${title}`.trim()), kind: SymbolKind.Event, location, containerName }]
      : [];
  });
}
