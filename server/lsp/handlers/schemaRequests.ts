import type { CancellationToken } from 'vscode-languageserver';
import { readSchemaInSteps } from '../../core/answers/schemaAnswer';
import { schemaNames } from '../../core/features/schemaNames';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { schemaDocument } from '../../core/render/schemaDocument';
import { schemaAt } from '../../core/schema/schemaAt';
import { touchTarget, touchesOf } from '../../core/schema/touches';
import { listSchemaNames, readSchemaText, readTouches, schemaFormats } from '../../protocol/schema';
import type { SchemaTextDto, SchemaTextParams, TouchDto } from '../../protocol/schema';
import { LineIndexes, toRange } from '../convert/ranges';
import type { Capabilities } from '../session/describeServer';
import type { Session } from '../session/session';
import { answer, settledSnapshot, slicedWork } from '../session/session';

/** Answers what tables revisions leave, and which revisions touch one. Nothing is run. */
export function registerSchemaRequests(session: Session): Capabilities {
  answer(session, readSchemaText, async (params, token) => {
    const snapshot = await settledSnapshot(session, params.environment);
    return snapshot ? await textOf(session, snapshot, params, token) : { kind: 'unknownEnvironment' };
  });

  answer(session, listSchemaNames, async ({ environment }, token) => {
    const snapshot = await settledSnapshot(session, environment);
    if (!snapshot) return null;
    const memory = session.schemas.memoryOf(snapshot);
    const { dialect } = session.schemas.dialectOf(snapshot);
    const heads = schemaAt(snapshot, [...snapshot.map.revisions.keys()], dialect, memory);
    return schemaNames(snapshot, await slicedWork(session, token, heads), dialect, memory);
  });

  answer(session, readTouches, async ({ environment, target }, token) => {
    const snapshot = await settledSnapshot(session, environment);
    if (!snapshot) return null;
    const memory = session.schemas.memoryOf(snapshot);
    const { dialect } = session.schemas.dialectOf(snapshot);
    const work = touchesOf(snapshot, touchTarget(target), dialect, memory);
    const uris = session.uris();
    const lines = new LineIndexes((path) => snapshot.filesByPath.get(path)?.readText());
    return (await slicedWork(session, token, work)).map(({ id, file, range, operation }): TouchDto => {
      const message = snapshot.map.revisions.get(id)?.script.message ?? '';
      return { id, message, uri: uris.of(file), range: toRange(lines.of(file), range), operation };
    });
  });
  return {};
}

async function textOf(
  session: Session,
  snapshot: EnvironmentSnapshot,
  { revision, format }: SchemaTextParams,
  token: CancellationToken,
): Promise<SchemaTextDto> {
  if (!schemaFormats.includes(format)) return { kind: 'refused', reason: 'There is no such format.' };
  const dialect = session.schemas.dialectOf(snapshot);
  const memory = session.schemas.memoryOf(snapshot);
  const work = readSchemaInSteps(snapshot, revision ?? undefined, dialect.dialect, memory);
  const found = await slicedWork(session, token, work);
  if ('schema' in found)
    return { kind: 'schema', text: schemaDocument(snapshot, found.schema, dialect, format) };
  return { kind: 'refused', reason: 'unknown' in found ? found.unknown : found.error.message };
}
