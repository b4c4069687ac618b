import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { SyntaxFacts, SyntaxProblem } from '../../core/rules/engine/syntaxFacts';
import { inBackground } from './checkMessages';
import type { CheckReply, CheckRequest } from './checkMessages';

/** Who asks, and how. */
export interface SyntaxCheckerOptions {
  /** The path of the program that parses. */
  readonly program: string;
  /** Whether the processes give way to others. */
  readonly background: boolean;
  /** How many processes may work at once. */
  readonly mostProcesses: number;
  /** Is told once why syntax is not checked. */
  log(message: string): void;
}

const filesPerRequest = 50;

/** As many files as a process checks in the time that another one takes to start. */
const filesPerProcess = 1000;

/** Has whole files parsed by processes of our own program, which end when there is nothing left to do. */
export class SyntaxChecker {
  readonly #options: SyntaxCheckerOptions;
  readonly #children = new Set<ChildProcess>();
  #isUnable = false;
  #isDisposed = false;

  constructor(options: SyntaxCheckerOptions) {
    this.#options = options;
  }

  /** The files on disk that are not valid Python; undefined if that is unknown. Never rejects. */
  async check(paths: readonly string[]): Promise<SyntaxFacts | undefined> {
    const problems = new Map<string, SyntaxProblem>();
    const queue: (readonly string[])[] = [];
    for (let at = 0; at < paths.length; at += filesPerRequest)
      queue.push(paths.slice(at, at + filesPerRequest));
    const count = Math.min(this.#options.mostProcesses, Math.ceil(paths.length / filesPerProcess));
    await Promise.all(Array.from({ length: count }, () => this.#work(queue, problems)));
    return this.#isUnable || this.#isDisposed ? undefined : problems;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const child of this.#children) child.kill();
  }

  /** Runs one process until the queue is empty or the process can't go on. */
  #work(queue: (readonly string[])[], problems: Map<string, SyntaxProblem>): Promise<void> {
    if (this.#isUnable || this.#isDisposed) return Promise.resolve();
    return new Promise((resolve) => {
      const child = fork(this.#options.program, this.#options.background ? [inBackground] : [], {
        execArgv: [],
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      this.#children.add(child);
      let isFinished = false;
      const finish = (problem?: string): void => {
        if (isFinished) return;
        isFinished = true;
        this.#children.delete(child);
        if (problem !== undefined) this.#giveUp(problem);
        if (child.connected) child.disconnect();
        resolve();
      };
      child.on('error', (error) => finish(error.message));
      child.on('exit', (code, signal) => finish(`its process ended with ${String(signal ?? code)}`));
      child.on('message', (reply: CheckReply) => {
        if (reply.kind === 'unable') return finish(reply.reason);
        if (reply.kind === 'checked')
          for (const [path, problem] of reply.problems) problems.set(path, problem);
        const paths = queue.shift();
        if (!paths || this.#isDisposed) return finish();
        const request: CheckRequest = { paths };
        child.send(request, (error) => {
          if (error) finish(error.message);
        });
      });
    });
  }

  #giveUp(reason: string): void {
    if (this.#isUnable || this.#isDisposed) return;
    this.#isUnable = true;
    this.#options.log(`Syntax inside of functions is not checked, since the parser does not run: ${reason}.`);
  }
}
