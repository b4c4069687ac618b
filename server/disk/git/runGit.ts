import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** What came of one run of Git. */
export type GitRun =
  | { readonly kind: 'done'; readonly output: Buffer }
  /** Git ended with another exit code than 0, which for some questions is an answer. */
  | { readonly kind: 'failed'; readonly exitCode: number; readonly message: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'tooLarge' };

/** How one run of Git is fed and bounded. */
export interface GitRunOptions {
  /** What it reads from standard input. */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
  /** The most that is taken of its output. Bytes. */
  readonly largestOutput?: number;
  /** How long it may take, since a pipe in the place of one of its files keeps Git waiting for ever. */
  readonly longestSeconds?: number;
  /** The index that Git names to its hooks, in place of the repository's own. */
  readonly indexFile?: string;
  /** False for the commands that refuse to take paths as they are. */
  readonly literalPaths?: boolean;
}

const standardLargestOutput = 64 * 1024 * 1024;
const standardLongestSeconds = 120;

/**
 * Settings for every run: no other programs, no pager, no writes to the repository, no network. A partial
 * clone does not fetch missing objects.
 */
const quietly: readonly string[] = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'log.showSignature=false',
];

const quietVariables = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_LITERAL_PATHSPECS: '1',
  LC_ALL: 'C',
  LANGUAGE: 'C',
} as const;

/** Runs Git once in a directory, with an argument array and no shell. Never throws. */
export function runGit(
  directory: string,
  words: readonly string[],
  {
    input,
    signal,
    largestOutput = standardLargestOutput,
    longestSeconds = standardLongestSeconds,
    literalPaths = true,
    indexFile,
  }: GitRunOptions = {},
): Promise<GitRun> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve({ kind: 'cancelled' });
      return;
    }
    const git = spawn('git', [...quietly, '-C', directory, ...words], {
      // Not the project's directory, in which Windows would look for the program first.
      cwd: dirname(process.execPath),
      env: {
        ...environment(),
        ...(literalPaths ? {} : { GIT_LITERAL_PATHSPECS: '0' }),
        ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }),
      },
      stdio: 'pipe',
      windowsHide: true,
      ...(signal ? { signal } : {}),
    });
    const patience = setTimeout(() => {
      const message = `it gave no answer within ${String(longestSeconds)} seconds`;
      resolve({ kind: 'failed', exitCode: -1, message });
      git.kill('SIGKILL');
    }, longestSeconds * 1000);
    const chunks: Buffer[] = [];
    let size = 0;
    let complaint = '';
    git.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestOutput) chunks.push(chunk);
      else {
        resolve({ kind: 'tooLarge' });
        git.kill();
      }
    });
    git.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 4000) complaint += chunk.toString('utf8');
    });
    git.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(patience);
      if (signal?.aborted) resolve({ kind: 'cancelled' });
      else if (error.code === 'ENOENT') resolve({ kind: 'absent' });
      else resolve({ kind: 'failed', exitCode: -1, message: error.message });
    });
    git.on('close', (exitCode) => {
      clearTimeout(patience);
      if (exitCode === 0) resolve({ kind: 'done', output: Buffer.concat(chunks) });
      else resolve({ kind: 'failed', exitCode: exitCode ?? -1, message: complaint.trim() });
    });
    // Git may end before it has read everything.
    git.stdin.on('error', () => undefined);
    git.stdin.end(input ?? '');
  });
}

/**
 * The environment without variables by which a hook or wrapper points to a repository: only the files decide.
 */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name) || keep.has(name));
  return { ...Object.fromEntries(own), ...quietVariables };
}

const keep: ReadonlySet<string> = new Set([
  'GIT_EXEC_PATH',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CEILING_DIRECTORIES',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
]);
