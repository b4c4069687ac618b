import { lstatSync, readdirSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Our folder among a person's program state: below `XDG_STATE_HOME` if set, else in the system's usual place.
 */
function stateFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const own = 'alembic-workbench';
  const stated = environment['XDG_STATE_HOME'];
  // The specification has relative paths ignored.
  if (stated !== undefined && isAbsolute(stated)) return join(stated, own);
  if (platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), own, 'State');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', own);
  return join(home, '.local', 'state', own);
}

/** Where the journals of changes lie. */
export function journalFolder(): string {
  return join(stateFolder(), 'journals');
}

/** The fallback without a writable state folder, as in containers: private, and gone after a restart. */
export function spareJournalFolder(): string {
  return join(tmpdir(), `alembic-workbench-${String(process.getuid?.() ?? userInfo().username)}`);
}

/** Whether nobody but the person and root can write to a folder. */
export function isOwnFolder(folder: string): boolean {
  let facts: Stats;
  try {
    facts = lstatSync(folder);
  } catch {
    return false;
  }
  if (!facts.isDirectory()) return false;
  if (!process.getuid) return true;
  return [process.getuid(), 0].includes(facts.uid) && (facts.mode & 0o022) === 0;
}

/** The folders that may have journals; what others can write to is not looked at. */
export function journalFolders(): readonly string[] {
  return [journalFolder(), spareJournalFolder()].filter(isOwnFolder);
}

/** Whether any journal lies there, of whatever project. */
export function hasJournals(): boolean {
  try {
    return journalFolders().some((folder) => readdirSync(folder).length > 0);
  } catch {
    return false;
  }
}
