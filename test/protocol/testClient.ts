import { PassThrough } from 'node:stream';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  CodeAction,
  Diagnostic,
  InitializeResult,
  ProtocolConnection,
  Range,
  RegistrationParams,
  UnregistrationParams,
} from 'vscode-languageserver-protocol/node';
import {
  createProtocolConnection,
  StreamMessageReader as ClientReader,
  StreamMessageWriter as ClientWriter,
} from 'vscode-languageserver-protocol/node';
import { didChangeEnvironments } from '../../server/protocol/environments';
import type { DidChangeEnvironmentsParams } from '../../server/protocol/environments';
import type { InitializationOptions } from '../../server/protocol/initialization';
import type { NotificationMethod, RequestMethod } from '../../server/protocol/requestMethod';
import type { Runtime } from '../../server/lsp/session/runtime';
import { startServer } from '../../server/lsp/startServer';
import { nodeRuntime } from '../../server/lsp/workspace/nodeRuntime';

/** What an editor such as VS Code says of itself. */
export const fullCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
  },
  textDocument: {
    codeAction: {
      dataSupport: true,
      disabledSupport: true,
      resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } },
    },
    rename: { prepareSupport: true },
    publishDiagnostics: { relatedInformation: true },
  },
  window: { workDoneProgress: true },
};

export interface TestClientOptions {
  readonly folders: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly settings?: unknown;
  readonly runtime?: Partial<Runtime>;
  /** True where it is left out. */
  readonly isTrusted?: boolean;
  /** What the client says besides. */
  readonly initializationOptions?: Partial<InitializationOptions>;
}

const patience = 60_000;

/** A real client connection to a real server in the same process, which remembers what the server sent. */
export class TestClient {
  readonly connection: ProtocolConnection;
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  /** Every publication, in order. */
  readonly published: { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }[] = [];
  readonly changes: DidChangeEnvironmentsParams[] = [];
  readonly registrations = new Map<string, { readonly method: string; readonly options: unknown }>();
  readonly log: string[] = [];
  readonly progress: string[] = [];
  settings: unknown;
  initializeResult: InitializeResult | undefined;
  readonly #waiting = new Set<() => void>();
  readonly #versions = new Map<string, number>();
  readonly #dispose: () => void;

  private constructor(options: TestClientOptions) {
    this.settings = options.settings;
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    startServer(server, { ...nodeRuntime, openSyntax: undefined, ...options.runtime });
    this.connection = createProtocolConnection(new ClientReader(toClient), new ClientWriter(toServer));
    this.#listen();
    this.connection.listen();
    this.#dispose = () => {
      this.connection.dispose();
      server.dispose();
    };
  }

  /** Starts a server and introduces a client to it. */
  static async start(options: TestClientOptions): Promise<TestClient> {
    const client = new TestClient(options);
    client.initializeResult = await client.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: options.capabilities ?? fullCapabilities,
      workspaceFolders: options.folders.map((uri) => ({ uri, name: uri })),
      initializationOptions: {
        isWorkspaceTrusted: options.isTrusted ?? true,
        ...options.initializationOptions,
      },
    });
    await client.connection.sendNotification('initialized', {});
    return client;
  }

  request<Params, Result>(method: RequestMethod<Params, Result>, params: Params): Promise<Result> {
    return this.connection.sendRequest(method.method, params);
  }

  notify<Params>(method: NotificationMethod<Params>, params: Params): Promise<void> {
    return this.connection.sendNotification(method.method, params);
  }

  /** Resolves when `isTrue` holds, which is looked at whenever the server has sent something. */
  async until(what: string, isTrue: () => boolean): Promise<void> {
    if (isTrue()) return;
    await new Promise<void>((resolve, reject) => {
      const check = (): void => {
        if (!isTrue()) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(
          new Error(
            `Waited in vain until ${what}. Diagnostics: ${this.summary()} Log: ${this.log.join('\n')}`,
          ),
        );
      }, patience);
      this.#waiting.add(check);
    });
  }

  /** Resolves when the diagnostics, written by `summary`, are these. */
  async untilDiagnostics(...expected: readonly string[]): Promise<void> {
    const wanted = [...expected].sort().join('\n');
    await this.until(`the diagnostics are\n${wanted}\n`, () => this.summary() === wanted);
  }

  /** All diagnostics, one a line: file name, line:character, code. */
  summary(): string {
    const lines = [...this.diagnostics].flatMap(([uri, diagnostics]) =>
      diagnostics.map(
        ({ range, code }) =>
          `${uri.slice(uri.lastIndexOf('/') + 1)} ${range.start.line}:${range.start.character} ${code}`,
      ),
    );
    return lines.sort().join('\n');
  }

  open(uri: string, text: string): Promise<void> {
    this.#versions.set(uri, 1);
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'python', version: 1, text },
    });
  }

  /** Types: replaces a range, or the whole text where none is given. */
  edit(uri: string, text: string, range?: Range): Promise<void> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    const contentChanges = [range ? { range, text } : { text }];
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** Tells what happened on disk, as the client's watchers would. */
  tellFiles(
    events: readonly { readonly uri: string; readonly kind: 'created' | 'changed' | 'deleted' }[],
  ): Promise<void> {
    const types = { created: 1, changed: 2, deleted: 3 } as const;
    return this.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: events.map(({ uri, kind }) => ({ uri, type: types[kind] })),
    });
  }

  async codeActions(uri: string, range: Range, only?: readonly string[]): Promise<CodeAction[]> {
    const diagnostics = (this.diagnostics.get(uri) ?? []).map((diagnostic) => ({ ...diagnostic }));
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: only ? { diagnostics, only } : { diagnostics },
    });
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest('codeAction/resolve', action);
  }

  async dispose(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.#dispose();
  }

  #listen(): void {
    const on = <Params>(method: string, handle: (params: Params) => void): void => {
      this.connection.onNotification(method, (params: Params) => {
        handle(params);
        for (const check of [...this.#waiting]) check();
      });
    };
    on<{ uri: string; diagnostics: Diagnostic[] }>('textDocument/publishDiagnostics', (params) => {
      this.published.push(params);
      this.diagnostics.set(params.uri, params.diagnostics);
    });
    on<DidChangeEnvironmentsParams>(didChangeEnvironments.method, (params) => this.changes.push(params));
    on<{ message: string }>('window/logMessage', ({ message }) => this.log.push(message));
    on<{ value: { kind: string } }>('$/progress', ({ value }) => this.progress.push(value.kind));
    this.connection.onRequest('window/workDoneProgress/create', () => null);
    this.connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => (section === 'alembicWorkbench' ? this.settings : undefined) ?? null),
    );
    this.connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      for (const { id, method, registerOptions } of registrations) {
        this.registrations.set(id, { method, options: registerOptions });
      }
      for (const check of [...this.#waiting]) check();
      return null;
    });
    this.connection.onRequest('client/unregisterCapability', ({ unregisterations }: UnregistrationParams) => {
      for (const { id } of unregisterations) this.registrations.delete(id);
      return null;
    });
  }
}
