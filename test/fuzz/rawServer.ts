import { PassThrough } from 'node:stream';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { startServer } from '../../server/lsp/startServer';
import { nodeRuntime } from '../../server/lsp/workspace/nodeRuntime';
import { fullCapabilities } from '../protocol/testClient';

/** Milliseconds that an answer may take; beyond them the server is deaf. */
const patience = 60_000;

/** The real server over streams, to which bytes are written as they are. */
export class RawServer {
  readonly #toServer = new PassThrough();
  readonly #answers = new Map<unknown, () => void>();
  readonly #dispose: () => void;
  #rest = Buffer.alloc(0);
  #next = 0;

  private constructor() {
    const toClient = new PassThrough();
    const server = createConnection(
      new StreamMessageReader(this.#toServer),
      new StreamMessageWriter(toClient),
    );
    startServer(server, { ...nodeRuntime, openSyntax: undefined, openGit: undefined });
    toClient.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#dispose = () => server.dispose();
  }

  /** Starts a server that has one workspace folder. */
  static async start(folder: string): Promise<RawServer> {
    const server = new RawServer();
    await server.ask('initialize', {
      processId: null,
      rootUri: null,
      capabilities: fullCapabilities,
      workspaceFolders: [{ uri: folder, name: 'fuzz' }],
      initializationOptions: { isWorkspaceTrusted: true },
    });
    server.send(JSON.stringify({ jsonrpc: '2.0', method: 'initialized', params: {} }));
    return server;
  }

  /** Sends a body, whatever it is. */
  send(body: string): void {
    const bytes = Buffer.from(body);
    this.#toServer.write(`Content-Length: ${bytes.length}\r\n\r\n`);
    this.#toServer.write(bytes);
  }

  /** Sends a request and resolves when it is answered, well or not. */
  async ask(method: string, params: unknown): Promise<void> {
    const id = `ask-${this.#next++}`;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} is not answered`)), patience);
      this.#answers.set(id, () => {
        clearTimeout(timer);
        this.#answers.delete(id);
        resolve();
      });
      this.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  dispose(): void {
    this.#dispose();
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const headEnd = this.#rest.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.#rest.toString('latin1', 0, headEnd))?.[1]);
      if (headEnd < 0 || this.#rest.length < headEnd + 4 + length) return;
      const body = this.#rest.toString('utf8', headEnd + 4, headEnd + 4 + length);
      this.#rest = this.#rest.subarray(headEnd + 4 + length);
      this.#answer(JSON.parse(body) as { readonly id?: unknown; readonly method?: string });
    }
  }

  #answer({ id, method }: { readonly id?: unknown; readonly method?: string }): void {
    if (method === undefined) this.#answers.get(id)?.();
    else if (id !== undefined) this.send(JSON.stringify({ jsonrpc: '2.0', id, result: null }));
  }
}
