import { historyGraph } from '../../core/graphLayout/historyGraph';
import type { HistoryGraph } from '../../core/graphLayout/historyGraph';
import type { EnvironmentSnapshot, RevisionFile } from '../../core/project/environmentSnapshot';
import { graphDot } from '../../core/render/graph/graphDot';
import { graphMermaid } from '../../core/render/graph/graphMermaid';
import { graphSvg } from '../../core/render/graph/graphSvg';
import { mostFilesAsked, readGraph, readOperationWords, renderGraph } from '../../protocol/graph';
import type { GraphDto, GraphFormat, RevisionWordsDto } from '../../protocol/graph';
import { toGraphDto, toRevisionWords } from '../convert/graphDto';
import type { Capabilities } from '../session/describeServer';
import type { Session } from '../session/session';
import { answer, slicedWork } from '../session/session';

/** Answers what a drawing of the history needs: places, and what revisions do. */
export function registerGraphRequests(session: Session): Capabilities {
  const words = new WeakMap<RevisionFile, RevisionWordsDto>();
  const drawn = new WeakMap<EnvironmentSnapshot, GraphDto>();
  const snapshotOf = async (environment: string): Promise<EnvironmentSnapshot | undefined> =>
    (await session.index.complete()).environments.get(environment)?.snapshot;

  answer(session, readGraph, async ({ environment }) => {
    const snapshot = await snapshotOf(environment);
    if (!snapshot) return null;
    const graph = drawn.get(snapshot) ?? toGraphDto(snapshot, session.uris());
    drawn.set(snapshot, graph);
    return graph;
  });

  answer(session, renderGraph, async ({ environment, format }) => {
    const snapshot = await snapshotOf(environment);
    if (!snapshot || !Object.hasOwn(renderers, format)) return null;
    return renderers[format](historyGraph(snapshot));
  });

  answer(session, readOperationWords, async ({ environment, uris }, token) => {
    const snapshot = await snapshotOf(environment);
    if (!snapshot) return [];
    const names = session.uris();
    const wanted = uris.slice(0, mostFilesAsked);
    const files = new Map(snapshot.files.map((file) => [names.of(file.path), file]));
    function* read(): Generator<void, readonly (RevisionWordsDto | null)[]> {
      const answers: (RevisionWordsDto | null)[] = [];
      for (const uri of wanted) {
        const file = files.get(uri);
        const known = file && (words.get(file) ?? toRevisionWords(file));
        if (file && known) words.set(file, known);
        answers.push(known ?? null);
        yield;
      }
      return answers;
    }
    return await slicedWork(session, token, read());
  });
  return {};
}

const renderers: Readonly<Record<GraphFormat, (graph: HistoryGraph) => string>> = {
  svg: graphSvg,
  mermaid: graphMermaid,
  dot: graphDot,
};
