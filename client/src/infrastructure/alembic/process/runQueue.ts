import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import { UserError } from '../../vscode/userError';

/** What runs for an environment. */
interface Busy {
  readonly title: string;
  /** Ends what nobody asked for, so that a person's command can go on. */
  readonly giveWay?: () => Promise<void>;
  /** The end of a question, which is short, so that the next command waits for it. */
  readonly ended?: Promise<void>;
}

/** One run an environment at a time. */
export class RunQueue implements vscode.Disposable {
  private readonly busy = new Map<string, Busy>();
  private isClosed = false;

  /** Whether something runs for the environment, or nothing is to start any more. */
  isBusy({ key }: EnvironmentDto): boolean {
    return this.isClosed || this.busy.has(key);
  }

  /**
   * Has it run alone. Throws a UserError where a person's command runs already; what nobody asked for gives
   * way, and a question is waited for.
   */
  async alone<Result>(
    environment: EnvironmentDto,
    title: string,
    run: () => Promise<Result>,
    ended?: Promise<void>,
  ): Promise<Result> {
    if (this.isClosed) throw new vscode.CancellationError();
    const other = this.busy.get(environment.key);
    if (other?.giveWay) {
      await other.giveWay();
      return await this.alone(environment, title, run, ended);
    }
    if (other?.ended) {
      await other.ended;
      return await this.alone(environment, title, run, ended);
    }
    if (other) {
      throw new UserError(
        `"${other.title}" is still running for ${environment.label}; wait for it to end or cancel it.`,
        [],
        'warning',
      );
    }
    return await this.occupy(environment, { title, ...(ended ? { ended } : {}) }, run);
  }

  /** The same for a question that writes nothing: a command that comes meanwhile waits for its end. */
  async question<Result>(
    environment: EnvironmentDto,
    title: string,
    ask: () => Promise<Result>,
  ): Promise<Result> {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    return await this.alone(environment, title, ask, ended).finally(end);
  }

  /**
   * Has it run until a person's command comes, for which `giveWay` ends it. To be asked only where nothing is
   * busy.
   */
  async unasked<Result>(
    environment: EnvironmentDto,
    title: string,
    run: () => Promise<Result>,
    giveWay: () => void,
  ): Promise<Result> {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const endEarly = async (): Promise<void> => {
      giveWay();
      await ended;
    };
    try {
      return await this.occupy(environment, { title, giveWay: endEarly }, run);
    } finally {
      end();
    }
  }

  /** Starts nothing more: the window closes. */
  dispose(): void {
    this.isClosed = true;
  }

  private async occupy<Result>(
    { key }: EnvironmentDto,
    busy: Busy,
    run: () => Promise<Result>,
  ): Promise<Result> {
    this.busy.set(key, busy);
    try {
      return await run();
    } finally {
      this.busy.delete(key);
    }
  }
}
