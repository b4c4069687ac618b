import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir, uptime } from 'node:os';
import { basename, join } from 'node:path';
import { ChildRun } from '../alembic/process/childRun';
import type { ChildEnd, OutputLine } from '../alembic/process/childRun';
import { isAlive } from '../alembic/process/processIdentity';
import { filteredFilesQuestion, filterNames, filterQuestion, withoutFilters } from './checkoutFilters';
import { gitCommand } from './gitCommand';
import type { GitSetting } from './gitCommand';

/** What a temporary worktree is made from. */
export interface WorktreeRequest {
  /** The top folder of the checkout whose repository has the commit. */
  readonly repository: string;
  readonly commit: string;
  /** Where it is noted that the worktree exists, so that a later start can remove what this process left. */
  readonly recordsFolder: string;
  readonly onLine: (line: OutputLine) => void;
  /** Gets Git's process while files are checked out, so that a person can stop it. */
  readonly onStart: (git: ChildRun) => void;
}

/** Why Git made no worktree, in its own words. */
export class WorktreeFailure extends Error {}

interface WorktreeRecord {
  readonly repository: string;
  /** The temporary folder that the worktree lies in. */
  readonly parent: string;
  readonly folder: string;
  /** Processes that may still use it: the one that made it, and those that it started there. */
  readonly processes: readonly number[];
  /** Milliseconds since 1970. */
  readonly made: number;
}

/**
 * A checkout of a commit in a temporary folder, apart from the person's own: their files, index and stash
 * stay as they are. It has only what Git has. Whoever makes one removes it.
 */
export class TemporaryWorktree {
  /** Filters of Git that a checkout by hand would run. */
  private filters: readonly string[] = [];

  private constructor(
    private readonly recordFile: string,
    private record: WorktreeRecord,
    private readonly onLine: (line: OutputLine) => void,
  ) {}

  /**
   * Checks the commit out. Throws a `WorktreeFailure` where Git fails or is stopped; nothing is left then.
   */
  static async create(request: WorktreeRequest): Promise<TemporaryWorktree> {
    const { repository, commit, recordsFolder, onLine, onStart } = request;
    await mkdir(recordsFolder, { recursive: true });
    const parent = await realpath(await mkdtemp(join(tmpdir(), 'alembic-worktree-')));
    // The name of the project's folder is kept, because imports may depend on it.
    const folder = join(parent, basename(repository));
    const record = { repository, parent, folder, processes: [process.pid], made: Date.now() };
    const worktree = new TemporaryWorktree(join(recordsFolder, `${basename(parent)}.json`), record, onLine);
    await worktree.note();
    const words = ['worktree', 'add', '--no-checkout', '--detach', folder, commit];
    const end = await runGit(repository, words, onLine);
    const failure = end.exitCode === 0 ? await worktree.checkOut(onStart) : reasonOf(end);
    if (failure === undefined) return worktree;
    await worktree.remove();
    throw new WorktreeFailure(failure);
  }

  get folder(): string {
    return this.record.folder;
  }

  /**
   * The files below these paths that are not what a checkout by hand would have, because no filter of Git
   * runs here. Paths from the top.
   */
  async filteredFiles(paths: readonly string[]): Promise<readonly string[]> {
    if (this.filters.length === 0 || paths.length === 0) return [];
    const end = await runGit(this.folder, filteredFilesQuestion(paths), () => undefined);
    return end.output.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
  }

  /** Notes a process that runs in the worktree: it is not removed by a later start while that one lives. */
  async noteProcess(id: number | undefined): Promise<void> {
    if (id === undefined) return;
    this.record = { ...this.record, processes: [...this.record.processes, id] };
    await this.note();
  }

  /** Removes the worktree, whatever was changed in it, and what Git knows of it. */
  async remove(): Promise<void> {
    await removeRecorded(this.recordFile, this.record, this.onLine);
  }

  /**
   * Writes the files, without the programs that the repository's configuration names for that
   * (`filter.NAME.process`). It is asked from inside, because a worktree may have a configuration of its own.
   * Gives why it could not be done.
   */
  private async checkOut(onStart: WorktreeRequest['onStart']): Promise<string | undefined> {
    const asked = await runGit(this.folder, filterQuestion, () => undefined);
    this.filters = filterNames(asked.output.map(({ text, written }) => written ?? text));
    const odd = this.filters.find((name) => name.includes('='));
    if (odd !== undefined) return `its configuration has a filter ${odd}, which can't be left out`;
    const settings = withoutFilters(this.filters);
    const words = ['reset', '--hard', '--quiet', '--no-recurse-submodules'];
    const end = await runGit(this.folder, words, this.onLine, onStart, settings);
    return end.exitCode === 0 ? undefined : reasonOf(end);
  }

  private async note(): Promise<void> {
    await writeFile(this.recordFile, JSON.stringify(this.record));
  }
}

/** Removes worktrees that earlier processes made and left. Gives their folders. */
export async function removeStaleWorktrees(
  recordsFolder: string,
  onLine: (line: OutputLine) => void,
): Promise<readonly string[]> {
  const names = await readdir(recordsFolder).catch(() => []);
  const removed: string[] = [];
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const file = join(recordsFolder, name);
    const record = await readRecord(file);
    if (!record || isInUse(record)) continue;
    await removeRecorded(file, record, onLine);
    removed.push(record.folder);
  }
  return removed;
}

/**
 * The top folder of the checkout that a folder is in, without symbolic links; undefined where there is no Git
 * or no repository.
 */
export async function checkoutOf(folder: string): Promise<string | undefined> {
  const end = await runGit(folder, ['rev-parse', '--show-toplevel'], () => undefined);
  const top = end.exitCode === 0 ? end.output.find(({ stream }) => stream === 'stdout')?.text : undefined;
  return top ? await realpath(top) : undefined;
}

async function removeRecorded(
  recordFile: string,
  { repository, parent, folder }: WorktreeRecord,
  onLine: (line: OutputLine) => void,
): Promise<void> {
  // By its own name, and no `worktree prune`: that would forget worktrees of the person's that are on a disk
  // which is not there now.
  await runGit(repository, ['worktree', 'remove', '--force', '--force', folder], onLine);
  await rm(parent, { recursive: true, force: true, maxRetries: 3 });
  await rm(recordFile, { force: true });
}

async function readRecord(file: string): Promise<WorktreeRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(file, 'utf8')) as WorktreeRecord;
    return basename(record.parent).startsWith('alembic-worktree-') ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Ids of processes mean nothing after the machine was started anew. */
function isInUse({ processes, made }: WorktreeRecord): boolean {
  const started = Date.now() - uptime() * 1000;
  return made > started && processes.some(isAlive);
}

async function runGit(
  directory: string,
  words: readonly string[],
  onLine: (line: OutputLine) => void,
  onStart?: (git: ChildRun) => void,
  settings: readonly GitSetting[] = [],
): Promise<ChildEnd> {
  const git = new ChildRun(gitCommand(directory, words, settings), onLine);
  onStart?.(git);
  return await git.end;
}

function reasonOf({ error, signal, output }: ChildEnd): string {
  if (error) return `Git could not be started: ${error.message}`;
  if (signal) return `Git was ended by ${signal}`;
  const lines = output.map(({ text }) => text.trim()).filter((text) => text !== '');
  const fatal =
    lines.findLast((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? 'Git gave no reason';
  return fatal.replace(/^(fatal|error): /, '');
}
