import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { Refusal } from '../vscode/refusal';
import { requireTrust } from '../vscode/trust';
import { askCurrent } from './bridge';
import type { BridgeAnswer, DatabaseState } from './bridge';
import { alembicCommand, configFile } from './alembicCommand';
import { ChildRun } from './childRun';
import type { ChildEnd, OutputLine } from './childRun';
import { SecretMask } from './secretMask';
import { followStoppable } from './stoppableProgress';

/** How a run went: its end, and whether a person asked it to stop. */
export interface FinishedRun {
  readonly end: ChildEnd;
  readonly interruptAsked: boolean;
}

/** Progress to show while a run goes on: a text for each line that says something. */
export type ReadProgress = (line: string) => string | undefined;

/** Runs the project's Alembic: one process an environment at a time, with output in the log, stoppable by the person alone. */
export class AlembicRuns implements vscode.Disposable {
  private readonly busy = new Map<string, string>();
  private readonly running = new Set<ChildRun>();
  private readonly mask = new SecretMask(process.env);

  constructor(
    private readonly bridgeFile: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Runs an Alembic command and resolves when it ended, however it did. */
  async run(
    environment: EnvironmentDto,
    interpreter: string,
    commandAndArguments: readonly string[],
    title: string,
    readProgress: ReadProgress,
  ): Promise<FinishedRun> {
    requireTrust(title);
    const command = alembicCommand(environment, interpreter, commandAndArguments);
    return await this.alone(environment, title, async () => {
      this.log.info(`In ${command.workingDirectory}:`);
      this.log.info(this.mask.mask(`> ${[command.program, ...command.arguments].map(quoted).join(' ')}`));
      const lines = new vscode.EventEmitter<string>();
      const child = this.start(
        () =>
          new ChildRun(command, (line) => {
            this.logLine(line);
            lines.fire(line.text);
          }),
      );
      const interruptAsked = await followStoppable(child, title, (report) =>
        lines.event((line) => {
          const progress = readProgress(line);
          if (progress) report(this.mask.mask(progress));
        }),
      );
      const end = await child.end;
      this.log.info(`Ended with ${end.signal ?? end.error?.message ?? `code ${end.exitCode}`}.`);
      return { end: this.masked(end), interruptAsked };
    });
  }

  /** Asks, through env.py, which databases there are and where they stand. Writes nothing to them. */
  async askDatabases(
    environment: EnvironmentDto,
    interpreter: string,
    title: string,
  ): Promise<BridgeAnswer<{ readonly databases: readonly DatabaseState[] }>> {
    requireTrust(title);
    const config = configFile(environment);
    return await this.alone(environment, title, async () => {
      let follow: Promise<boolean> | undefined;
      const answer = await askCurrent(
        {
          bridgeFile: this.bridgeFile,
          interpreter,
          workingDirectory: environment.workingDirectory,
          environment: process.env,
          onLine: (line) => this.logLine(line),
          onStart: (child) => {
            this.start(() => child);
            follow = followStoppable(child, title, () => new vscode.Disposable(() => undefined));
          },
        },
        { ask: 'current', config, section: environment.section, arguments: [] },
      );
      const interruptAsked = (await follow) ?? false;
      if (interruptAsked) throw new vscode.CancellationError();
      return answer;
    });
  }

  /** Text with every password that is known here replaced. */
  maskText(text: string): string {
    return this.mask.mask(text);
  }

  /** Interrupts what still runs, as Ctrl+C would: the window closes. */
  dispose(): void {
    for (const child of this.running) child.stop('SIGINT');
  }

  private start(create: () => ChildRun): ChildRun {
    const child = create();
    this.running.add(child);
    void child.end.then(() => this.running.delete(child));
    return child;
  }

  private async alone<Result>(
    environment: EnvironmentDto,
    title: string,
    run: () => Promise<Result>,
  ): Promise<Result> {
    const other = this.busy.get(environment.key);
    if (other) {
      throw new Refusal(
        `"${other}" is still running for ${environment.label}; wait for it to end or cancel it.`,
        [],
        'warning',
      );
    }
    this.busy.set(environment.key, title);
    try {
      return await run();
    } finally {
      this.busy.delete(environment.key);
    }
  }

  private logLine(line: OutputLine): void {
    this.log.info(this.mask.mask(line.text));
  }

  private masked(end: ChildEnd): ChildEnd {
    return { ...end, output: end.output.map((line) => ({ ...line, text: this.mask.mask(line.text) })) };
  }
}

/** For the log alone; what is run is never put together into a line. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
