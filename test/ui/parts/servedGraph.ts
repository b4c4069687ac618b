import type { FromGraph, GraphContents } from '../../../client/src/features/graph/messages';
import { graphContents } from '../../../client/src/features/graph/graphContents';
import { readGraphPlan } from '../../../client/src/features/graph/graphPlan';
import type { DatabaseState } from '../../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import type { KnownDatabases } from '../../../client/src/infrastructure/environments/databaseStates';
import { listEnvironments, readHistory } from '../../../server/protocol/environments';
import type { EnvironmentDto, HistoryDto } from '../../../server/protocol/environments';
import { readAuthors, readGraph, readOperationWords } from '../../../server/protocol/graph';
import { planMigration, readPositions } from '../../../server/protocol/migrations';
import type { PlanParams } from '../../../server/protocol/migrations';
import { TestClient } from '../../protocol/testClient';
import type { GraphPage } from './graphPage';

/** The graph of a folder as the real server and the client's own code make it, without VS Code. */
export class ServedGraph {
  private constructor(
    private readonly client: TestClient,
    private readonly environment: EnvironmentDto,
    private readonly history: HistoryDto,
    private readonly known: KnownDatabases | undefined,
    readonly contents: GraphContents,
  ) {}

  /** Reads a folder; `databases` are where a person was told that databases stand. */
  static async read(folderUri: string, databases: readonly DatabaseState[] = []): Promise<ServedGraph> {
    const client = await TestClient.start({ folders: [folderUri] });
    await client.until('the first index is complete', () => client.changes.length > 0);
    const { environments } = await client.request(listEnvironments, null);
    const [environment] = environments;
    if (!environment) throw new Error('There is no environment here.');
    const [graph, history] = await Promise.all([
      client.request(readGraph, { environment: environment.key }),
      client.request(readHistory, { environment: environment.key }),
    ]);
    if (!graph || !history) throw new Error('The server does not know its environment.');
    const known = databases.length === 0 ? undefined : await knownFrom(client, environment.key, databases);
    const contents = graphContents({ environment, environments, graph, history, known });
    return new ServedGraph(client, environment, history, known, contents);
  }

  /** Answers the page's questions as the extension does. */
  async answer(message: FromGraph, page: GraphPage): Promise<void> {
    const { client, history, known, environment } = this;
    const { key } = environment;
    switch (message.kind) {
      case 'ready': {
        const authors = await client.request(readAuthors, { environment: key });
        await page.send({ kind: 'authors', environment: key, authors });
        break;
      }
      case 'words': {
        const { uris } = message;
        const words = await client.request(readOperationWords, { environment: key, uris });
        const { generation } = this.contents;
        const told = uris.flatMap((uri, at) => (words[at] ? [{ uri, words: words[at] }] : []));
        await page.send({ kind: 'words', generation, words: told });
        break;
      }
      case 'plan': {
        const { row, direction } = message;
        const id = this.contents.rows.find(({ uri }) => uri === row)?.id ?? row;
        const server = { plan: (asked: PlanParams) => client.request(planMigration, asked) };
        const plan = await readGraphPlan(server, { environment, history, known, id, direction });
        await page.send({ kind: 'plan', plan: { row, ...plan } });
        break;
      }
      case 'choose':
      case 'act':
      case 'picture':
        break;
    }
  }

  async dispose(): Promise<void> {
    await this.client.dispose();
  }
}

/** As `DatabaseStates` makes it. */
async function knownFrom(
  client: TestClient,
  environment: string,
  databases: readonly DatabaseState[],
): Promise<KnownDatabases> {
  const rows = databases.map(({ heads }) => heads);
  const positions = (await client.request(readPositions, { environment, databases: rows })) ?? [];
  const appliedToEach = positions.map(({ applied }) => new Set(applied));
  return {
    databases,
    current: new Set(rows.flat()),
    applied: appliedToEach.reduce((all, some) => new Set([...all].filter((id) => some.has(id)))),
    appliedToEach,
    unknown: positions.flatMap(({ notHere }) => notHere),
    isWhole: positions.every(({ isComplete }) => isComplete),
    asOf: undefined,
  };
}
