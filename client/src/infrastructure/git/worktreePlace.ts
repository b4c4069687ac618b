import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { RunPlace } from '../alembic/command/alembicCommand';
import type { DatabaseState } from '../alembic/bridge/bridge';

/** The same folders in another checkout of the repository; undefined where the config file is not there. */
export function placeInWorktree(place: RunPlace, checkout: string, worktree: string): RunPlace | undefined {
  const configFile = inWorktree(place.configFile, checkout, worktree);
  const workingDirectory = inWorktree(place.workingDirectory, checkout, worktree);
  if (configFile === undefined || workingDirectory === undefined) return undefined;
  if (!existsSync(configFile) || !existsSync(workingDirectory)) return undefined;
  const top = inWorktree(place.top, checkout, worktree) ?? worktree;
  return { configFile, workingDirectory, top, isElsewhere: true };
}

/** The file of the checkout at the place that a file has in the worktree; undefined where it is not there, or its text is another. */
export function sameFileHere(file: string, checkout: string, worktree: string): string | undefined {
  if (!isWithin(worktree, file) || !existsSync(file)) return undefined;
  const here = join(checkout, relative(worktree, file));
  return existsSync(here) && readFileSync(here).equals(readFileSync(file)) ? here : undefined;
}

/**
 * An SQLite database that lies in the checkout is what a path in the worktree would mean too: links lead from there to it, so that no other
 * file is made or migrated in its place.
 */
export function linkDatabases(databases: readonly DatabaseState[], checkout: string, worktree: string): void {
  for (const { file } of databases) {
    if (!file || !existsSync(file)) continue;
    const there = inWorktree(file, checkout, worktree);
    if (there === undefined) continue;
    // One that Git has is another file with old contents.
    if (lstatSync(there, { throwIfNoEntry: false })) rmSync(there);
    mkdirSync(dirname(there), { recursive: true });
    symlinkSync(file, there);
  }
}

/** True where both are the same databases at the same revisions, in the same order. */
export function sameDatabases(one: readonly DatabaseState[], other: readonly DatabaseState[]): boolean {
  const key = (databases: readonly DatabaseState[]): string =>
    JSON.stringify(
      databases.map(
        ({ name, dialect, host, port, database, file, versionTable, versionTableSchema, heads }) => [
          name,
          dialect,
          host,
          port,
          file ?? database,
          versionTable,
          versionTableSchema,
          [...heads].sort(),
        ],
      ),
    );
  return key(one) === key(other);
}

/** True where the path is the folder or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

function inWorktree(path: string, checkout: string, worktree: string): string | undefined {
  const real = existsSync(path) ? realpathSync(path) : path;
  return isWithin(checkout, real) ? join(worktree, relative(checkout, real)) : undefined;
}
