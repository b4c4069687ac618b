import type * as vscode from 'vscode';
import type { DatabaseState } from '../alembic/bridge/bridgeAnswers';

const key = 'databaseAnswers';

/** An answer as it is kept. */
interface KeptAnswer {
  readonly databases: readonly DatabaseState[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * The last answer of each environment's databases, kept with the workspace so that the next window has
 * something to show before anything is asked. No URL and no user is kept.
 */
export class AnswerMemory {
  constructor(private readonly memento: vscode.Memento) {}

  keep(
    environment: string,
    answer: { readonly databases: readonly DatabaseState[]; readonly at: Date },
  ): void {
    const databases = answer.databases.map((database) => ({ ...database, url: null, user: null }));
    const kept: KeptAnswer = { databases, at: answer.at.getTime() };
    void this.memento.update(key, { ...this.all(), [environment]: kept });
  }

  read(environment: string): { readonly databases: readonly DatabaseState[]; readonly at: Date } | undefined {
    const kept = this.all()[environment];
    const isUsable = kept && kept.databases.length > 0;
    return isUsable ? { databases: kept.databases, at: new Date(kept.at) } : undefined;
  }

  forget(environment: string): void {
    const { [environment]: gone, ...others } = this.all();
    if (gone) void this.memento.update(key, others);
  }

  private all(): Readonly<Record<string, KeptAnswer>> {
    return this.memento.get<Readonly<Record<string, KeptAnswer>>>(key, {});
  }
}
