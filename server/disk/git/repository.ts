import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parentPath } from '../../core/files/paths';
import { normalizePath } from '../nativePath';
import { runGit } from './runGit';
import type { GitRun } from './runGit';

/** A repository with a working tree. Paths are absolute and without symbolic links. */
export interface Repository {
  readonly workTree: string;
  /** What belongs to this working tree alone, as HEAD. */
  readonly gitDirectory: string;
  /** What all working trees of the repository share, as branches. */
  readonly commonDirectory: string;
  readonly isShallow: boolean;
}

/**
 * The reason why Git has no facts, as one sentence; undefined for an expected one, such as a folder without a
 * repository.
 */
export interface NoGit {
  readonly reason: string | undefined;
}

/** A version location as the repository knows it. */
export interface RepositoryPlace {
  /** The location as the environment names it. */
  readonly location: string;
  /** The same below the working tree, without symbolic links; empty for the working tree itself. */
  readonly relative: string;
}

/** The repository whose working tree holds a directory, which may not exist (any more). */
export async function findRepository(directory: string, signal?: AbortSignal): Promise<Repository | NoGit> {
  const existing = nearestExisting(directory);
  const words = ['--show-toplevel', '--absolute-git-dir', '--git-common-dir', '--is-shallow-repository'];
  const run = await runGit(existing.path, ['rev-parse', ...words], { signal, longestSeconds: 30 });
  if (run.kind !== 'done') return { reason: explain(run, directory) };
  const [workTree, gitDirectory, commonDirectory, shallow] = run.output.toString('utf8').split('\n');
  if (!workTree || !gitDirectory || !commonDirectory) return { reason: undefined };
  return {
    workTree: normalizePath(workTree),
    gitDirectory: normalizePath(gitDirectory),
    commonDirectory: normalizePath(resolve(existing.path, commonDirectory)),
    isShallow: shallow === 'true',
  };
}

/** Where a version location lies in a repository; undefined where it lies outside. */
export function placeIn({ workTree }: Repository, location: string): RepositoryPlace | undefined {
  const { path, rest } = nearestExisting(location);
  const real = `${path}${rest}`;
  if (real === workTree) return { location, relative: '' };
  const inside = workTree.endsWith('/') ? workTree : `${workTree}/`;
  return real.startsWith(inside) ? { location, relative: real.slice(inside.length) } : undefined;
}

/** Why a run of Git gave nothing, for people. */
export function explain(run: Exclude<GitRun, { kind: 'done' }>, about: string): string | undefined {
  switch (run.kind) {
    case 'absent':
      return 'Git is not installed or not in PATH, so nothing is compared with the main branch.';
    case 'cancelled':
      return undefined;
    case 'tooLarge':
      return `Git has more to say about ${about} than is read, so it is not compared with the main branch.`;
    case 'failed':
      if (/not a git repository|must be run in a work tree/.test(run.message)) return undefined;
      if (/lazy fetch|promisor|transport '.*' not allowed/.test(run.message)) return lacksObjects(about);
      return `Git can't be read in ${about}, so nothing is compared with the main branch: ${run.message.split('\n', 1)[0] ?? ''}`;
  }
}

/** The reason why a partial clone can't be compared: missing objects would have to be fetched. */
export function lacksObjects(workTree: string): string {
  return `${workTree} is a partial clone that lacks files of the main branch, so they are not compared: get them by switching to it once.`;
}

function nearestExisting(directory: string): { readonly path: string; readonly rest: string } {
  let rest = '';
  for (let path = directory; ; path = parentPath(path)) {
    try {
      // Git starts in folders alone, and a file may stand where one should.
      if (statSync(path).isDirectory()) return { path: normalizePath(realpathSync.native(path)), rest };
    } catch {
      // It is not there: the folder above it may be.
    }
    if (parentPath(path) === path) return { path, rest };
    rest = path.slice(parentPath(path).replace(/\/$/, '').length) + rest;
  }
}
