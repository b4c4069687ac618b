import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { askProbe } from '../alembic/bridge/bridge';
import type { BridgeError, InterpreterProbe } from '../alembic/bridge/bridgeAnswers';
import { workspaceFolder } from '../alembic/command/runnerSettings';
import type { RunSettings } from '../alembic/command/runnerSettings';
import { SecretMask } from '../alembic/output/secretMask';
import { openSetting } from '../vscode/userError';
import { UserError } from '../vscode/userError';
import { requireTrust } from '../vscode/trust';
import { AskPythonExtensions } from './askPythonExtensions';
import { isProgramThere } from './projectTools';
import { findOnPath, findProjectEnvironments } from './virtualEnvironments';

/** An interpreter that may run the project's Alembic, and where it was found. */
export interface InterpreterCandidate {
  readonly path: string;
  readonly source: string;
  /** The environment that a person has selected for the project, which no other is to stand in for. */
  readonly isSelected?: boolean;
}

/**
 * An interpreter that was tried and has Alembic, or the program of a command that stands in its place and is
 * not tried.
 */
export interface Interpreter extends InterpreterCandidate {
  readonly probe: InterpreterProbe | undefined;
}

/** Finds the Python that runs a project's Alembic; asks nobody before it is needed. */
export class Interpreters {
  private readonly probes = new Map<string, InterpreterProbe>();
  private readonly resolved = new Map<string, Interpreter>();
  private readonly extensions: AskPythonExtensions;
  private readonly changed = new vscode.EventEmitter<void>();

  /** Fires where what `last` gives is another. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly bridgeFile: string,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.extensions = new AskPythonExtensions(log);
  }

  /** What `resolve` found last for the environment; undefined where it was not asked. */
  last(environmentKey: string): Interpreter | undefined {
    return this.resolved.get(environmentKey);
  }

  /**
   * The first interpreter, in the order of `candidates`, that can import Alembic; none behind a selected
   * environment. Throws a UserError that says why there is none.
   */
  async resolve(environment: EnvironmentDto, settings: RunSettings): Promise<Interpreter> {
    const found = await this.find(environment, settings);
    const before = this.resolved.get(environment.key);
    this.resolved.set(environment.key, found);
    if (before?.path !== found.path || before.source !== found.source) this.changed.fire();
    return found;
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async find(environment: EnvironmentDto, settings: RunSettings): Promise<Interpreter> {
    requireTrust('Running Alembic');
    const { runner, addedVariables } = settings;
    const variables = { ...process.env, ...addedVariables };
    const [program] = runner.command;
    if (program !== undefined) {
      requireProgram(program, variables);
      this.log.info(`Alembic is run by the command of the setting alembicWorkbench.command: ${program} …`);
      return { path: program, source: 'command of the settings', probe: undefined };
    }
    const configured = configuredInterpreter(environment, runner.interpreter);
    const candidates = configured
      ? [{ path: configured, source: 'setting' }]
      : await this.candidates(environment);
    const errors: BridgeError[] = [];
    for (const candidate of candidates) {
      const tried = await this.probe(candidate, environment.workingDirectory, variables);
      if ('probe' in tried) {
        const { path, source, probe } = tried;
        this.log.info(
          `Python: ${path} (${source}), Python ${probe?.python ?? '?'}, Alembic ${probe?.alembic ?? '?'}`,
        );
        return tried;
      }
      this.log.info(`Python: ${candidate.path} (${candidate.source}) does not do: ${tried.message}`);
      errors.push(tried);
      if (candidate.isSelected && lacksAlembic(tried)) throw selectedLacksAlembic(candidate, tried);
    }
    throw noInterpreter(configured, candidates, errors);
  }

  /** Every interpreter that could be meant, in the order in which they are tried. */
  async candidates(environment: EnvironmentDto): Promise<readonly InterpreterCandidate[]> {
    const resource = vscode.Uri.parse(environment.configUri ?? environment.scriptDirectoryUri);
    const selected = await this.extensions.selected(resource);
    const onPath = findOnPath(process.env['PATH'] ?? '', process.platform);
    return withoutRepeats([
      // An extension selects some Python of the machine by itself where a project has no environment.
      ...selected.map((named) => ({ ...named, isSelected: isOfEnvironment(named.path) })),
      ...findProjectEnvironments(environment.workingDirectory, workspaceFolder(environment)),
      ...onPath.map((path) => ({ path, source: 'PATH' })),
    ]);
  }

  /** `candidates`, and what the installed Python extensions know beyond. */
  async all(environment: EnvironmentDto): Promise<readonly InterpreterCandidate[]> {
    const [candidates, known] = await Promise.all([this.candidates(environment), this.extensions.known()]);
    return withoutRepeats([...candidates, ...known]);
  }

  private async probe(
    candidate: InterpreterCandidate,
    workingDirectory: string,
    environment: Readonly<Record<string, string | undefined>>,
  ): Promise<Interpreter | BridgeError> {
    const known = this.probes.get(candidate.path);
    // A bare name is one of the PATH.
    if (known && (!isAbsolute(candidate.path) || existsSync(candidate.path)))
      return { ...candidate, probe: known };
    const mask = new SecretMask(environment);
    const answer = await askProbe({
      bridgeFile: this.bridgeFile,
      interpreter: candidate.path,
      workingDirectory,
      environment,
      onLine: (line) => this.log.trace(mask.mask(line.text)),
    });
    if ('error' in answer) return answer.error;
    this.probes.set(candidate.path, answer.result);
    return { ...candidate, probe: answer.result };
  }
}

/** VS Code's PATH may be another than a terminal's. */
function requireProgram(program: string, variables: Readonly<Record<string, string | undefined>>): void {
  if (isProgramThere(program, variables)) return;
  const where = isAbsolute(program) ? `${program} is not there` : `there is no ${program} on VS Code's PATH`;
  throw new UserError(
    `The command of the setting alembicWorkbench.command can't be started, for ${where}; give the program's full path.`,
    [openSetting('command')],
  );
}

/** The interpreter of the setting, made absolute; undefined where the setting is empty. */
function configuredInterpreter(environment: EnvironmentDto, path: string): string | undefined {
  if (!path) return undefined;
  // A bare name such as `python3.12` is looked up on the PATH by the system.
  return isAbsolute(path) || !/[\\/]/.test(path) ? path : join(workspaceFolder(environment), path);
}

function noInterpreter(
  configured: string | undefined,
  candidates: readonly InterpreterCandidate[],
  errors: readonly BridgeError[],
): UserError {
  const actions = [{ title: 'Select Interpreter…', command: commandIds.selectInterpreter }];
  if (candidates.length === 0) {
    return new UserError(
      'No Python was found to run Alembic with; select the interpreter of this project.',
      actions,
    );
  }
  if (configured) {
    const reason = withoutStop(errors[0]?.message ?? 'it did not answer');
    return new UserError(
      `The interpreter ${configured} can't run Alembic (${reason}); select another one.`,
      actions,
    );
  }
  return new UserError(
    `None of the ${candidates.length} interpreters found has Alembic installed; select the interpreter of this project.`,
    actions,
  );
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function lacksAlembic({ kind }: BridgeError): boolean {
  return kind === 'alembicMissing' || kind === 'alembicTooOld';
}

function selectedLacksAlembic({ path, source }: InterpreterCandidate, { message }: BridgeError): UserError {
  return new UserError(
    `The interpreter ${path}, which ${source} has selected, can't run Alembic (${withoutStop(message)}); install it there or select another one.`,
    [{ title: 'Select Interpreter…', command: commandIds.selectInterpreter }],
  );
}

/** Whether the interpreter is that of a virtual environment or one of Conda's. */
function isOfEnvironment(path: string): boolean {
  const folder = dirname(path);
  return [folder, dirname(folder)].some(
    (place) => existsSync(join(place, 'pyvenv.cfg')) || existsSync(join(place, 'conda-meta')),
  );
}

function withoutRepeats(candidates: readonly InterpreterCandidate[]): readonly InterpreterCandidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ path }) => {
    const same = sameInterpreter(path);
    return !seen.has(same) && seen.add(same);
  });
}

/**
 * Equal for the names that one environment's Python has, as `python` and `python3`, and for folders that lead
 * to one another. The folder counts too: the Pythons of all virtual environments are links to the same
 * program.
 */
function sameInterpreter(path: string): string {
  try {
    return join(realpathSync.native(dirname(path)), basename(realpathSync.native(path)));
  } catch {
    return path;
  }
}
