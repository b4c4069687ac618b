import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Change } from '../core/edits/change';
import { rewriteBytes } from './rewriteBytes';
import type { WriteOutcome } from './writeOutcome';

/**
 * Writes a change to disk, whole or not at all: everything new is written beside its place first, then moved there; where a step fails, the
 * steps before it are taken back. No file is overwritten that the change does not edit.
 */
export function writeChange(change: Change): WriteOutcome {
  const undo: (() => void)[] = [];
  const staged: string[] = [];
  try {
    const edits = change.edits.map(({ file, edits }) => {
      const place = realpathSync(file);
      const before = readFileSync(place);
      const after = rewriteBytes(before, edits);
      if (!after)
        throw new Refused(
          `${file} has an encoding that can't be kept; edit it by hand, or save it as UTF-8 first.`,
        );
      return { place, before, after, facts: statSync(place) };
    });
    const stagedEdits = edits.map((edit) => ({
      ...edit,
      from: stage(staged, edit.place, edit.after, edit.facts),
    }));
    const stagedCreates = change.creates.map(({ file, text }) => {
      makeFolder(dirname(file), undo);
      return { file, from: stage(staged, file, Buffer.from(text, 'utf8')) };
    });
    for (const { place, before, from, facts } of stagedEdits) {
      renameSync(from, place);
      undo.push(() => renameSync(stage([], place, before, facts), place));
    }
    for (const { file, from } of stagedCreates) {
      moveWithoutOverwriting(from, file);
      undo.push(() => rmSync(file));
    }
    for (const { from, to } of change.renames) {
      makeFolder(dirname(to), undo);
      moveWithoutOverwriting(from, to);
      undo.push(() => moveWithoutOverwriting(to, from));
    }
    return { ok: true };
  } catch (error) {
    for (const step of undo.reverse()) step();
    if (error instanceof Refused) return { ok: false, reason: error.message };
    if (!isSystemError(error)) throw error;
    return { ok: false, reason: `Nothing was changed: ${describe(error)}.` };
  } finally {
    for (const file of staged) rmSync(file, { force: true });
  }
}

class Refused extends Error {}

/** Writes bytes to a new file beside `place`, which no Alembic takes for a revision. */
function stage(staged: string[], place: string, bytes: Buffer, facts?: Stats): string {
  const file = join(dirname(place), `.${basename(place)}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = openSync(file, 'wx', facts ? facts.mode & 0o7777 : 0o666);
  staged.push(file);
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (facts) keepFacts(file, facts);
  return file;
}

function keepFacts(file: string, { mode, uid, gid }: Stats): void {
  try {
    chownSync(file, uid, gid);
  } catch {
    // Only the owner of a file, or root, can give it to somebody else.
  }
  chmodSync(file, mode & 0o7777);
}

function moveWithoutOverwriting(from: string, to: string): void {
  if (isSameFile(from, to)) {
    // Another spelling of the same name, where names are the same in upper and lower case.
    renameSync(from, to);
    return;
  }
  try {
    linkSync(from, to);
  } catch (error) {
    if (
      !isSystemError(error) ||
      !['EPERM', 'ENOTSUP', 'ENOSYS', 'EXDEV', 'EMLINK'].includes(error.code ?? '')
    )
      throw error;
    // A file system without hard links.
    if (existsSync(to)) throw new Refused(`${to} exists already; nothing was changed.`);
    renameSync(from, to);
    return;
  }
  rmSync(from);
}

function isSameFile(from: string, to: string): boolean {
  if (from.toLowerCase() !== to.toLowerCase() || !existsSync(to)) return false;
  const [one, other] = [statSync(from), statSync(to)];
  return one.ino === other.ino && one.dev === other.dev;
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  const missing: string[] = [];
  for (let each = folder; !existsSync(each); each = dirname(each)) missing.push(each);
  for (const each of missing.reverse()) {
    mkdirSync(each);
    undo.push(() => rmdirSync(each));
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

function describe(error: NodeJS.ErrnoException): string {
  const place = error.path ?? '';
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${place} can't be written`;
    case 'EEXIST':
      return `${'dest' in error && typeof error.dest === 'string' ? error.dest : place} exists already`;
    case 'ENOENT':
      return `${place} is gone`;
    case 'ENOSPC':
      return 'the disk is full';
    case undefined:
    default:
      return error.message;
  }
}
