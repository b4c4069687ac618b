import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import type { JournalStep } from './journalRecord';
import { isSystemError, RejectedWrite } from './systemError';
import { contentHash, removeTemporary, writeAll } from './temporaryFile';

/**
 * The state of a step: `foreign` if another program has changed its file, so that it can be neither applied
 * nor reverted.
 */
export type StepState = 'open' | 'half' | 'done' | 'foreign';

/** How far a step is, as the files are now; `at` is where the file of an edit lies by now. */
export function stateOf(step: JournalStep, at: (file: string) => string): StepState {
  switch (step.kind) {
    case 'folder':
      return isFolder(step.folder) ? 'done' : 'open';
    case 'edit':
      return step.inPlace ? stateInPlace(step, at(step.file)) : stateOfEdit(step);
    case 'create': {
      if (!isPlainFile(step.staged)) return isPlainFile(step.file) ? 'done' : 'foreign';
      if (!exists(step.file)) return hashOf(step.staged) === step.after ? 'open' : 'foreign';
      return isSameFile(step.staged, step.file) ? 'half' : 'foreign';
    }
    case 'rename':
      if (!isNamed(step.to)) return isPlainFile(step.from) ? 'open' : 'foreign';
      if (!isNamed(step.from)) return 'done';
      return isSameFile(step.from, step.to) ? 'half' : 'foreign';
  }
}

/** Applies a step; throws where its file is not as it was planned. */
export function applyStep(step: JournalStep): void {
  switch (step.kind) {
    case 'folder':
      mkdirSync(step.folder);
      return;
    case 'edit':
      requireContent(step.file, step.before);
      if (step.inPlace) writeInPlace(step.file, readFileSync(step.staged), step.before);
      else renameSync(step.staged, step.file);
      return;
    case 'create':
      moveWithoutOverwriting(step.staged, step.file);
      return;
    case 'rename':
      moveWithoutOverwriting(step.from, step.to);
      return;
  }
}

/** Applies the rest of a step that was interrupted. */
export function finishStep(step: JournalStep, state: StepState): void {
  if (state === 'open') applyStep(step);
  if (state !== 'half') return;
  if (step.kind === 'edit') writeInPlace(step.file, readFileSync(step.staged));
  if (step.kind === 'create') removeTemporary(step.staged);
  if (step.kind === 'rename') rmSync(step.from);
}

/** Reverts a step that was applied, or half of it. */
export function revertStep(step: JournalStep, state: StepState): void {
  if (state === 'open') return;
  switch (step.kind) {
    case 'folder':
      rmdirSync(step.folder);
      return;
    case 'edit':
      if (step.inPlace) writeInPlace(step.file, readFileSync(step.kept));
      else renameSync(step.kept, step.file);
      return;
    case 'create':
      rmSync(step.file);
      return;
    case 'rename':
      if (state === 'half') rmSync(step.to);
      else moveWithoutOverwriting(step.to, step.from);
      return;
  }
}

/** Whether what a step has written is another text by now, which reverting the step would lose. */
export function isChangedSince(step: JournalStep, state: StepState): boolean {
  if (state !== 'done' || (step.kind !== 'edit' && step.kind !== 'create')) return false;
  return !isPlainFile(step.file) || hashOf(step.file) !== step.after;
}

/**
 * Removes temporary files of steps and, after a revert, the folders that they created; false if something is
 * left.
 */
export function removeTraces(steps: readonly JournalStep[], isReverted: boolean): boolean {
  let isClean = true;
  const attempt = (remove: () => void): void => {
    try {
      remove();
    } catch (error) {
      // Somebody else has put something into the folder.
      if (!isSystemError(error) || error.code !== 'ENOTEMPTY') isClean = false;
    }
  };
  for (const step of steps.toReversed()) {
    for (const file of temporariesOf(step)) attempt(() => removeTemporary(file));
    const isOwnFolder = isReverted && step.kind === 'folder' && isFolder(step.folder);
    if (isOwnFolder) attempt(() => revertStep(step, 'done'));
  }
  return isClean;
}

/** The temporary files of a step. */
export function temporariesOf(step: JournalStep): readonly string[] {
  if (step.kind === 'edit') return [step.staged, step.kept];
  return step.kind === 'create' ? [step.staged] : [];
}

/** Throws where a file, or what is kept of it, does not hold what it did when the change was planned. */
export function requireContent(file: string, hash: string, name = file): void {
  if (!isPlainFile(file) || hashOf(file) !== hash)
    throw new RejectedWrite(`${name} changed meanwhile; try again`);
}

type EditStep = Extract<JournalStep, { kind: 'edit' }>;

function stateOfEdit(step: EditStep): StepState {
  if (!isPlainFile(step.staged)) return isPlainFile(step.kept) ? 'done' : 'foreign';
  const isReady = isPlainFile(step.file) && hashOf(step.file) === step.before;
  return isReady && hashOf(step.staged) === step.after ? 'open' : 'foreign';
}

/** What is written in place is cut off anywhere when its process is killed. */
function stateInPlace(step: EditStep, at: string): StepState {
  const files = [at, step.staged, step.kept];
  if (!files.every(isPlainFile)) return 'foreign';
  const [now, after, before] = files.map((each) => readFileSync(each));
  if (!now || !after || !before) return 'foreign';
  if (contentHash(after) !== step.after || contentHash(before) !== step.before) return 'foreign';
  if (now.equals(after)) return 'done';
  if (now.equals(before)) return 'open';
  return isCutOff(now, after, before) || isCutOff(now, before, after) ? 'half' : 'foreign';
}

/** Whether bytes are one text to some point and the other one from there. */
function isCutOff(now: Buffer, one: Buffer, other: Buffer): boolean {
  let same = 0;
  while (same < now.length && now[same] === one[same]) same++;
  return now.subarray(same).equals(other.subarray(same));
}

/**
 * Writes in place, so that other names of the file get the same content. The expected content is checked
 * through the open file right before the write; an atomic move is not possible here.
 */
function writeInPlace(file: string, bytes: Buffer, before?: string): void {
  const handle = openSync(file, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
  try {
    if (!fstatSync(handle).isFile()) throw new RejectedWrite(`${file} is no plain file any more`);
    if (before !== undefined && contentHash(readFileSync(handle)) !== before)
      throw new RejectedWrite(`${file} changed meanwhile; try again`);
    writeAll(handle, bytes);
    ftruncateSync(handle, bytes.length);
  } finally {
    closeSync(handle);
  }
}

function moveWithoutOverwriting(from: string, to: string): void {
  if (isSpelledOtherwise(from, to)) {
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
    if (exists(to)) throw new RejectedWrite(`${to} exists already`);
    renameSync(from, to);
    return;
  }
  rmSync(from);
}

/** Another spelling of the same name, where names are the same in upper and lower case. */
export function isSpelledOtherwise(from: string, to: string): boolean {
  return from.toLowerCase() === to.toLowerCase() && existsSync(to) && isSameFile(from, to);
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [statSync(one), statSync(other)];
  return a.ino === b.ino && a.dev === b.dev;
}

export function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

export function isPlainFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Whether a file bears exactly this name: on some disks it is found by another spelling too. */
function isNamed(path: string): boolean {
  return exists(path) && readdirSync(dirname(path)).includes(basename(path));
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

export function hashOf(file: string): string {
  return contentHash(readFileSync(file));
}
