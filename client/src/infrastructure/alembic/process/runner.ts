import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import { requireTrust } from '../../vscode/trust';
import type { DatabaseState } from '../bridge/bridgeAnswers';
import { alembicCommand } from '../command/alembicCommand';
import { commandOfLine } from '../command/projectLine';
import { environmentFile } from '../command/runTargets';
import { shellWord } from '../command/shellWord';
import type { RunTarget } from '../command/runTarget';
import type { RunTargets } from '../command/runTargets';
import type { FailureDiagnostics } from '../output/failureDiagnostics';
import { progressText } from '../output/progressText';
import { outcomeOf, parseRunningStep } from '../output/runOutcome';
import { ChildRun } from './childRun';
import type { ChildCommand, ChildEnd } from './childRun';
import type { Elsewhere, FinishedRun } from './finishedRun';
import { requireAlone } from './otherRuns';
import type { RunLock, RunLocks } from './runLocks';
import type { RunProcesses } from './runProcesses';
import type { RunQueue } from './runQueue';
import { followStoppable } from './stoppableProgress';
import { runInTerminal } from './terminalRun';
import type { UnfinishedRuns } from './unfinishedRuns';

/** What was run last for an environment, to be run again or shown. */
export interface LastRun {
  readonly title: string;
  readonly commandAndArguments: readonly string[];
  /** For people: the words as a shell would take them, secrets masked. */
  readonly commandLine: string;
  readonly target: RunTarget;
}

/** Progress to show while a run goes on: a text for each line that says something. */
export type ReadProgress = (line: string) => string | undefined;

/** A command of Alembic that a person asked for. */
export interface RunRequest {
  readonly target: RunTarget;
  readonly commandAndArguments: readonly string[];
  /** A line of the project's that is run in place of a command of Alembic's. */
  readonly line?: string;
  readonly title: string;
  readonly readProgress?: ReadProgress;
  /** The databases that it writes to, as the person was told. */
  readonly writesTo?: readonly DatabaseState[];
  /**
   * Looks for a last time, when nothing else can start any more: throws a UserError where the run would do
   * something else than was confirmed.
   */
  readonly requireSame?: () => Promise<void>;
  readonly elsewhere?: Elsewhere;
  /** Whether it runs in a terminal, where a person answers what it asks. */
  readonly inTerminal?: boolean;
}

/** What a runner is made of. */
export interface RunnerParts {
  readonly queue: RunQueue;
  readonly processes: RunProcesses;
  readonly targets: RunTargets;
  readonly locks: RunLocks;
  readonly unfinished: UnfinishedRuns;
  readonly failures: FailureDiagnostics;
  /** The path of the bundle that runs a program in a terminal. */
  readonly terminalScript: string;
}

/**
 * Runs the project's Alembic: one process an environment at a time, with output in the log, stoppable by the
 * person alone.
 */
export class Runner {
  private readonly last = new Map<string, LastRun>();
  constructor(private readonly parts: RunnerParts) {}

  /**
   * Runs an Alembic command and resolves when it ended, however it did. Throws a UserError where the target
   * is not what a person was asked about any more, and a cancellation where another window writes to a
   * database and the person waits for that.
   */
  async run(request: RunRequest): Promise<FinishedRun> {
    const { queue, processes, targets, locks } = this.parts;
    const { target, title, writesTo = [] } = request;
    requireTrust(title);
    processes.noteSecrets(target);
    return await queue.alone(target.environment, title, async () => {
      const lock = await locks.take(writesTo, title);
      try {
        await requireAlone(lock.others, writesTo);
        await targets.requireUnchanged(target);
        if (request.requireSame) {
          await request.requireSame();
          await targets.requireUnchanged(target);
        }
        return await this.runNow(request, lock);
      } finally {
        await lock.release();
      }
    });
  }

  /**
   * Runs an Alembic command for what it writes, secrets and all, without changing what was run last; throws a
   * cancellation where the person stops it.
   */
  async capture(target: RunTarget, commandAndArguments: readonly string[], title: string): Promise<ChildEnd> {
    requireTrust(title);
    return await this.parts.queue.alone(target.environment, title, () =>
      this.captureInRun(target, commandAndArguments, title),
    );
  }

  /** The same from within a run, which has the environment to itself. */
  async captureInRun(
    target: RunTarget,
    commandAndArguments: readonly string[],
    title: string,
  ): Promise<ChildEnd> {
    const { processes } = this.parts;
    processes.noteSecrets(target);
    const command = alembicCommand(target, commandAndArguments);
    const child = processes.start(() => new ChildRun(command, (line) => processes.logLine(line)));
    if (await followStoppable(child, title)) throw new vscode.CancellationError();
    return await child.end;
  }

  /** Runs an Alembic command that only reads in a terminal, without changing what was run last. */
  async readInTerminal(
    target: RunTarget,
    commandAndArguments: readonly string[],
    title: string,
  ): Promise<void> {
    requireTrust(title);
    const { queue, terminalScript } = this.parts;
    const command = alembicCommand(target, commandAndArguments);
    await queue.alone(target.environment, title, () =>
      runInTerminal(terminalScript, command, title, () => undefined),
    );
  }

  /** What was run last for the environment by a person's command; undefined where nothing was. */
  lastRun(environment: EnvironmentDto): LastRun | undefined {
    return this.last.get(environment.key);
  }

  private async runNow(request: RunRequest, lock: RunLock): Promise<FinishedRun> {
    const { processes, unfinished, failures } = this.parts;
    const { target, commandAndArguments, line, title, elsewhere, inTerminal } = request;
    const { key } = target.environment;
    const command =
      line === undefined ? alembicCommand(target, commandAndArguments) : commandOfLine(target, line);
    const words = [command.program, ...command.arguments].map(shellWord).join(' ');
    const commandLine = processes.maskText(words);
    // What ran in a folder that is gone by then can't be run again.
    const isOfAlembic = line === undefined && !elsewhere;
    if (isOfAlembic) this.last.set(key, { title, commandAndArguments, commandLine, target });
    failures.clear(key);
    processes.log.info(`In ${command.workingDirectory}:`);
    processes.log.info(`> ${commandLine}`);
    await unfinished.begin(title);
    const { end, interruptAsked } = inTerminal
      ? await this.runInTerminal(command, title, lock)
      : await this.runFollowed(command, request, lock);
    if (!processes.isClosing) await unfinished.end(title);
    processes.log.info(`Ended with ${end.signal ?? end.error?.message ?? `code ${end.exitCode}`}.`);
    const finished = { end: processes.masked(end), interruptAsked };
    const running = end.output.map(({ text }) => parseRunningStep(text)).findLast((step) => step);
    const outcome = outcomeOf(target, finished, elsewhere);
    if (outcome.kind === 'success' || running) failures.clearStart(environmentFile(target.environment));
    failures.show(key, outcome, running);
    return finished;
  }

  private async runInTerminal(command: ChildCommand, title: string, lock: RunLock): Promise<FinishedRun> {
    this.parts.processes.log.info('It runs in a terminal, which has what it writes.');
    let noted: Promise<void> | undefined;
    const finished = await runInTerminal(this.parts.terminalScript, command, title, (pid) => {
      noted = lock.started(pid);
    });
    await noted;
    return finished;
  }

  private async runFollowed(command: ChildCommand, request: RunRequest, lock: RunLock): Promise<FinishedRun> {
    const { processes } = this.parts;
    const lines = new vscode.EventEmitter<string>();
    const child = processes.start(
      () =>
        new ChildRun(command, (line) => {
          processes.logLine(line);
          lines.fire(line.text);
        }),
    );
    request.elsewhere?.onStart(child);
    const noted = lock.started(child.pid);
    const interruptAsked = await this.follow(child, request, lines.event);
    lines.dispose();
    await noted;
    return { end: await child.end, interruptAsked };
  }

  private async follow(
    child: ChildRun,
    { title, commandAndArguments, readProgress }: RunRequest,
    lines: vscode.Event<string>,
  ): Promise<boolean> {
    let step: string | undefined;
    lines((line) => (step = readProgress?.(line) ?? step));
    const started = Date.now();
    const isMigration = ['upgrade', 'downgrade'].includes(commandAndArguments[0] ?? '');
    return await followStoppable(child, title, (report) => {
      const say = (): void => {
        const text = progressText(step, Date.now() - started, isMigration);
        if (text) report(this.parts.processes.maskText(text));
      };
      const clock = setInterval(say, 1000);
      return vscode.Disposable.from(lines(say), { dispose: () => clearInterval(clock) });
    });
  }
}
