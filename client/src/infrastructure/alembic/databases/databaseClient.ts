import * as vscode from 'vscode';
import { openSetting } from '../../vscode/userError';
import { UserError } from '../../vscode/userError';
import { requireTrust } from '../../vscode/trust';
import { askCurrent } from '../bridge/bridge';
import type { BridgeRun } from '../bridge/bridge';
import type { AskedCommand } from '../bridge/askedCommand';
import type { BridgeAnswer, CurrentAnswer } from '../bridge/bridgeAnswers';
import { askedCommand } from '../command/alembicCommand';
import { environmentFile } from '../command/runTargets';
import type { Launcher, RunTarget } from '../command/runTarget';
import type { FailureDiagnostics } from '../output/failureDiagnostics';
import { readCurrentOutput } from '../output/currentOutput';
import { asksInTerminal } from '../output/reportFailure';
import { readOutcome } from '../output/runOutcome';
import type { ChildRun, OutputLine } from '../process/childRun';
import type { Elsewhere } from '../process/finishedRun';
import type { Runner } from '../process/runner';
import type { RunProcesses } from '../process/runProcesses';
import type { RunQueue } from '../process/runQueue';
import { followStoppable } from '../process/stoppableProgress';

/** What a client of databases is made of. */
export interface DatabaseClientParts {
  readonly bridgeFile: string;
  readonly queue: RunQueue;
  readonly processes: RunProcesses;
  readonly runner: Runner;
  readonly failures: FailureDiagnostics;
}

/** Asks the project's databases and configuration, through its env.py. Writes nothing to databases. */
export class DatabaseClient {
  constructor(private readonly parts: DatabaseClientParts) {}

  /** Asks which databases there are and where they stand. */
  askDatabases(target: RunTarget, title: string): Promise<BridgeAnswer<CurrentAnswer>> {
    requireTrust(title);
    return this.parts.queue.question(target.environment, title, () => this.askDatabasesInRun(target, title));
  }

  /** The same from within a run, which has the environment to itself. */
  async askDatabasesInRun(
    target: RunTarget,
    title: string,
    elsewhere?: Elsewhere,
  ): Promise<BridgeAnswer<CurrentAnswer>> {
    if (!target.python) return await this.readCurrent(target, title);
    return await this.askInRun(
      target,
      title,
      (run, question) => askCurrent(run, question, target.place.top),
      elsewhere,
    );
  }

  /**
   * Runs the bridge with a question about the target's configuration; throws a cancellation where the person
   * stops it.
   */
  async ask<Result>(
    target: RunTarget,
    title: string,
    question: (run: BridgeRun, command: AskedCommand) => Promise<BridgeAnswer<Result>>,
    elsewhere?: Elsewhere,
  ): Promise<BridgeAnswer<Result>> {
    requireTrust(title);
    if (!target.python) throw onlyCommandLine(title);
    return await this.parts.queue.question(target.environment, title, () =>
      this.askInRun(target, title, question, elsewhere),
    );
  }

  /**
   * Asks where the databases stand without a notification, where nothing else runs for the environment; a
   * person's command interrupts it. Undefined where it was not asked, or gave way.
   */
  async askQuietly(target: RunTarget): Promise<BridgeAnswer<CurrentAnswer> | undefined> {
    const title = 'Asking the database where it stands';
    const { queue, processes } = this.parts;
    const { environment, python } = target;
    requireTrust(title);
    if (!python || queue.isBusy(environment)) return undefined;
    processes.noteSecrets(target);
    let child: ChildRun | undefined;
    let hasGivenWay = false;
    const lines: OutputLine[] = [];
    const run = this.bridgeRun(target, python, lines, (started) => {
      child = processes.adopt(started);
      if (hasGivenWay) child.stop('SIGINT');
    });
    const answer = await queue.unasked(
      environment,
      title,
      () => askCurrent(run, askedCommand(target), target.place.top),
      () => {
        hasGivenWay = true;
        child?.stop('SIGINT');
      },
    );
    if (answer && 'error' in answer) processes.logLines(lines);
    this.noteStart(target, answer);
    return hasGivenWay ? undefined : answer;
  }

  /** Text with every password that is known here replaced. */
  maskText(text: string): string {
    return this.parts.processes.maskText(text);
  }

  /** Python that Alembic wrote, with what is known as a secret replaced. */
  maskCode(text: string): string {
    return this.parts.processes.maskCode(text);
  }

  /** SQL with its passwords replaced, and nothing else changed. */
  maskSql(sql: string, dialect: string): string {
    return this.parts.processes.maskSql(sql, dialect);
  }

  private async askInRun<Result>(
    target: RunTarget,
    title: string,
    question: (run: BridgeRun, command: AskedCommand) => Promise<BridgeAnswer<Result>>,
    elsewhere?: Elsewhere,
  ): Promise<BridgeAnswer<Result>> {
    const { processes } = this.parts;
    const { python } = target;
    if (!python) throw onlyCommandLine(title);
    processes.noteSecrets(target);
    let follow: Promise<boolean> | undefined;
    const lines: OutputLine[] = [];
    const run = this.bridgeRun(target, python, lines, (child) => {
      processes.adopt(child);
      elsewhere?.onStart(child);
      follow = followStoppable(child, title);
    });
    const answer = await question(run, askedCommand(target));
    if ('error' in answer) this.parts.processes.logLines(lines);
    if (await follow) throw new vscode.CancellationError();
    this.noteStart(target, answer);
    return answer;
  }

  /** Where env.py has started well, nothing says any more that it did not. */
  private noteStart({ environment, place }: RunTarget, answer: BridgeAnswer<unknown> | undefined): void {
    if (answer && 'result' in answer && !place.isElsewhere)
      this.parts.failures.clearStart(environmentFile(environment));
  }

  /**
   * What Alembic's own command line says where the bridge can't run: the command is replaced by one that may
   * run elsewhere.
   */
  private async readCurrent(target: RunTarget, title: string): Promise<BridgeAnswer<CurrentAnswer>> {
    const written = await this.parts.runner.captureInRun(target, ['current', '--verbose'], title);
    const end = this.parts.processes.masked(written);
    const databases = readCurrentOutput(end.output);
    if (databases.length > 0) {
      const answer = { result: { databases } };
      this.noteStart(target, answer);
      return answer;
    }
    const outcome = readOutcome(end, false, () => false);
    const message =
      outcome.kind === 'failure' ? outcome.message : 'The command did not say which database it asked.';
    const kind = asksInTerminal.test(message) ? 'asksInTerminal' : 'commandFailed';
    return { error: { kind, type: '', message, file: null, line: null } };
  }

  private bridgeRun(
    target: RunTarget,
    python: Launcher,
    lines: OutputLine[],
    onStart: (child: ChildRun) => void,
  ): BridgeRun {
    return {
      bridgeFile: this.parts.bridgeFile,
      interpreter: python.program,
      interpreterArguments: python.arguments,
      workingDirectory: target.workingDirectory,
      environment: target.variables,
      onLine: (line) => {
        lines.push(line);
        this.parts.processes.logQuietly(line);
      },
      onStart,
    };
  }
}

function onlyCommandLine(title: string): UserError {
  return new UserError(
    `${title} asks Alembic's Python, which the command of the setting alembicWorkbench.command gives no way to; run it where Alembic is installed here.`,
    [openSetting('command')],
  );
}
