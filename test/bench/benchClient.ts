import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { ProtocolConnection } from 'vscode-languageserver/node';
import { didChangeEnvironments } from '../../server/protocol/environments';
import type { Runtime } from '../../server/lsp/session/runtime';
import { startServer } from '../../server/lsp/startServer';
import { nodeRuntime } from '../../server/lsp/workspace/nodeRuntime';

/** The pauses in which the server waits for more changes are no work, so they are left out. */
const withoutPauses: Runtime = {
  ...nodeRuntime,
  timers: {
    ...nodeRuntime.timers,
    after: (_, callback) => {
      const immediate = setImmediate(callback);
      return () => clearImmediate(immediate);
    },
  },
};

/** A client of a real server in the same process, which tells when the server has told its news. */
export class BenchClient {
  readonly connection: ProtocolConnection;
  #onNews: () => void = () => undefined;

  constructor() {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    startServer(
      createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
      withoutPauses,
    );
    this.connection = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    this.connection.onNotification(didChangeEnvironments.method, () => this.#onNews());
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  /** Introduces itself with a folder and waits for the first index. */
  async start(folder: string): Promise<void> {
    await this.connection.sendRequest('initialize', initializeParams(folder));
    const indexed = this.news();
    await this.connection.sendNotification('initialized', {});
    await indexed;
  }

  /** Resolves when the server next says that something is new. Diagnostics come before that. */
  news(): Promise<void> {
    return new Promise((resolve) => (this.#onNews = resolve));
  }
}

/** How a client that watches files introduces itself. */
export function initializeParams(folder: string): object {
  const uri = pathToFileURL(folder).href;
  return {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'bench' }],
    capabilities: {
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true } },
    },
  };
}
