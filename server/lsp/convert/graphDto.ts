import { historyGraph } from '../../core/graphLayout/historyGraph';
import type { Operation } from '../../core/operations/operation';
import { operationsInWords } from '../../core/operations/operationWords';
import { readOperations } from '../../core/operations/readOperations';
import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import { parsePython } from '../../core/python/syntax/pythonTree';
import type { Dialect } from '../../core/schema/dialect';
import { touchedBy } from '../../core/schema/touched';
import type { GraphDto, RevisionWordsDto } from '../../protocol/graph';
import type { ClientUris } from './clientUris';

/**
 * The history of a snapshot in rows and lanes, for the client; `released` are the ids that the main branch
 * has, undefined where that is not known.
 */
export function toGraphDto(
  snapshot: EnvironmentSnapshot,
  uris: ClientUris,
  released: ReadonlySet<string> | undefined,
): GraphDto {
  const { boxes, lines, laneCount } = historyGraph(snapshot);
  return {
    environment: snapshot.environment.key,
    generation: snapshot.generation,
    boxes: boxes.map(({ id, kind, message, file, lane, isHead, isBase, branchLabels }) => ({
      id,
      kind,
      message,
      uri: file === undefined ? null : uris.of(file),
      lane,
      isHead,
      isBase,
      branchLabels,
      isNew: released && kind !== 'missing' && kind !== 'unreadable' ? !released.has(id) : null,
    })),
    lines,
    laneCount,
  };
}

/** What a revision does, in words; undefined where its file is gone by now. */
export function toRevisionWords(file: RevisionFile, dialect: Dialect): RevisionWordsDto | undefined {
  const text = file.readText();
  if (text === undefined) return undefined;
  const tree = parsePython(text);
  const [upgrade, downgrade] = [readOperations(tree, 'upgrade'), readOperations(tree, 'downgrade')];
  return {
    upgrade: operationsInWords(upgrade),
    downgrade: operationsInWords(downgrade),
    docstring: file.reading.longMessage,
    touches: [...new Set([...upgrade, ...downgrade].flatMap((each) => touchedNames(each, dialect)))],
  };
}

function touchedNames(operation: Operation, dialect: Dialect): readonly string[] {
  return touchedBy(operation, dialect).flatMap(({ table, columns, newTable }) => [
    table,
    ...(newTable === undefined ? [] : [newTable]),
    ...columns.map((column) => `${table}.${column}`),
  ]);
}
