import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { version } from '../package.json';
import { normalizePath } from '../disk/nativePath';
import type { GitReader } from '../disk/git/gitReader';
import { hasJournals } from '../disk/write/stateFolder';
import { nodeFileSystem } from '../disk/nodeFileSystem';
import { runCommandLine } from './commandLine';
import { linesOf } from './readLines';
import { terminalText } from './terminalText';
import type { CommandHost } from './host';

let gitReader: GitReader | undefined;

const host: CommandHost = {
  workingDirectory: normalizePath(currentDirectory()),
  fileSystem: nodeFileSystem,
  colours: isatty(1) && process.env['NO_COLOR'] === undefined,
  errorColours: isatty(2) && process.env['NO_COLOR'] === undefined,
  print: (text) => void process.stdout.write(terminalText(text, host.colours)),
  printError: (text) => void process.stderr.write(terminalText(text, host.errorColours)),
  editing: {
    newRevisionId: () => Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex'),
    epochMilliseconds: () => Date.now(),
    localTimeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  },
  write: async (change) => {
    const { beginJournal, uninterrupted, writeChange } = await import('./lazyModules');
    const begun = beginJournal(change.bounds);
    if (!begun.ok) return begun;
    return await uninterrupted(
      () => writeChange(change, begun.journal),
      (outcome) => {
        const result = outcome.ok ? 'the change was written first.' : outcome.reason;
        host.printError(`alembic-ls: interrupted; ${result}\n`);
      },
    );
  },
  interruptedChanges: async (bounds) => {
    if (!hasJournals()) return [];
    const { interruptedChanges } = await import('./lazyModules');
    return interruptedChanges(bounds());
  },
  settleInterrupted: async (bounds) => {
    const { settleInterrupted } = await import('./lazyModules');
    const outcome = await settleInterrupted(bounds());
    process.once('exit', () => outcome.claim?.end());
    return outcome;
  },
  readGit: async (snapshot, mainBranch = '') => {
    return await (await readerOfGit()).facts({ snapshot, mainBranch, isOpen: () => false });
  },
  readGitFiles: async (snapshot, need) => {
    const { readFilesForFix } = await import('./lazyModules');
    return await readFilesForFix(await readerOfGit(), snapshot, need);
  },
  runRules: async (snapshot, settings) => (await import('./lazyModules')).runRules(snapshot, settings),
  checkSyntax: async (paths) => {
    const { SyntaxChecker } = await import('./lazyModules');
    return await new SyntaxChecker({
      program: join(__dirname, 'syntax-check.js'),
      background: false,
      mostProcesses: Math.min(2, availableParallelism()),
      log: (message) => host.printError(`${message}\n`),
    }).check(paths);
  },
  inputLines: () => linesOf(process.stdin),
};

const words = process.argv.slice(2);
if (words[0] === 'server' && !words.includes('--help') && !words.includes('-h')) {
  // The server is a bundle of its own, so that every other command starts without loading it.
  createRequire(__filename)('./server.js');
} else {
  // A reader that closes the pipe early (`| head`) is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE')
      host.printError(`alembic-ls: the answer can't be written: ${error.message}.\n`);
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  // There is nobody left to tell.
  process.stderr.on('error', () => undefined);
  runCommandLine(words, host, version).then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      host.printError(`alembic-ls failed: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}

/** One for all environments, so that nothing is said twice. */
async function readerOfGit(): Promise<GitReader> {
  const { GitReader } = await import('./lazyModules');
  gitReader ??= new GitReader({ log: (message) => host.printError(`${message}\n`) });
  return gitReader;
}

/** Ends the process where the directory that it was started in is gone. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    process.stderr.write(
      'alembic-ls: the current directory does not exist any more: change to another one.\n',
    );
    process.exit(2);
  }
}
