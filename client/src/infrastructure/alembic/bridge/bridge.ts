import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildRun } from '../process/childRun';
import type { ChildCommand, OutputLine } from '../process/childRun';
import { SecretMask } from '../output/secretMask';
import { sqlWords, sqlWordsOf } from '../output/sqlOutput';
import type { AskedCommand } from './askedCommand';
import type {
  BridgeAnswer,
  BridgeError,
  BridgeRequest,
  CompareAnswer,
  CopiesAnswer,
  CopyWish,
  CurrentAnswer,
  InterpreterProbe,
  SqlPart,
  SqlPartAnswer,
} from './bridgeAnswers';
import { readAnswer } from './readAnswer';

const unreadable =
  "Python's answer can't be read, perhaps because it was stopped while it wrote it, or because env.py wrote over it; try again, and look at the log.";

/** How `bridge.py` is run: with which interpreter, where, and what becomes of its output. */
export interface BridgeRun {
  readonly bridgeFile: string;
  readonly interpreter: string;
  /** What stands between the interpreter and the bridge: the rest of `uv run python`. */
  readonly interpreterArguments?: readonly string[];
  readonly workingDirectory: string;
  readonly environment: ChildCommand['environment'];
  readonly onLine: (line: OutputLine) => void;
  /** Gets the process as soon as it runs, so that a person can stop it. */
  readonly onStart?: (run: ChildRun) => void;
}

/**
 * Asks which databases env.py visits and where they stand; writes nothing to them. Modules below the folder
 * `notFrom` that env.py imports are named.
 */
export function askCurrent(
  run: BridgeRun,
  command: AskedCommand,
  notFrom?: string,
): Promise<BridgeAnswer<CurrentAnswer>> {
  const words = command.words(['current']);
  return askBridge(run, { ask: 'current', ...bridgeCommand(command), words, notFrom });
}

/** Asks for the SQL of each part, per database that env.py visits; nothing is run. */
export function askSql(
  run: BridgeRun,
  command: AskedCommand,
  parts: readonly SqlPart[],
): Promise<BridgeAnswer<{ readonly parts: readonly SqlPartAnswer[] }>> {
  const worded = parts.map((part) => ({
    ...part,
    words: command.words(sqlWords(part, parts) ?? sqlWordsOf(part)),
  }));
  return askBridge(run, { ask: 'sql', ...bridgeCommand(command), parts: worded });
}

/** Asks in what the models and the databases differ; writes nothing to them. */
export function askCompare(run: BridgeRun, command: AskedCommand): Promise<BridgeAnswer<CompareAnswer>> {
  return askBridge(run, { ask: 'compare', ...bridgeCommand(command), words: command.words(['check']) });
}

/**
 * Upgrades copies of the databases to a target; a connection to anything else ends it. The copies are made on
 * the way.
 */
export function upgradeCopies(
  run: BridgeRun,
  command: AskedCommand,
  target: string,
  copies: readonly CopyWish[],
): Promise<BridgeAnswer<CopiesAnswer>> {
  return askBridge(run, { ask: 'upgradeCopies', ...copyRequest(command, target, copies) });
}

/** Drops copies on a database server. */
export function dropCopies(
  run: BridgeRun,
  command: AskedCommand,
  copies: readonly CopyWish[],
): Promise<BridgeAnswer<{ readonly dropped: readonly string[] }>> {
  return askBridge(run, { ask: 'dropCopies', ...copyRequest(command, 'heads', copies) });
}

function copyRequest(command: AskedCommand, target: string, copies: readonly CopyWish[]) {
  return {
    ...bridgeCommand(command),
    words: command.words(['current']),
    upgradeWords: command.words(['upgrade', target]),
    target,
    copies: copies.map(({ to, file, database, host, port, server, serverPort }) => ({
      ...{ to, file, database, host, port, server, serverPort },
    })),
  };
}

/** Asks which Python, Alembic and SQLAlchemy an interpreter has. */
export function askProbe(run: BridgeRun): Promise<BridgeAnswer<InterpreterProbe>> {
  return askBridge(run, { ask: 'probe' });
}

function bridgeCommand({ program, config, xArguments }: AskedCommand) {
  return { program, config, arguments: xArguments };
}

async function askBridge<Result>(run: BridgeRun, request: BridgeRequest): Promise<BridgeAnswer<Result>> {
  // A file rather than stdout: env.py may print, log or exit, and none of it may spoil the answer.
  const folder = await mkdtemp(join(tmpdir(), 'alembic-workbench-'));
  const answerFile = join(folder, 'answer.json');
  try {
    const child = new ChildRun(
      {
        program: run.interpreter,
        arguments: [...(run.interpreterArguments ?? []), run.bridgeFile, answerFile, JSON.stringify(request)],
        workingDirectory: run.workingDirectory,
        environment: run.environment,
      },
      run.onLine,
    );
    run.onStart?.(child);
    const end = await child.end;
    if (end.error)
      return noAnswer('noAnswer', `${run.interpreter} could not be started: ${end.error.message}`);
    const text = await readFile(answerFile, 'utf8').catch(() => undefined);
    if (text !== undefined) return readAnswer<Result>(text, request.ask) ?? noAnswer('noAnswer', unreadable);
    if (end.signal) return noAnswer('interrupted', `Python was ended by ${end.signal}.`);
    const lastLine = end.output.findLast((line) => line.text.trim() !== '')?.text.trim();
    const reason = lastLine ?? `Python ended with code ${end.exitCode ?? '?'} before it gave an answer.`;
    return noAnswer('noAnswer', new SecretMask(run.environment).mask(reason));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function noAnswer(kind: 'noAnswer' | 'interrupted', message: string): { readonly error: BridgeError } {
  return { error: { kind, type: '', message, file: null, line: null } };
}
