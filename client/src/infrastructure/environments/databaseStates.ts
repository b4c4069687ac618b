import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { DatabaseState } from '../alembic/bridge/bridge';
import type { EnvironmentStore } from './environmentStore';
import type { HistoryServer } from '../server/historyServer';
import { nothingWithoutServer } from '../server/serverNotRunning';

/** Where an environment's databases stood when they were last asked, and what that means for its revisions. */
export interface KnownDatabases {
  readonly databases: readonly DatabaseState[];
  /** Revisions that are rows of some database's version table. */
  readonly current: ReadonlySet<string>;
  /** Revisions that every database has. */
  readonly applied: ReadonlySet<string>;
  /** The revisions of each database, in the order of `databases`, as far as its rows are here. */
  readonly appliedToEach: readonly ReadonlySet<string>[];
  /** Rows that no file of this checkout has. */
  readonly unknown: readonly string[];
  /** False where what the databases have beyond `applied` can't be told: a row is not here, or the history is too broken to follow. */
  readonly isWhole: boolean;
}

/** What is known of an environment's databases, against its present history; undefined if they were never asked. */
export async function readKnownDatabases(
  store: EnvironmentStore,
  states: DatabaseStates,
  environment: EnvironmentDto,
): Promise<KnownDatabases | undefined> {
  const history = await store.history(environment);
  if (!history) return undefined;
  const ids = new Set(history.revisions.map((revision) => revision.id));
  return await states.read(environment, (id) => ids.has(id));
}

/** What is known of databases. They are asked by commands alone; nothing here starts a process. */
export class DatabaseStates implements vscode.Disposable {
  private readonly answers = new Map<string, readonly DatabaseState[]>();
  private readonly known = new Map<string, { readonly generation: number; readonly state: KnownDatabases }>();
  private readonly changeEmitter = new vscode.EventEmitter<void>();

  /** Fires when an environment's databases were asked. */
  readonly onDidChange = this.changeEmitter.event;

  private readonly subscription: vscode.Disposable;

  constructor(private readonly server: HistoryServer) {
    this.subscription = server.onDidStart(() => this.known.clear());
  }

  /** Remembers an answer of the bridge. */
  set(environment: string, databases: readonly DatabaseState[]): void {
    this.answers.set(environment, databases);
    this.known.delete(environment);
    this.changeEmitter.fire();
  }

  /** The last answer for an environment as it was; undefined where none is known. */
  answer(environment: string): readonly DatabaseState[] | undefined {
    return this.answers.get(environment);
  }

  /** Forgets what was known, because a run failed and nobody could ask again. */
  forget(environment: string): void {
    this.known.delete(environment);
    if (this.answers.delete(environment)) this.changeEmitter.fire();
  }

  /** What is known of an environment's databases, against its present revisions; undefined if they were never asked, or no server runs. */
  async read(
    environment: EnvironmentDto,
    isRevision: (id: string) => boolean,
  ): Promise<KnownDatabases | undefined> {
    const databases = this.answers.get(environment.key);
    if (!databases) return undefined;
    const known = this.known.get(environment.key);
    if (known?.generation === environment.generation) return known.state;
    const rows = [...new Set(databases.flatMap((database) => database.heads))];
    const applied = await Promise.all(
      databases.map((database) => this.appliedTo(environment, database.heads.filter(isRevision))),
    ).catch(nothingWithoutServer);
    if (!applied) return undefined;
    const unknown = rows.filter((id) => !isRevision(id));
    const appliedToEach = applied.map(({ ids }) => ids);
    const state: KnownDatabases = {
      databases,
      current: new Set(rows),
      applied: appliedToEach.reduce((all, some) => new Set([...all].filter((id) => some.has(id)))),
      appliedToEach,
      unknown,
      isWhole: unknown.length === 0 && applied.every(({ isWhole }) => isWhole),
    };
    this.known.set(environment.key, { generation: environment.generation, state });
    return state;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
  }

  /** What a downgrade to base would take back is what is applied; so the server keeps the rules of the graph. */
  private async appliedTo(
    environment: EnvironmentDto,
    current: readonly string[],
  ): Promise<{ readonly ids: ReadonlySet<string>; readonly isWhole: boolean }> {
    if (current.length === 0) return { ids: new Set(), isWhole: true };
    const plan = await this.server.plan({
      environment: environment.key,
      direction: 'downgrade',
      target: 'base',
      current,
    });
    return plan.kind === 'plan'
      ? { ids: new Set(plan.steps.map((step) => step.id)), isWhole: true }
      : { ids: new Set(current), isWhole: false };
  }
}
