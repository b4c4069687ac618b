import * as vscode from 'vscode';
import type { EnvironmentDto } from '../../../../../server/protocol/environments';
import { Refusal } from '../../vscode/refusal';
import { requireTrust } from '../../vscode/trust';
import { askCurrent } from '../bridge/bridge';
import type { BridgeAnswer, BridgeRun, BridgeTarget, CurrentAnswer } from '../bridge/bridge';
import { alembicCommand, placeOf, runningDirectory } from '../command/alembicCommand';
import type { RunPlace } from '../command/alembicCommand';
import { ChildRun } from './childRun';
import type { ChildEnd, OutputLine } from './childRun';
import { readCurrentOutput } from '../output/currentOutput';
import { FailureDiagnostics } from '../output/failureDiagnostics';
import { progressText } from '../output/progressText';
import { pythonOfCommand } from '../command/replacedCommand';
import { outcomeOf } from '../output/reportFailure';
import { parseRunningStep, readOutcome } from '../output/runOutcome';
import type { RunGuardian } from './runGuardian';
import { shellWord } from '../command/shellWord';
import { addedVariables, runnerSettings } from '../command/runnerSettings';
import { SecretMask } from '../output/secretMask';
import { followStoppable } from './stoppableProgress';
import type { UnfinishedRuns } from './unfinishedRuns';

/** How a run went: its end, and whether a person asked it to stop. */
export interface FinishedRun {
  readonly end: ChildEnd;
  readonly interruptAsked: boolean;
}

/** What was run last for an environment, to be run again or shown. */
export interface LastRun {
  readonly title: string;
  readonly commandAndArguments: readonly string[];
  /** For people: the words as a shell would take them, secrets masked. */
  readonly commandLine: string;
}

/** Another checkout that something is run in, such as a temporary worktree. */
export interface Elsewhere {
  readonly place: RunPlace;
  /** The Python to use, because a command of the settings' own may mean other folders. */
  readonly interpreter: string;
  /** Gets every process that is started there. */
  readonly onStart: (child: ChildRun) => void;
  /** True for the files of that checkout. */
  readonly isFileThere: (file: string) => boolean;
  /** The same file in the workspace; undefined where it has none, or another text. */
  readonly fileHere: (file: string) => string | undefined;
}

/** What runs for an environment. */
interface Busy {
  readonly title: string;
  /** Ends what nobody asked for, so that a person's command can go on. */
  readonly giveWay?: () => Promise<void>;
}

/** Progress to show while a run goes on: a text for each line that says something. */
export type ReadProgress = (line: string) => string | undefined;

/** Runs the project's Alembic: one process an environment at a time, with output in the log, stoppable by the person alone. */
export class AlembicRuns implements vscode.Disposable {
  private readonly busy = new Map<string, Busy>();
  private readonly running = new Set<ChildRun>();
  private mask = new SecretMask(process.env);
  private readonly secrets = new Map<string, string | undefined>();
  private readonly last = new Map<string, LastRun>();
  private readonly failures = new FailureDiagnostics();
  private isClosing = false;

  constructor(
    private readonly bridgeFile: string,
    private readonly guardian: RunGuardian,
    private readonly unfinished: UnfinishedRuns,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Runs an Alembic command and resolves when it ended, however it did. */
  async run(
    environment: EnvironmentDto,
    interpreter: string,
    commandAndArguments: readonly string[],
    title: string,
    readProgress: ReadProgress,
    elsewhere?: Elsewhere,
  ): Promise<FinishedRun> {
    requireTrust(title);
    const command = alembicCommand(environment, interpreter, commandAndArguments, elsewhere?.place);
    this.noteSecrets(environment);
    return await this.alone(environment, title, async () => {
      const commandLine = this.mask.mask([command.program, ...command.arguments].map(shellWord).join(' '));
      // What ran in a folder that is gone by then can't be run again.
      if (!elsewhere) this.last.set(environment.key, { title, commandAndArguments, commandLine });
      this.failures.clear(environment.key);
      this.log.info(`In ${command.workingDirectory}:`);
      this.log.info(`> ${commandLine}`);
      const lines = new vscode.EventEmitter<string>();
      await this.unfinished.begin(title);
      const child = this.start(
        () =>
          new ChildRun(command, (line) => {
            this.logLine(line);
            lines.fire(line.text);
          }),
      );
      elsewhere?.onStart(child);
      let step: string | undefined;
      lines.event((line) => (step = readProgress(line) ?? step));
      const started = Date.now();
      const isMigration = ['upgrade', 'downgrade'].includes(commandAndArguments[0] ?? '');
      const interruptAsked = await followStoppable(child, title, (report) => {
        const say = (): void => {
          const text = progressText(step, Date.now() - started, isMigration);
          if (text) report(this.mask.mask(text));
        };
        const clock = setInterval(say, 1000);
        return vscode.Disposable.from(lines.event(say), { dispose: () => clearInterval(clock) });
      });
      lines.dispose();
      const end = await child.end;
      if (!this.isClosing) await this.unfinished.end(title);
      this.log.info(`Ended with ${end.signal ?? end.error?.message ?? `code ${end.exitCode}`}.`);
      const finished = { end: this.masked(end), interruptAsked };
      const running = end.output.map(({ text }) => parseRunningStep(text)).findLast((step) => step);
      this.failures.show(
        environment.key,
        outcomeOf(environment, finished, elsewhere),
        running?.revision || undefined,
      );
      return finished;
    });
  }

  /** Asks, through env.py, which databases there are and where they stand. Writes nothing to them. */
  askDatabases(
    environment: EnvironmentDto,
    interpreter: string,
    title: string,
  ): Promise<BridgeAnswer<CurrentAnswer>> {
    if (!bridgePython(environment, interpreter)) return this.readCurrent(environment, interpreter, title);
    return this.ask(environment, interpreter, title, (run, target) =>
      askCurrent(run, { ask: 'current', ...target }),
    );
  }

  /** Runs the bridge with a question about the environment's configuration; throws a cancellation where the person stops it. */
  async ask<Result>(
    environment: EnvironmentDto,
    interpreter: string,
    title: string,
    question: (run: BridgeRun, target: BridgeTarget) => Promise<BridgeAnswer<Result>>,
    elsewhere?: Elsewhere,
  ): Promise<BridgeAnswer<Result>> {
    requireTrust(title);
    const python = elsewhere
      ? { program: elsewhere.interpreter, arguments: [] }
      : bridgePython(environment, interpreter);
    if (!python) throw onlyCommandLine(title);
    this.noteSecrets(environment);
    const { xArguments } = runnerSettings(environment);
    const place = elsewhere?.place ?? placeOf(environment);
    const target = { config: place.configFile, section: environment.section, arguments: xArguments };
    return await this.alone(environment, title, async () => {
      let follow: Promise<boolean> | undefined;
      const run: BridgeRun = {
        bridgeFile: this.bridgeFile,
        interpreter: python.program,
        interpreterArguments: python.arguments,
        workingDirectory: runningDirectory(place),
        environment: { ...process.env, ...addedVariables(environment) },
        onLine: (line) => this.logLine(line),
        onStart: (child) => {
          this.adopt(child);
          elsewhere?.onStart(child);
          follow = followStoppable(child, title, () => new vscode.Disposable(() => undefined));
        },
      };
      const answer = await question(run, target);
      const interruptAsked = (await follow) ?? false;
      if (interruptAsked) throw new vscode.CancellationError();
      return answer;
    });
  }

  /**
   * Asks where the databases stand without a notification, where nothing else runs for the environment; a person's command interrupts it. Undefined
   * where it was not asked, or gave way.
   */
  async askQuietly(
    environment: EnvironmentDto,
    interpreter: string,
  ): Promise<BridgeAnswer<CurrentAnswer> | undefined> {
    const title = 'Asking the database where it stands';
    requireTrust(title);
    const python = bridgePython(environment, interpreter);
    if (!python || this.isClosing || this.busy.has(environment.key)) return undefined;
    this.noteSecrets(environment);
    const place = placeOf(environment);
    const { xArguments } = runnerSettings(environment);
    let child: ChildRun | undefined;
    let hasGivenWay = false;
    const asked = askCurrent(
      {
        bridgeFile: this.bridgeFile,
        interpreter: python.program,
        interpreterArguments: python.arguments,
        workingDirectory: runningDirectory(place),
        environment: { ...process.env, ...addedVariables(environment) },
        onLine: (line) => this.logLine(line),
        onStart: (started) => {
          child = this.adopt(started);
          if (hasGivenWay) child.stop('SIGINT');
        },
      },
      { ask: 'current', config: place.configFile, section: environment.section, arguments: xArguments },
    ).finally(() => this.busy.delete(environment.key));
    const giveWay = async (): Promise<void> => {
      hasGivenWay = true;
      child?.stop('SIGINT');
      await asked.catch(() => undefined);
    };
    this.busy.set(environment.key, { title, giveWay });
    const answer = await asked;
    return hasGivenWay ? undefined : answer;
  }

  /** Whether `ask` has a Python to ask; else there is only the command line of what the settings have in Alembic's place. */
  canAsk(environment: EnvironmentDto, interpreter: string): boolean {
    return bridgePython(environment, interpreter) !== undefined;
  }

  /** Runs an Alembic command for what it writes, without changing what was run last; throws a cancellation where the person stops it. */
  async capture(
    environment: EnvironmentDto,
    interpreter: string,
    commandAndArguments: readonly string[],
    title: string,
  ): Promise<ChildEnd> {
    requireTrust(title);
    const command = alembicCommand(environment, interpreter, commandAndArguments);
    this.noteSecrets(environment);
    return await this.alone(environment, title, async () => {
      const child = this.start(() => new ChildRun(command, (line) => this.logLine(line)));
      if (await followStoppable(child, title, () => new vscode.Disposable(() => undefined))) {
        throw new vscode.CancellationError();
      }
      return this.masked(await child.end);
    });
  }

  /** What was run last for the environment by a person's command; undefined where nothing was. */
  lastRun(environment: EnvironmentDto): LastRun | undefined {
    return this.last.get(environment.key);
  }

  /** Text with every password that is known here replaced. */
  maskText(text: string): string {
    return this.mask.mask(text);
  }

  /** Interrupts what still runs, as Ctrl+C would, and starts nothing more: the window closes. */
  dispose(): void {
    this.isClosing = true;
    this.failures.dispose();
    for (const child of this.running) if (!child.isStopping) child.stop('SIGINT');
    this.guardian.dispose();
  }

  /** What Alembic's own command line says where the bridge can't run: the command is replaced by one that may run elsewhere. */
  private async readCurrent(
    environment: EnvironmentDto,
    interpreter: string,
    title: string,
  ): Promise<BridgeAnswer<CurrentAnswer>> {
    const end = await this.capture(environment, interpreter, ['current', '--verbose'], title);
    const databases = readCurrentOutput(end.output);
    if (databases.length > 0) return { result: { databases } };
    const outcome = readOutcome(end, false, () => false);
    const message =
      outcome.kind === 'failure' ? outcome.message : 'The command did not say which database it asked.';
    return { error: { kind: 'commandFailed', type: '', message, file: null, line: null } };
  }

  /** Values of the settings' variables are secrets too where their names say so. */
  private noteSecrets(environment: EnvironmentDto): void {
    for (const [name, value] of Object.entries(addedVariables(environment))) {
      this.secrets.set(`${environment.key} ${name}`, value);
    }
    this.mask = new SecretMask({ ...process.env, ...Object.fromEntries(this.secrets) });
  }

  private start(create: () => ChildRun): ChildRun {
    if (this.isClosing) throw new vscode.CancellationError();
    return this.adopt(create());
  }

  private adopt(child: ChildRun): ChildRun {
    this.running.add(child);
    child.guardBy(this.guardian);
    if (this.isClosing) child.stop('SIGINT');
    void child.end.then(() => this.running.delete(child));
    return child;
  }

  private async alone<Result>(
    environment: EnvironmentDto,
    title: string,
    run: () => Promise<Result>,
  ): Promise<Result> {
    if (this.isClosing) throw new vscode.CancellationError();
    const other = this.busy.get(environment.key);
    if (other?.giveWay) {
      await other.giveWay();
      return await this.alone(environment, title, run);
    }
    if (other) {
      throw new Refusal(
        `"${other.title}" is still running for ${environment.label}; wait for it to end or cancel it.`,
        [],
        'warning',
      );
    }
    this.busy.set(environment.key, { title });
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
    const mask = ({ stream, text, written }: OutputLine): OutputLine => ({
      stream,
      text: this.mask.mask(text),
      ...(written === undefined ? {} : { written: this.mask.mask(written) }),
    });
    return { ...end, output: end.output.map(mask) };
  }
}

/** What runs the bridge; undefined where a replaced command leaves no way to know. */
function bridgePython(
  environment: EnvironmentDto,
  interpreter: string,
): { readonly program: string; readonly arguments: readonly string[] } | undefined {
  const { command } = runnerSettings(environment);
  if (command.length === 0) return { program: interpreter, arguments: [] };
  const [program, ...rest] = pythonOfCommand(command) ?? [];
  return program === undefined ? undefined : { program, arguments: rest };
}

function onlyCommandLine(title: string): Refusal {
  return new Refusal(
    `${title} asks Alembic's Python, which the command of the setting alembicWorkbench.command gives no way to; run it where Alembic is installed here.`,
    [
      {
        title: 'Open Setting',
        command: 'workbench.action.openSettings',
        arguments: ['alembicWorkbench.command'],
      },
    ],
  );
}
