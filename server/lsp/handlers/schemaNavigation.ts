import type { CancellationToken, Location, TextDocumentPositionParams } from 'vscode-languageserver';
import { modelPlaces, modelTargetAt } from '../../core/features/modelPlaces';
import { nameHistory, touchesAfter } from '../../core/features/nameHistory';
import { isWithin, parentPath } from '../../core/files/paths';
import { findModels } from '../../core/models/findModels';
import { mayHaveModels } from '../../core/models/modelsInSource';
import type { TouchTarget } from '../../core/schema/touches';
import { touchesOf } from '../../core/schema/touches';
import type { TextRange } from '../../core/text/textRange';
import { LineIndex } from '../../core/text/lineIndex';
import { toLocations } from '../convert/locations';
import { pathFromUri } from '../convert/paths';
import { LineIndexes, toRange } from '../convert/ranges';
import type { Session } from '../session/session';
import { slicedWork } from '../session/session';
import type { FoundSchemaName } from './schemaHover';

/**
 * The models that define the table or column which an operation names, under its name of today, else under
 * that of the operation; those beside the config file go before others of the workspace folder.
 */
export async function modelLocations(
  session: Session,
  found: FoundSchemaName,
  token: CancellationToken,
): Promise<readonly Location[]> {
  const { indexed, snapshot, place } = found;
  const given = { table: place.newTable ?? place.table, column: place.newColumn ?? place.column };
  const names = [await nameOfToday(session, found, given, token), given];
  const { configFile, scriptDirectory, versionLocations } = snapshot.environment.configuration;
  const { folder } = indexed;
  for (const root of new Set([parentPath(configFile ?? scriptDirectory), folder.path])) {
    const search = { root, exclude: folder.exclude, without: versionLocations };
    const work = findModels(session.files, search, session.schemas.models);
    const models = await slicedWork(session, token, work);
    const places = names.map((name) => modelPlaces(models, name)).find(({ length }) => length > 0);
    if (places) return locationsOf(session, places);
  }
  return [];
}

async function nameOfToday(
  session: Session,
  { snapshot, file }: FoundSchemaName,
  given: TouchTarget,
  token: CancellationToken,
): Promise<TouchTarget> {
  if (!file.script) return given;
  const { dialect } = session.schemas.dialectOf(snapshot);
  const memory = session.schemas.memoryOf(snapshot);
  const work = touchesAfter(snapshot, file.script.id, given, dialect, memory);
  return (await slicedWork(session, token, work)).target;
}

function locationsOf(
  session: Session,
  places: readonly { readonly file: string; readonly range: TextRange }[],
): readonly Location[] {
  const uris = session.uris();
  const lines = new LineIndexes((path) => session.files.readText(path));
  return places.map(({ file, range }) => ({ uri: uris.of(file), range: toRange(lines.of(file), range) }));
}

/** Every operation on the table or column which an operation names, the newest last. */
export async function touchLocations(
  session: Session,
  { snapshot, file, place }: FoundSchemaName,
  token: CancellationToken,
): Promise<readonly Location[]> {
  const { dialect } = session.schemas.dialectOf(snapshot);
  const memory = session.schemas.memoryOf(snapshot);
  const history = await slicedWork(session, token, nameHistory(snapshot, file, place, dialect, memory));
  if (!history || !file.script) return [];
  const work = touchesAfter(snapshot, file.script.id, history.target, dialect, memory);
  const { touches: later } = await slicedWork(session, token, work);
  return toLocations(snapshot, [...history.touches.toReversed(), ...later], session.uris());
}

/** The operations on what a model defines at a position, in the environments of its folder. */
export async function touchesOfModel(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
  token: CancellationToken,
): Promise<readonly Location[]> {
  const path = pathFromUri(textDocument.uri);
  const text = path === undefined ? undefined : session.files.readText(path);
  if (path === undefined || text === undefined || !mayHaveModels(text)) return [];
  const target = modelTargetAt(text, new LineIndex(text).offset(position));
  if (!target) return [];
  const { environments } = await session.index.settled();
  const locations: Location[] = [];
  for (const { folder, snapshot } of environments.values()) {
    if (!isWithin(path, folder.path) && !isWithin(session.files.realPath(path), folder.path)) continue;
    const { dialect } = session.schemas.dialectOf(snapshot);
    const work = touchesOf(snapshot, target, dialect, session.schemas.memoryOf(snapshot));
    const touches = await slicedWork(session, token, work);
    locations.push(...toLocations(snapshot, touches, session.uris()));
  }
  return locations;
}
