import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../../../server/protocol/identifiers';
import type { EnvironmentDto } from '../../../../server/protocol/environments';
import { askProbe } from '../alembic/bridge';
import type { BridgeError, InterpreterProbe } from '../alembic/bridge';
import { addedVariables, runnerSettings, workspaceFolder } from '../alembic/runnerSettings';
import { SecretMask } from '../alembic/secretMask';
import { Refusal } from '../vscode/refusal';
import { requireTrust } from '../vscode/trust';
import { installedPythonExtensions } from './pythonExtensions';
import { findOnPath, findVirtualEnvironments } from './virtualEnvironments';

/** An interpreter that may run the project's Alembic, and where it was found. */
export interface InterpreterCandidate {
  readonly path: string;
  readonly source: string;
}

/** An interpreter that was tried and has Alembic, or the program of a command that stands in its place and is not tried. */
export interface Interpreter extends InterpreterCandidate {
  readonly probe: InterpreterProbe | undefined;
}

/** Finds the Python that runs a project's Alembic; asks nobody before it is needed. */
export class Interpreters {
  private readonly probes = new Map<string, InterpreterProbe>();

  constructor(
    private readonly bridgeFile: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The first interpreter, in the order of `candidates`, that can import Alembic. Throws a refusal that says why there is none. */
  async resolve(environment: EnvironmentDto): Promise<Interpreter> {
    requireTrust('Running Alembic');
    const [program] = runnerSettings(environment).command;
    if (program !== undefined) {
      this.log.info(`Alembic is run by the command of the setting alembicWorkbench.command: ${program} …`);
      return { path: program, source: 'command of the settings', probe: undefined };
    }
    const configured = configuredInterpreter(environment);
    const candidates = configured
      ? [{ path: configured, source: 'setting' }]
      : await this.candidates(environment);
    const errors: BridgeError[] = [];
    for (const candidate of candidates) {
      const tried = await this.probe(candidate, environment);
      if ('probe' in tried) {
        const { path, source, probe } = tried;
        this.log.info(
          `Python: ${path} (${source}), Python ${probe?.python ?? '?'}, Alembic ${probe?.alembic ?? '?'}`,
        );
        return tried;
      }
      this.log.info(`Python: ${candidate.path} (${candidate.source}) does not do: ${tried.message}`);
      errors.push(tried);
    }
    throw noInterpreter(configured, candidates, errors);
  }

  /** Every interpreter that could be meant, in the order in which they are tried. */
  async candidates(environment: EnvironmentDto): Promise<readonly InterpreterCandidate[]> {
    const resource = environment.configUri ?? environment.scriptDirectoryUri;
    const fromExtensions: InterpreterCandidate[] = [];
    for (const extension of await installedPythonExtensions()) {
      const path = await extension.activeInterpreter(vscode.Uri.parse(resource)).catch(() => undefined);
      if (path) fromExtensions.push({ path, source: extension.label });
    }
    const top = environment.workspaceFolderUri
      ? vscode.Uri.parse(environment.workspaceFolderUri).fsPath
      : environment.workingDirectory;
    const inProject = findVirtualEnvironments(environment.workingDirectory, top);
    const onPath = findOnPath(process.env['PATH'] ?? '', process.platform);
    return withoutRepeats([
      ...fromExtensions,
      ...inProject.map((path) => ({ path, source: 'virtual environment' })),
      ...onPath.map((path) => ({ path, source: 'PATH' })),
    ]);
  }

  /** What the installed Python extensions know beyond `candidates`. */
  async known(): Promise<readonly InterpreterCandidate[]> {
    const lists = await Promise.all(
      (await installedPythonExtensions()).map(async (extension) =>
        (await extension.knownInterpreters().catch(() => [])).map((path) => ({
          path,
          source: extension.label,
        })),
      ),
    );
    return withoutRepeats(lists.flat());
  }

  private async probe(
    candidate: InterpreterCandidate,
    target: EnvironmentDto,
  ): Promise<Interpreter | BridgeError> {
    const known = this.probes.get(candidate.path);
    if (known) return { ...candidate, probe: known };
    const environment = { ...process.env, ...addedVariables(target) };
    const mask = new SecretMask(environment);
    const answer = await askProbe({
      bridgeFile: this.bridgeFile,
      interpreter: candidate.path,
      workingDirectory: target.workingDirectory,
      environment,
      onLine: (line) => this.log.trace(mask.mask(line.text)),
    });
    if ('error' in answer) return answer.error;
    this.probes.set(candidate.path, answer.result);
    return { ...candidate, probe: answer.result };
  }
}

/** The interpreter of the setting, made absolute; undefined where the setting is empty. */
function configuredInterpreter(environment: EnvironmentDto): string | undefined {
  const path = runnerSettings(environment).interpreter;
  if (!path) return undefined;
  // A bare name such as `python3.12` is looked up on the PATH by the system.
  return isAbsolute(path) || !/[\\/]/.test(path) ? path : join(workspaceFolder(environment), path);
}

function noInterpreter(
  configured: string | undefined,
  candidates: readonly InterpreterCandidate[],
  errors: readonly BridgeError[],
): Refusal {
  const waysOut = [{ title: 'Select Interpreter…', command: commandIds.selectInterpreter }];
  if (candidates.length === 0) {
    return new Refusal(
      'No Python was found to run Alembic with; select the interpreter of this project.',
      waysOut,
    );
  }
  if (configured) {
    const reason = errors[0]?.message ?? 'it did not answer';
    return new Refusal(
      `The interpreter ${configured} can't run Alembic (${reason}); select another one.`,
      waysOut,
    );
  }
  return new Refusal(
    `None of the ${candidates.length} interpreters found has Alembic installed; select the interpreter of this project.`,
    waysOut,
  );
}

function withoutRepeats(candidates: readonly InterpreterCandidate[]): readonly InterpreterCandidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ path }) => !seen.has(path) && seen.add(path));
}
