import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import type { DatabaseState } from '../alembic/bridge/bridgeAnswers';
import type { AnswerMemory } from './answerMemory';
import type { EnvironmentStore } from './environmentStore';
import type { HistoryServer } from '../server/historyServer';
import { nothingWithoutServer } from '../server/serverNotRunning';

/**
 * Where an environment's databases stood when they were last asked, and what that means for its revisions.
 */
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
  /**
   * False where what the databases have beyond `applied` can't be told: a row is not here, or the history is
   * too broken to follow.
   */
  readonly isWhole: boolean;
  /**
   * When they were asked, where that need not hold any more: before the window was opened, or before what
   * leads to them changed or did not answer. Undefined where it is what they said last.
   */
  readonly asOf: Date | undefined;
}

/** What databases said, and when. */
interface Answer {
  readonly databases: readonly DatabaseState[];
  readonly at: Date;
  readonly isDoubtful: boolean;
}

/**
 * What is known of an environment's databases, against its present history; undefined if they were never
 * asked.
 */
export async function readKnownDatabases(
  store: EnvironmentStore,
  states: DatabaseStates,
  environment: EnvironmentDto,
): Promise<KnownDatabases | undefined> {
  return (await store.history(environment)) ? await states.read(environment) : undefined;
}

/** What is known of databases. They are asked by commands alone; nothing here starts a process. */
export class DatabaseStates implements vscode.Disposable {
  private readonly answers = new Map<string, Answer>();
  private readonly known = new Map<string, { readonly generation: number; readonly state: KnownDatabases }>();
  private readonly changeEmitter = new vscode.EventEmitter<void>();

  /** Fires when an environment's databases were asked. */
  readonly onDidChange = this.changeEmitter.event;

  private readonly subscription: vscode.Disposable;

  /** `memory` keeps answers for the next window, which shows them as old. */
  constructor(
    private readonly server: HistoryServer,
    private readonly memory?: AnswerMemory,
  ) {
    this.subscription = server.onDidStart(() => {
      this.known.clear();
      for (const environment of this.answers.keys()) this.tellServer(environment);
    });
  }

  /** Remembers an answer of the bridge. */
  set(environment: string, databases: readonly DatabaseState[]): void {
    const answer = { databases, at: new Date(), isDoubtful: false };
    this.answers.set(environment, answer);
    this.memory?.keep(environment, answer);
    this.changed(environment);
  }

  /** The last answer for an environment as it was; undefined where none is known. */
  answer(environment: string): readonly DatabaseState[] | undefined {
    return this.answers.get(environment)?.databases;
  }

  /** What led to the databases changed, or they did not answer: what is known may be of others. */
  doubt(environment: string): void {
    const answer = this.answers.get(environment);
    if (!answer || answer.isDoubtful) return;
    this.answers.set(environment, { ...answer, isDoubtful: true });
    this.changed(environment);
  }

  /** Forgets what was known, because a run failed and nobody could ask again. */
  forget(environment: string): void {
    this.memory?.forget(environment);
    if (this.answers.delete(environment)) this.changed(environment);
  }

  /**
   * What is known of an environment's databases, against its present revisions; undefined if they were never
   * asked, or no server runs.
   */
  async read(environment: EnvironmentDto): Promise<KnownDatabases | undefined> {
    const answer = this.answers.get(environment.key);
    return answer && (await this.against(environment, answer, answer.isDoubtful));
  }

  /** The same for showing it; what they said before the window was opened too, which is told by `asOf`. */
  async readShown(environment: EnvironmentDto): Promise<KnownDatabases | undefined> {
    if (this.answers.has(environment.key)) return await this.read(environment);
    const remembered = this.memory?.read(environment.key);
    return remembered && (await this.against(environment, remembered, true));
  }

  private changed(environment: string): void {
    this.known.delete(environment);
    this.tellServer(environment);
    this.changeEmitter.fire();
  }

  private tellServer(environment: string): void {
    const answer = this.answers.get(environment);
    const databases = answer && !answer.isDoubtful ? answer.databases.map(({ heads }) => heads) : null;
    this.server.didAskDatabases({ environment, databases });
  }

  private async against(
    environment: EnvironmentDto,
    { databases, at }: Pick<Answer, 'databases' | 'at'>,
    isOld: boolean,
  ): Promise<KnownDatabases | undefined> {
    const known = this.known.get(environment.key);
    if (known?.generation === environment.generation) return known.state;
    const rows = databases.map(({ heads }) => heads);
    const positions = await this.server
      .readPositions({ environment: environment.key, databases: rows })
      .catch(nothingWithoutServer);
    if (!positions) return undefined;
    const appliedToEach = positions.map(({ applied }) => new Set(applied));
    const state: KnownDatabases = {
      databases,
      current: new Set(rows.flat()),
      applied: appliedToEach.reduce((all, some) => new Set([...all].filter((id) => some.has(id)))),
      appliedToEach,
      unknown: [...new Set(positions.flatMap(({ notHere }) => notHere))],
      isWhole: positions.every(({ isComplete }) => isComplete),
      asOf: isOld ? at : undefined,
    };
    this.known.set(environment.key, { generation: environment.generation, state });
    return state;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
  }
}

/** Whether every database has a revision; undefined where that is not known. */
export function databaseMark(id: string, databases: KnownDatabases): 'applied' | 'pending' | undefined {
  if (databases.applied.has(id)) return 'applied';
  return databases.isWhole ? 'pending' : undefined;
}
