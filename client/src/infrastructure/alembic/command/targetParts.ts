import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import type { ClientSettings } from '../../../../../server/protocol/settings';
import { foldersUpTo } from '../../python/virtualEnvironments';

/** Hashes by what they are of: its name to people, or the path of a file. */
export type Hashes = ReadonlyMap<string, string>;

/** What a run depends on. */
export interface TargetParts {
  /** Settings, the interpreter and the env file. */
  readonly settings: Hashes;
  /** The config file, what is beside it, and env.py; also those that are not there. */
  readonly files: Hashes;
  /** The project's modules and other files that env.py read when the databases were asked. */
  readonly read: Hashes;
}

/** Settings by their names. */
export function hashSettings(settings: Partial<ClientSettings>): Hashes {
  return new Map(
    Object.entries(settings).map(([name, value]) => [
      `the setting alembicWorkbench.${name}`,
      hashOf(JSON.stringify(value)),
    ]),
  );
}

/** Files by their paths. */
export function hashFiles(files: readonly string[]): Hashes {
  return new Map(files.map((file) => [file, hashOfFile(file)]));
}

/** A text by its name. */
export function hashText(name: string, text: string): Hashes {
  return new Map([[name, hashOf(text)]]);
}

/**
 * What changed, came or went from one time to the next, as it is called to people. `top` is the folder that
 * paths are named from.
 */
export function changedParts(before: TargetParts, now: TargetParts, top: string): readonly string[] {
  const files = [...changedKeys(before.files, now.files), ...changedKeys(before.read, now.read)];
  const names = files.map((file) => fileName(file, top));
  return [...new Set([...changedKeys(before.settings, now.settings), ...names])];
}

function changedKeys(before: Hashes, now: Hashes): readonly string[] {
  const keys = new Set([...before.keys(), ...now.keys()]);
  return [...keys].filter((key) => before.get(key) !== now.get(key));
}

/**
 * The files beside a config file that name databases in common ways: Alembic's own ini, and what dotenv and
 * Flask read.
 */
export function configFiles({ configFile, workingDirectory, top }: RunPlace): readonly string[] {
  const beside = foldersUpTo(workingDirectory, top).flatMap((folder) =>
    ['.env', '.flaskenv'].map((name) => join(folder, name)),
  );
  return [configFile, join(dirname(configFile), 'alembic.ini'), ...beside];
}

/** How a file is called to people: by its path from `top` where it lies there. */
export function fileName(file: string, top: string): string {
  const below = [top, realPath(top)]
    .map((folder) => relative(folder, file))
    .find((path) => path !== '' && !path.startsWith('..') && !isAbsolute(path));
  return below ?? basename(file);
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function hashOfFile(file: string): string {
  try {
    return hashOf(readFileSync(file));
  } catch {
    return 'not there';
  }
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The folders that an environment's Alembic is run with. */
export interface RunPlace {
  readonly configFile: string;
  readonly workingDirectory: string;
  /** The folder above which nothing of the project is looked for. */
  readonly top: string;
  /**
   * Another checkout than the workspace's, in which a command of the settings' own might mean other folders.
   */
  readonly isElsewhere: boolean;
}
