import type { CancellationToken, Hover, TextDocumentPositionParams } from 'vscode-languageserver';
import { nameHistory, touchesAfter } from '../../core/features/nameHistory';
import { schemaNameAt } from '../../core/features/schemaNameAt';
import type { SchemaNamePlace } from '../../core/features/schemaNameAt';
import { LineIndex } from '../../core/text/lineIndex';
import { toNameHover } from '../convert/nameHover';
import { toRange } from '../convert/ranges';
import type { Session } from '../session/session';
import { runInSlices } from '../workspace/slices';
import type { FileOfEnvironment } from './revisionFiles';

/** The longest time that a hover waits for the schema. Milliseconds. */
const patience = 3000;

/** A table or column that is named at a position. */
export interface FoundSchemaName extends FileOfEnvironment {
  readonly place: SchemaNamePlace;
}

/** The table or column at a position of a revision file, in each environment that has the file. */
export function schemaNamesAt(
  session: Session,
  files: readonly FileOfEnvironment[],
  { position }: Pick<TextDocumentPositionParams, 'position'>,
): readonly FoundSchemaName[] {
  return files.flatMap((found) => {
    const { text } = found.file;
    const { dialect } = session.schemas.dialectOf(found.snapshot);
    const place = schemaNameAt(text, new LineIndex(text).offset(position), dialect);
    return place ? [{ ...found, place }] : [];
  });
}

/**
 * The definition of a table or column around the operation that names it, and its history. Nothing while the
 * schema is not read yet; the next hover goes on from there.
 */
export async function hoverSchemaName(
  session: Session,
  { snapshot, file, place }: FoundSchemaName,
  token: CancellationToken,
): Promise<Hover | null> {
  const { runtime, schemas } = session;
  const end = runtime.monotonicMilliseconds() + patience;
  const isOver = (): boolean => token.isCancellationRequested || runtime.monotonicMilliseconds() > end;
  const memory = schemas.memoryOf(snapshot);
  const { dialect } = schemas.dialectOf(snapshot);
  const work = nameHistory(snapshot, file, place, dialect, memory);
  const found = await runInSlices(work, runtime, isOver);
  if (!found.finished || !found.value || !file.script) return null;
  const { target } = found.value;
  const later = await runInSlices(
    touchesAfter(snapshot, file.script.id, target, dialect, memory),
    runtime,
    isOver,
  );
  const known = later.finished ? later.value.touches : undefined;
  const contents = toNameHover(snapshot, found.value, known, session.uris());
  return { contents, range: toRange(new LineIndex(file.text), place.range) };
}
