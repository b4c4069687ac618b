import { watch } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTerminal } from '../../vscode/terminal';
import type { ChildCommand, ChildEnd } from './childRun';
import type { FinishedRun } from './finishedRun';

const endedInTerminal: Omit<ChildEnd, 'exitCode'> = { signal: null, error: null, output: [] };

/**
 * Runs a command in a terminal, where a person can answer what it asks: the same program, words, folder and
 * variables, with no shell between. What it writes stays there. Resolves when it ended; a terminal that was
 * closed before is an interrupt.
 */
export async function runInTerminal(
  script: string,
  { program, arguments: words, workingDirectory, environment }: ChildCommand,
  title: string,
  onStart: (pid: number | undefined) => void,
): Promise<FinishedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'alembic-terminal-'));
  const endFile = join(folder, 'end');
  const terminal = openTerminal({
    title,
    program: process.execPath,
    arguments: [script, endFile, program, ...words],
    workingDirectory,
    environment: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
  });
  void terminal.pid.then(onStart);
  const watcher = watch(folder);
  try {
    const exitCode = await new Promise<number | null | undefined>((resolve) => {
      const look = async (): Promise<void> => {
        const end = await readEnd(endFile);
        if (end) resolve(end.exitCode);
      };
      watcher.on('change', () => void look());
      void terminal.closed.then(look).then(() => resolve(undefined));
    });
    return {
      end: { ...endedInTerminal, exitCode: exitCode ?? null },
      interruptAsked: exitCode === undefined,
    };
  } finally {
    watcher.close();
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function readEnd(file: string): Promise<{ readonly exitCode: number | null } | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as { readonly exitCode: number | null };
  } catch {
    return undefined;
  }
}
