import { historyGraph } from '../../core/graphLayout/historyGraph';
import { operationsInWords } from '../../core/operations/operationWords';
import { readOperations } from '../../core/operations/readOperations';
import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import { parsePython } from '../../core/python/syntax/pythonTree';
import type { GraphDto, RevisionWordsDto } from '../../protocol/graph';
import type { ClientUris } from './clientUris';

/** The history of a snapshot in rows and lanes, for the client. */
export function toGraphDto(snapshot: EnvironmentSnapshot, uris: ClientUris): GraphDto {
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
    })),
    lines,
    laneCount,
  };
}

/** What a revision does, in words; undefined where its file is gone by now. */
export function toRevisionWords(file: RevisionFile): RevisionWordsDto | undefined {
  const text = file.readText();
  if (text === undefined) return undefined;
  const tree = parsePython(text);
  return {
    upgrade: operationsInWords(readOperations(tree, 'upgrade')),
    downgrade: operationsInWords(readOperations(tree, 'downgrade')),
    docstring: file.reading.longMessage,
  };
}
