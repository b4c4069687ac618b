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
  const undo: Undo[] = [];
  const staged = new Set<string>();
  try {
    const edits = change.edits.map(({ file, edits }) => {
      const place = realpathSync(file);
      const before = readFileSync(place);
      const after = rewriteBytes(before, edits);
      if (!after)
        throw new Refused(
          `${file} has an encoding that can't be kept; edit it by hand, or save it as UTF-8 first`,
        );
      return { place, before, after, facts: statSync(place) };
    });
    const stagedEdits = edits.map((edit) => ({
      ...edit,
      from: stage(staged, edit.place, edit.after, edit.facts),
      kept: keep(staged, edit.place, edit.before, edit.facts),
    }));
    const stagedCreates = change.creates.map(({ file, text }) => {
      makeFolder(dirname(file), undo);
      return { file, from: stage(staged, file, Buffer.from(text, 'utf8')) };
    });
    for (const { place, kept, from } of stagedEdits) {
      renameSync(from, place);
      undo.push({ file: place, kept, step: () => renameSync(kept, place) });
    }
    for (const { file, from } of stagedCreates) {
      moveWithoutOverwriting(from, file);
      undo.push({ file, step: () => rmSync(file) });
    }
    for (const { from, to } of change.renames) {
      makeFolder(dirname(to), undo);
      moveWithoutOverwriting(from, to);
      undo.push({ file: to, step: () => moveWithoutOverwriting(to, from) });
    }
    return { ok: true };
  } catch (error) {
    const stuck = takeBack(undo);
    for (const { kept } of stuck) if (kept !== undefined) staged.delete(kept);
    const cause = causeOf(error);
    return {
      ok: false,
      reason: stuck.length > 0 ? halfDone(cause, stuck) : `Nothing was changed: ${cause}.`,
    };
  } finally {
    for (const file of staged) rmSync(file, { force: true });
  }
}

/** Half a sentence on what stands in the way. */
class Refused extends Error {}

/** How a step is taken back. */
interface Undo {
  readonly file: string;
  /** Where what the file held is kept meanwhile. */
  readonly kept?: string;
  readonly step: () => void;
}

/** Takes steps back, the last one first, each whether or not the others can be; gives those that can't. */
function takeBack(undo: readonly Undo[]): readonly Undo[] {
  return undo.toReversed().filter(({ step }) => {
    try {
      step();
      return false;
    } catch {
      return true;
    }
  });
}

function causeOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (!isSystemError(error)) throw error;
  return describe(error);
}

function halfDone(cause: string, stuck: readonly Undo[]): string {
  const files = stuck.map(({ file, kept }) =>
    kept === undefined ? file : `${file} (what it held is in ${kept})`,
  );
  return `The change was not made, since ${cause}; and these files can't be put back by themselves, so put them back by hand: ${files.join(', ')}.`;
}

/** Keeps what a file holds beside it, as a second name of it where the file system has those. */
function keep(staged: Set<string>, place: string, bytes: Buffer, facts: Stats): string {
  const file = nameBeside(place);
  try {
    linkSync(place, file);
    staged.add(file);
    return file;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return stage(staged, place, bytes, facts);
  }
}

/** The name of a new file that no Alembic takes for a revision. */
function nameBeside(place: string): string {
  return join(dirname(place), `.${basename(place)}.${randomBytes(6).toString('hex')}.tmp`);
}

/** Writes bytes to a new file beside `place`. */
function stage(staged: Set<string>, place: string, bytes: Buffer, facts?: Stats): string {
  const file = nameBeside(place);
  const handle = openSync(file, 'wx', facts ? facts.mode & 0o7777 : 0o666);
  staged.add(file);
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
    if (existsSync(to)) throw new Refused(`${to} exists already`);
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

function makeFolder(folder: string, undo: Undo[]): void {
  const missing: string[] = [];
  for (let each = folder; !existsSync(each); each = dirname(each)) missing.push(each);
  for (const each of missing.reverse()) {
    mkdirSync(each);
    undo.push({ file: each, step: () => rmdirSync(each) });
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
