import { explain } from './repository';
import type { NoGit, Repository } from './repository';
import { runGit } from './runGit';

/** What is checked out, what the main branch is, and where they parted. All are full hashes. */
export interface Comparison {
  /** The main branch as a person would name it, such as `origin/main`. */
  readonly mainBranch: string;
  readonly head: string;
  /** The full name of the branch that is checked out; `HEAD` where none is. */
  readonly branch: string;
  readonly main: string;
  readonly mergeBase: string;
}

/** A branch, local or of a remote. */
export interface BranchRef {
  /** As a person would name it: `feature/x` or `origin/feature/x`. */
  readonly name: string;
  readonly commit: string;
}

/** Usual names of the main branch, best first; `origin/HEAD` stands for its target. */
const usualMainBranches = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
] as const;

/**
 * The commit to compare with. `chosen` is the setting: any name of a commit, or empty for the usual branches.
 */
export async function readComparison(
  repository: Repository,
  chosen: string,
  signal?: AbortSignal,
): Promise<Comparison | NoGit> {
  const { workTree } = repository;
  const [head, main] = await Promise.all([
    readHead(repository, signal),
    chosen === '' ? findUsualMain(repository, signal) : findChosenMain(repository, chosen, signal),
  ]);
  if (!head) return { reason: `${workTree} has no commit yet, so nothing is compared with the main branch.` };
  if (!main) {
    const tried = chosen === '' ? 'origin/HEAD, main or master' : `'${chosen}'`;
    return {
      reason: `${workTree} has no ${tried} to compare with: name the main branch (setting alembicWorkbench.mainBranch, option --base).`,
    };
  }
  const compared = (await preferRemote(repository, head.ref, main, signal)) ?? main;
  const mergeBase = await runGit(workTree, ['merge-base', head.commit, compared.commit], { signal });
  if (mergeBase.kind === 'done') {
    return {
      mainBranch: compared.name,
      head: head.commit,
      branch: head.ref,
      main: compared.commit,
      mergeBase: firstLine(mergeBase.output),
    };
  }
  if (mergeBase.kind !== 'failed' || mergeBase.exitCode !== 1)
    return { reason: explain(mergeBase, workTree) };
  return {
    reason: repository.isShallow
      ? `${workTree} is a shallow clone that does not reach back to where it parted from ${compared.name}, so they are not compared: get more history with git fetch --unshallow.`
      : `${workTree} and ${compared.name} have no commit in common, so they are not compared.`,
  };
}

/** All branches, local ones and those of remotes, the newest first. */
export async function readBranches(
  { workTree }: Repository,
  signal?: AbortSignal,
): Promise<readonly BranchRef[]> {
  const refs = await readRefs(workTree, ['refs/heads', 'refs/remotes'], signal);
  return refs
    .filter(({ pointsTo }) => pointsTo === '')
    .map(({ commit, ref }) => ({ name: nameForPeople(ref), commit }));
}

interface Ref {
  readonly commit: string;
  readonly ref: string;
  /** What a symbolic one names; empty for all others. */
  readonly pointsTo: string;
}

interface NamedCommit {
  readonly name: string;
  readonly commit: string;
  /** Its full name, where it is a branch. */
  readonly ref: string;
}

async function readHead(
  { workTree }: Repository,
  signal: AbortSignal | undefined,
): Promise<{ readonly commit: string; readonly ref: string } | undefined> {
  const run = await runGit(workTree, ['rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD'], { signal });
  if (run.kind !== 'done') return undefined;
  const [commit = '', ref = ''] = run.output.toString('utf8').split('\n');
  return { commit, ref };
}

async function findUsualMain(
  { workTree }: Repository,
  signal: AbortSignal | undefined,
): Promise<NamedCommit | undefined> {
  const refs = await readRefs(workTree, usualMainBranches, signal);
  for (const candidate of usualMainBranches) {
    const found = refs.find(({ ref }) => ref === candidate);
    if (!found) continue;
    const ref = found.pointsTo || found.ref;
    return { name: nameForPeople(ref), commit: found.commit, ref };
  }
  return undefined;
}

async function findChosenMain(
  { workTree }: Repository,
  chosen: string,
  signal: AbortSignal | undefined,
): Promise<NamedCommit | undefined> {
  // Anything that begins so would be taken for an option.
  if (chosen.startsWith('-')) return undefined;
  const [commit, ref] = await Promise.all([
    runGit(workTree, ['rev-parse', '--verify', '--quiet', `${chosen}^{commit}`], { signal }),
    runGit(workTree, ['rev-parse', '--verify', '--quiet', '--symbolic-full-name', chosen], { signal }),
  ]);
  if (commit.kind !== 'done') return undefined;
  return {
    name: chosen,
    commit: firstLine(commit.output),
    ref: ref.kind === 'done' ? firstLine(ref.output) : '',
  };
}

/** Where the main branch itself is checked out: the same branch as `origin` has it. */
async function preferRemote(
  { workTree }: Repository,
  head: string,
  main: NamedCommit,
  signal: AbortSignal | undefined,
): Promise<NamedCommit | undefined> {
  if (main.ref !== head || !head.startsWith('refs/heads/')) return undefined;
  const wanted = head.replace('refs/heads/', 'refs/remotes/origin/');
  const [found] = await readRefs(workTree, [wanted], signal);
  return found?.ref === wanted
    ? { name: nameForPeople(wanted), commit: found.commit, ref: wanted }
    : undefined;
}

async function readRefs(
  directory: string,
  patterns: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Ref[]> {
  const format = '--format=%(objectname)%00%(refname)%00%(symref)';
  const run = await runGit(directory, ['for-each-ref', '--sort=-committerdate', format, ...patterns], {
    signal,
  });
  if (run.kind !== 'done') return [];
  return run.output
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [commit, ref, pointsTo = ''] = line.split('\0');
      return commit && ref ? [{ commit, ref, pointsTo }] : [];
    });
}

function nameForPeople(ref: string): string {
  return ref.replace(/^refs\/(heads|remotes)\//, '');
}

function firstLine(output: Buffer): string {
  return output.toString('utf8').split('\n', 1)[0] ?? '';
}
