import { cpuUsage } from 'node:process';
import { Worker } from 'node:worker_threads';
import type { SyntaxProblem } from '../../core/rules/engine/syntaxFacts';

/** Data that the thread starts with: the index of the current file, which shows progress. */
export interface ThreadData {
  readonly currentIndex: Int32Array;
}

/** The thread's messages: ready or not, each invalid file, and the end of the work or its failure. */
export type ThreadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unable'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly path: string; readonly problem: SyntaxProblem }
  | { readonly kind: 'through' }
  | { readonly kind: 'failed' };

/** Processor time for one file, in seconds. A megabyte of Python takes a tenth of that. */
const secondsPerFile = 3;

/** Files that may end a thread; each costs the time to start another one. */
const mostThreads = 30;

const millisecondsBetweenLooks = 100;

/**
 * Parses files in a thread that is ended if a file takes too long or crashes the parser; a new thread
 * continues after that file.
 */
export class ParsingThread {
  readonly #program: string;
  readonly #currentIndex = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | undefined;
  #threads = 0;

  constructor(program: string) {
    this.#program = program;
  }

  /** Starts the thread. Rejects where the parser does not run. */
  async start(): Promise<void> {
    const worker = new Worker(this.#program, {
      workerData: { currentIndex: this.#currentIndex } satisfies ThreadData,
    });
    // Of an error of its own it is told by its end.
    worker.on('error', () => undefined);
    const reason = await new Promise<string | undefined>((resolve) => {
      worker.once('exit', () => resolve('its thread ended'));
      worker.once('message', (message: ThreadMessage) =>
        resolve(message.kind === 'unable' ? message.reason : undefined),
      );
    });
    if (reason !== undefined) throw new Error(reason);
    this.#worker = worker;
    this.#threads++;
  }

  /** Invalid and unchecked files among these. Rejects where no thread can be started any more. */
  async check(paths: readonly string[]): Promise<readonly (readonly [string, SyntaxProblem])[]> {
    const problems: (readonly [string, SyntaxProblem])[] = [];
    for (let from = 0; from < paths.length;) {
      if (this.#threads > mostThreads) {
        for (const path of paths.slice(from)) problems.push(unchecked(path, tooMany));
        break;
      }
      const worker = this.#worker;
      if (!worker) {
        await this.start();
        continue;
      }
      const obstacle = await this.#run(worker, paths.slice(from), problems);
      if (obstacle === undefined) break;
      this.#worker = undefined;
      await worker.terminate();
      const failed = from + Atomics.load(this.#currentIndex, 0);
      problems.push(unchecked(paths[failed] ?? '', obstacle));
      from = failed + 1;
    }
    return problems;
  }

  /** Gives files to the thread; says why it did not get through them. */
  #run(
    worker: Worker,
    paths: readonly string[],
    problems: (readonly [string, SyntaxProblem])[],
  ): Promise<string | undefined> {
    Atomics.store(this.#currentIndex, 0, 0);
    return new Promise((resolve) => {
      let watched = 0;
      let begun = processorSeconds();
      const watch = setInterval(() => {
        const now = Atomics.load(this.#currentIndex, 0);
        if (now !== watched) [watched, begun] = [now, processorSeconds()];
        else if (processorSeconds() - begun > secondsPerFile)
          finish(`that takes longer than ${secondsPerFile} seconds`);
      }, millisecondsBetweenLooks);
      const onMessage = (message: ThreadMessage): void => {
        if (message.kind === 'invalid') problems.push([message.path, message.problem]);
        else finish(message.kind === 'through' ? undefined : failure);
      };
      const onExit = (): void => finish(failure);
      const finish = (obstacle: string | undefined): void => {
        clearInterval(watch);
        worker.off('message', onMessage);
        worker.off('exit', onExit);
        resolve(obstacle);
      };
      worker.on('message', onMessage);
      worker.on('exit', onExit);
      worker.postMessage(paths);
    });
  }
}

const failure = 'the parser fails on it';
const tooMany = `the parser failed on ${mostThreads} others`;

function unchecked(path: string, why: string): readonly [string, SyntaxProblem] {
  return [path, { message: why, range: { start: 0, end: 0 }, isUnchecked: true }];
}

/** Of all threads: while a file is parsed nothing else is done here. */
function processorSeconds(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1_000_000;
}
