import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { RunPlace } from '../alembic/command/targetParts';
import type { DatabaseState } from '../alembic/bridge/bridgeAnswers';
import { databaseIdentity } from '../alembic/databases/databaseIdentity';

/** The same folders in another checkout of the repository; undefined where the config file is not there. */
export function placeInWorktree(place: RunPlace, checkout: string, worktree: string): RunPlace | undefined {
  const configFile = inWorktree(place.configFile, checkout, worktree);
  const workingDirectory = inWorktree(place.workingDirectory, checkout, worktree);
  if (configFile === undefined || workingDirectory === undefined) return undefined;
  if (!existsSync(configFile) || !existsSync(workingDirectory)) return undefined;
  const top = inWorktree(place.top, checkout, worktree) ?? worktree;
  return { configFile, workingDirectory, top, isElsewhere: true };
}

/**
 * The file of the checkout at the place that a file has in the worktree; undefined where it is not there, or
 * its text is another.
 */
export function sameFileHere(file: string, checkout: string, worktree: string): string | undefined {
  if (!isWithin(file, worktree) || !existsSync(file)) return undefined;
  const here = join(checkout, relative(worktree, file));
  return existsSync(here) && readFileSync(here).equals(readFileSync(file)) ? here : undefined;
}

/** A path of the worktree that leads out of it, or that nothing can be put in place of. */
export class OutsideWorktree extends Error {}

/**
 * An SQLite database that lies in the checkout is what a path in the worktree would mean too: links lead from
 * there to it, so that no other file is made or migrated in its place. Throws `OutsideWorktree` before
 * anything outside of the worktree would be touched.
 */
export function linkDatabases(databases: readonly DatabaseState[], checkout: string, worktree: string): void {
  const links = databases.flatMap(({ file }) => {
    if (!file || !existsSync(file)) return [];
    const there = inWorktree(file, checkout, worktree);
    return there === undefined ? [] : [{ file, there }];
  });
  for (const { there } of links) requireWithin(worktree, dirname(there));
  for (const { file, there } of links) {
    makeFolder(worktree, dirname(there));
    const found = lstatSync(there, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new OutsideWorktree(`${relative(worktree, there)} is a folder there`);
    // One that Git has is another file with old contents; of a link only the link itself is removed.
    if (found) unlinkSync(there);
    symlinkSync(file, there);
  }
}

/**
 * Throws `OutsideWorktree` where a link among the folders down to this one leads out of the worktree, or
 * nowhere.
 */
function requireWithin(worktree: string, folder: string): void {
  const top = realpathSync(worktree);
  const names = relative(worktree, folder).split(sep);
  for (const [index] of names.entries()) {
    const path = join(worktree, ...names.slice(0, index + 1));
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found) return;
    const name = relative(worktree, path);
    const real = found.isSymbolicLink() ? targetOf(path) : path;
    if (real === undefined) throw new OutsideWorktree(`${name} is a link that leads nowhere`);
    if (!isWithin(real, top)) throw new OutsideWorktree(`${name} is a link that leads out of it, to ${real}`);
    if (!statSync(path).isDirectory()) throw new OutsideWorktree(`${name} is no folder there`);
  }
}

/** Makes the missing folders, once those that are there are proven to lie in the worktree. */
function makeFolder(worktree: string, folder: string): void {
  requireWithin(worktree, folder);
  mkdirSync(folder, { recursive: true });
  if (!isWithin(realpathSync(folder), realpathSync(worktree)))
    throw new OutsideWorktree(`${relative(worktree, folder)} leads out of it`);
}

function targetOf(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch {
    return undefined;
  }
}

/** True where both are the same databases at the same revisions, in the same order. */
export function sameDatabases(one: readonly DatabaseState[], other: readonly DatabaseState[]): boolean {
  const key = (databases: readonly DatabaseState[]): string =>
    JSON.stringify(databases.map((database) => [databaseIdentity(database), [...database.heads].sort()]));
  return key(one) === key(other);
}

/** True where the path is the folder or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

function inWorktree(path: string, checkout: string, worktree: string): string | undefined {
  const real = existsSync(path) ? realpathSync(path) : path;
  return isWithin(real, checkout) ? join(worktree, relative(checkout, real)) : undefined;
}
