import type { SymbolInformation, WorkspaceSymbolParams } from 'vscode-languageserver';
import { SymbolKind } from 'vscode-languageserver';
import { RevisionView } from '../../core/history/revisionView';
import { placeOfId } from '../../core/features/revisionNameAt';
import { searchRevisions } from '../../core/features/searchRevisions';
import type { ClientUris } from '../convert/clientUris';
import { environmentLabel } from '../convert/environmentDtos';
import { toLocations } from '../convert/locations';
import { rowText } from '../convert/shownText';
import type { Capabilities } from '../session/describeServer';
import { runSafe } from '../session/runSafe';
import type { Session } from '../session/session';
import type { IndexedEnvironment } from '../workspace/indexState';

/** The most symbols that one environment answers to one search. */
const mostSymbols = 200;

/** Finds revisions by id and message from anywhere in the workspace. */
export function registerWorkspaceSymbols(session: Session): Capabilities {
  session.connection.onWorkspaceSymbol(
    runSafe<WorkspaceSymbolParams, SymbolInformation[]>('symbol', [], session.log, async ({ query }) => {
      const { environments } = await session.index.settled();
      const uris = session.uris();
      return [...environments.values()].flatMap((indexed) => symbolsOf(indexed, query, uris));
    }),
  );
  return { workspaceSymbolProvider: true };
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
