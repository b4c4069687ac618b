import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** What is started: a program and its arguments as they arrive there, never a shell's line. */
export interface ChildCommand {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How a child process ended. `error` says why it could not be started at all. */
export interface ChildEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error: Error | null;
  readonly output: readonly OutputLine[];
}

/** A whole line of what a child process wrote. */
export interface OutputLine {
  readonly stream: 'stdout' | 'stderr';
  /** Without the escape sequences of a terminal: colours, titles, links. */
  readonly text: string;
  /** As it was written, where that is something else. */
  readonly written?: string;
}

/** How urgently a child is asked to end: as Ctrl+C would, politely, or at once. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGKILL';

/** Somebody who interrupts process groups that outlive the extension host. */
export interface ProcessGuard {
  watch(group: number): void;
  forget(group: number): void;
}

/** How long the output of a program that has ended is read while something else holds its pipes. */
const drainMilliseconds = 1000;

/**
 * A running child process with its own process group. It has no time limit; only a person or the window's end
 * stops it.
 */
export class ChildRun {
  /**
   * Resolves when the process ended and what it wrote was read, whoever else holds its pipes; never rejects.
   */
  readonly end: Promise<ChildEnd>;
  private readonly process: ChildProcess;
  private ended = false;
  private stopAsked = false;
  private guard: ProcessGuard | undefined;

  /** Starts the process; `onLine` gets its output line by line while it runs. */
  constructor(command: ChildCommand, onLine: (line: OutputLine) => void) {
    this.process = spawn(command.program, command.arguments, {
      cwd: command.workingDirectory,
      // A width, because log handlers that know no terminal wrap lines, and the log is read line by line.
      env: { COLUMNS: '200', ...command.environment, PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: false,
      // An own process group, so that an interrupt reaches what the process started itself.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.end = this.follow(onLine);
  }

  get running(): boolean {
    return !this.ended;
  }

  /** The process and its group; undefined where it could not be started. */
  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Whether it was asked to end. A second interrupt would break into what it does to end well. */
  get isStopping(): boolean {
    return this.stopAsked;
  }

  /** Has it interrupted where the extension host is gone before it ended. */
  guardBy(guard: ProcessGuard): void {
    const { pid } = this.process;
    if (this.ended || pid === undefined) return;
    this.guard = guard;
    guard.watch(pid);
    void this.end.then(() => guard.forget(pid));
  }

  /** Sends the signal to the whole process group. On Windows every signal ends the process at once. */
  stop(signal: StopSignal): void {
    const { pid } = this.process;
    if (this.ended || pid === undefined) return;
    this.stopAsked = true;
    this.guard?.forget(pid);
    try {
      if (process.platform === 'win32') this.process.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // The group ended in the meantime.
    }
  }

  private follow(onLine: (line: OutputLine) => void): Promise<ChildEnd> {
    const output: OutputLine[] = [];
    const take = (line: OutputLine): void => {
      output.push(line);
      onLine(line);
    };
    const flushes = [
      splitLines(this.process.stdout, (written) => take(outputLine('stdout', written))),
      splitLines(this.process.stderr, (written) => take(outputLine('stderr', written))),
    ];
    return new Promise((resolve) => {
      const finish = (end: Omit<ChildEnd, 'output'>): void => {
        if (this.ended) return;
        this.ended = true;
        for (const flush of flushes) flush();
        for (const stream of [this.process.stdout, this.process.stderr]) readNoMore(stream);
        resolve({ ...end, output });
      };
      this.process.on('error', (error) => finish({ exitCode: null, signal: null, error }));
      this.process.on('close', (exitCode, signal) => finish({ exitCode, signal, error: null }));
      this.process.on('exit', (exitCode, signal) => {
        // A process that it left behind keeps the pipes open. Its own last words are in them by now.
        const drained = setTimeout(
          // The event loop reads between a timer and an immediate, however late the timer is.
          () => setImmediate(finish, { exitCode, signal, error: null }),
          drainMilliseconds,
        );
        void this.end.then(() => clearTimeout(drained));
      });
    });
  }
}

function outputLine(stream: OutputLine['stream'], written: string): OutputLine {
  const text = stripVTControlCharacters(written);
  return text === written ? { stream, text } : { stream, text, written };
}

/** Discards what comes: a process that was left behind may go on writing, as it could to a terminal. */
function readNoMore(stream: Readable | null): void {
  stream?.removeAllListeners('data').resume();
  if (stream instanceof Socket) stream.unref();
}

/** Gives whole lines to `onLine`; the returned function gives the rest that has no line end. */
function splitLines(stream: NodeJS.ReadableStream | null, onLine: (text: string) => void): () => void {
  // In pieces, because a line may be megabytes long and come in thousands of chunks.
  let rest: string[] = [];
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    rest.push(chunk);
    if (!chunk.includes('\n')) return;
    const lines = rest.join('').split(/\r?\n/);
    rest = [lines.pop() ?? ''];
    lines.forEach(onLine);
  });
  return () => {
    const line = rest.join('');
    if (line) onLine(line);
    rest = [];
  };
}
