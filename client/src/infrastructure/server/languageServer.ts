import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import type { InitializationOptions } from '../../../../server/protocol/initialization';
import type { NotificationMethod, RequestMethod } from '../../../../server/protocol/requestMethod';
import { checkPlan } from '../../../../server/protocol/changes';
import type { PlannedEditDto } from '../../../../server/protocol/changes';
import type { CodeActionFacts } from '../../../../server/protocol/codeActions';
import { showMessage } from '../vscode/messages';
import { requirePlan } from '../vscode/planGate';
import { UserError } from '../vscode/userError';
import { ActionFollowUp } from './actionFollowUp';
import { askingRename } from './askingRename';
import type { AskBeforeRename } from './askingRename';
import { tellingOfDeletedDocuments } from './deletedDocuments';
import { isLostConnection, ServerNotRunning } from './serverNotRunning';

/** Where the server's process stands. `failed` until somebody restarts it. */
export type ServerState = 'stopped' | 'starting' | 'running' | 'failed';

/** The language server's process and the connection to it, through any number of restarts. */
export class LanguageServer implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private restarting: Promise<void> | undefined;
  private restartQueued = false;
  private stopping = false;
  private currentState: ServerState = 'stopped';
  private readonly stateEmitter = new vscode.EventEmitter<ServerState>();
  private readonly handlers: ((client: LanguageClient) => void)[] = [];

  /**
   * Has the last word on an action of the lightbulb whose edit is made; `data` is what the server said of it.
   */
  guard: ((action: vscode.CodeAction, data: unknown) => Promise<vscode.CodeAction>) | undefined;

  /** Has the last word on another name for an id. */
  askBeforeRename: AskBeforeRename | undefined;

  /** What follows the edits of the lightbulb's actions. */
  readonly actionFollowUp = new ActionFollowUp();

  /** Fires after each change of `state`. */
  readonly onDidChangeState = this.stateEmitter.event;

  constructor(
    private readonly serverModule: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): ServerState {
    return this.currentState;
  }

  /** Starts the server; a failure becomes the state `failed` and a line in the log. */
  async start(): Promise<void> {
    this.stopping = false;
    const client = new LanguageClient(
      'alembicWorkbench',
      'Alembic Workbench',
      this.serverOptions(),
      this.clientOptions(),
    );
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client === client) this.setState(this.fromClientState(newState));
    });
    for (const register of this.handlers) register(client);
    try {
      await client.start();
    } catch (error) {
      this.log.error(`The language server could not be started: ${String(error)}`);
      this.setState('failed');
    }
  }

  /** Stops the server and starts a new one. While one restart is under way at most one more is queued. */
  restart(): Promise<void> {
    if (this.restarting) {
      this.restartQueued = true;
      return this.restarting;
    }
    this.restarting = this.restartUntilQuiet().finally(() => (this.restarting = undefined));
    return this.restarting;
  }

  /** Stops the server if there is one. */
  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.stopping = true;
    try {
      if (client?.needsStop()) await client.stop();
      await client?.dispose();
    } catch (error) {
      this.log.warn(`The language server did not stop cleanly: ${String(error)}`);
    }
    this.setState('stopped');
  }

  /**
   * Sends a request of the contract, which a server that is on its way answers when it runs; so the new one
   * does where an old one left without an answer. Rejects with `ServerNotRunning` where none is.
   */
  async request<Params, Result>(
    method: RequestMethod<Params, Result>,
    params: Params,
    token?: vscode.CancellationToken,
  ): Promise<Result> {
    for (;;) {
      const client = await this.running();
      if (token?.isCancellationRequested) throw new vscode.CancellationError();
      try {
        return await client.sendRequest<Result>(method.method, params, token);
      } catch (error) {
        if (!isLostConnection(error)) throw error;
        // One that crashed is told of as running for a moment still.
        if (this.client === client && this.currentState === 'running') throw new ServerNotRunning();
      }
    }
  }

  /** Sends a notification of the contract; a server that does not run needs none. */
  notify<Params>(method: NotificationMethod<Params>, params: Params): void {
    if (this.currentState === 'running') void this.client?.sendNotification(method.method, params);
  }

  /** Handles a notification of the contract, from this server process and all later ones. */
  onNotification<Params>(method: NotificationMethod<Params>, handle: (params: Params) => void): void {
    const register = (client: LanguageClient) => void client.onNotification(method.method, handle);
    this.handlers.push(register);
    if (this.client) register(this.client);
  }

  /** Stops the server; one that outlives this by a moment ends by itself when the connection closes. */
  dispose(): void {
    void this.stop().finally(() => this.stateEmitter.dispose());
  }

  private async running(): Promise<LanguageClient> {
    while (!this.client || this.currentState !== 'running') {
      const isComing = this.currentState === 'starting' || this.restarting !== undefined;
      if (!isComing || this.currentState === 'failed') throw new ServerNotRunning();
      await new Promise<void>((resolve) => {
        const subscription = this.onDidChangeState(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
    return this.client;
  }

  private async restartUntilQuiet(): Promise<void> {
    do {
      this.restartQueued = false;
      await this.stop();
      await this.start();
    } while (this.restartQueued);
  }

  private setState(state: ServerState): void {
    if (state === this.currentState) return;
    this.currentState = state;
    this.stateEmitter.fire(state);
  }

  private fromClientState(state: State): ServerState {
    switch (state) {
      case State.Starting:
        return 'starting';
      case State.Running:
        return 'running';
      case State.StartFailed:
        return 'failed';
      case State.Stopped:
        return this.stopping ? 'stopped' : 'failed';
    }
  }

  private readonly flawOfPlan = async (planned: PlannedEditDto): Promise<string | null> =>
    (await this.request(checkPlan, planned)).reason;

  /**
   * Takes the edit from an action that may not be applied any more, and says why: editors keep an error of
   * resolving to themselves.
   */
  private async requirePlanOf(action: vscode.CodeAction, planned: PlannedEditDto): Promise<void> {
    try {
      await requirePlan(this.flawOfPlan, planned);
    } catch (error) {
      delete action.edit;
      const { message } = error instanceof UserError ? error : new ServerNotRunning();
      void showMessage('warning', message, []);
    }
  }

  private serverOptions(): ServerOptions {
    const executable = { module: this.serverModule, transport: TransportKind.ipc };
    return { run: executable, debug: executable };
  }

  private clientOptions(): LanguageClientOptions {
    const initializationOptions: InitializationOptions = {
      isWorkspaceTrusted: vscode.workspace.isTrusted,
      disablesRules: true,
      comparesWithMerged: true,
      opensRevisions: true,
      initialises: true,
      generatesDowngrades: true,
      checksPlans: true,
    };
    return {
      documentSelector: [
        { scheme: 'file', language: 'python' },
        { scheme: 'file', pattern: '**/*.ini' },
        { scheme: 'file', pattern: '**/pyproject.toml' },
        { scheme: 'file', pattern: '**/alembic-workbench.toml' },
        { scheme: 'file', pattern: '**/*.mako' },
      ],
      initializationOptions,
      outputChannel: this.log,
      traceOutputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      middleware: {
        didOpen: tellingOfDeletedDocuments(() => this.client),
        provideCodeActions: async (document, range, context, token, next) => {
          const actions = await next(document, range, context, token);
          this.actionFollowUp.offer(actions ?? []);
          return actions;
        },
        resolveCodeAction: async (chosen, token, next) => {
          const resolved = await next(chosen, token);
          const { data } = (resolved ?? chosen) as vscode.CodeAction & { readonly data?: unknown };
          const action = resolved && this.guard ? await this.guard(resolved, data) : resolved;
          const { planned } = (data ?? {}) as Partial<CodeActionFacts>;
          if (action?.edit && planned) await this.requirePlanOf(action, planned);
          if (action) this.actionFollowUp.remember(action);
          return action;
        },
        provideRenameEdits: askingRename(
          () => this.client,
          () => this.askBeforeRename,
          this.flawOfPlan,
        ),
      },
    };
  }
}
