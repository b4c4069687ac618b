import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { isatty } from 'node:tty';
import { normalizePath } from '../disk/nativePath';
import type { GitReader } from '../disk/git/gitReader';
import { hasJournals } from '../disk/write/stateFolder';
import { nodeEditSources } from '../disk/nodeEditSources';
import { nodeFileSystem } from '../disk/nodeFileSystem';
import { readCiVariables } from './ciVariables';
import type { CommandHost } from './host';
import { linesOf } from './readLines';
import { terminalText } from './terminalText';

/** The command line's host in Node: this process's streams, disk, Git and environment. */
export function createNodeHost(workingDirectory: string, environment: NodeJS.ProcessEnv): CommandHost {
  let gitReader: GitReader | undefined;
  /** One for all environments, so that nothing is said twice. */
  const readerOfGit = async (): Promise<GitReader> => {
    const { GitReader } = await import('./lazyModules');
    gitReader ??= new GitReader({ log: (message) => host.printError(`${message}\n`) });
    return gitReader;
  };
  const host: CommandHost = {
    workingDirectory: normalizePath(workingDirectory),
    alembicConfig: environment['ALEMBIC_CONFIG'] || undefined,
    ci: readCiVariables(environment, normalizePath),
    isTerminal: isatty(1),
    fileSystem: nodeFileSystem,
    colours: hasColours(1, environment),
    errorColours: hasColours(2, environment),
    print: (text) => void process.stdout.write(terminalText(text, host.colours)),
    printError: (text) => void process.stderr.write(terminalText(text, host.errorColours)),
    editing: nodeEditSources,
    write: async (change) => {
      const { beginJournal, deferSignals, writeChange } = await import('./lazyModules');
      const begun = beginJournal(change.bounds);
      if (!begun.ok) return begun;
      return await deferSignals(
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
    readGit: async (snapshot, mainBranch = '') =>
      await (await readerOfGit()).facts({ snapshot, mainBranch, isOpen: () => false }),
    readStaged: async (snapshot) => {
      const index = environment['GIT_INDEX_FILE'];
      // Git names its index to hooks, pre-commit itself to those that it runs.
      if (!index && !environment['PRE_COMMIT']) return undefined;
      const found = await (await readerOfGit()).repositoryOf(snapshot);
      if (!found) return undefined;
      const { readStagedFiles } = await import('./lazyModules');
      return await readStagedFiles(found.repository.workTree, index && resolve(workingDirectory, index));
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
    rulePages: async () => {
      const { readRulePages } = await import('./lazyModules');
      return readRulePages(join(__dirname, 'rule-pages.json'));
    },
    nextChange: async (folders) => {
      const { nextChange } = await import('./lazyModules');
      return await nextChange(folders);
    },
    writeOutput: async (path, text) => {
      const { writeOutputFile } = await import('./lazyModules');
      return writeOutputFile(path, text);
    },
  };
  return host;
}

/**
 * Follows https://no-color.org and https://force-color.org: an empty value counts as unset, and forcing wins.
 */
function hasColours(stream: 1 | 2, environment: NodeJS.ProcessEnv): boolean {
  if (environment['FORCE_COLOR']) return true;
  return isatty(stream) && !environment['NO_COLOR'];
}
