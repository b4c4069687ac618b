import { graphAnswer } from '../../core/answers/graphAnswer';
import { historyGraph } from '../../core/graphLayout/historyGraph';
import type { HistoryGraph } from '../../core/graphLayout/historyGraph';
import { graphDot } from '../../core/render/graph/graphDot';
import { graphMermaid } from '../../core/render/graph/graphMermaid';
import { graphSvg } from '../../core/render/graph/graphSvg';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import type { CommandHost } from '../host';
import { UsageError } from '../host';
import type { CommonOptions } from '../report';
import { answerForEach } from '../report';
import { shownPath } from '../selectEnvironments';

/** The drawings by `--format`; `json` is the answer for machines. */
const drawings = { svg: graphSvg, mermaid: graphMermaid, dot: graphDot } as const;

export type GraphFormat = keyof typeof drawings | 'json';

/** Options of `alembic-ls graph`. */
export interface GraphOptions extends CommonOptions {
  readonly format: GraphFormat;
}

/** `alembic-ls graph`: the history drawn, or its rows and lanes for machines. */
export async function graphCommand(host: CommandHost, options: GraphOptions): Promise<number> {
  const format = options.json ? 'json' : options.format;
  let drawn = 0;
  return await answerForEach(host, { ...options, json: format === 'json' }, (snapshot) => {
    drawn++;
    if (format !== 'json' && drawn > 1)
      throw new UsageError(
        'There are several environments here, and one drawing holds one: name its config file with --config.',
      );
    const graph: HistoryGraph = historyGraph(snapshot);
    return {
      get keys() {
        return { ...graphAnswer(graph, (path) => shownPath(host, options, path)) };
      },
      get text() {
        return format === 'json' ? '' : drawings[format](graph);
      },
      failed: loadErrorOf(snapshot) !== undefined,
    };
  });
}
