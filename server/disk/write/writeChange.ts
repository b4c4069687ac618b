import { accessSync, constants, lstatSync, readFileSync, realpathSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { PassedChange } from '../../core/edits/gateChange';
import { changedMeanwhile, flawAtWriting } from '../../core/edits/gateChange';
import { decodeText } from '../decodeText';
import { normalizePath } from '../nativePath';
import { writePlace } from '../writePlace';
import type { Journal } from './journal';
import type { JournalStep } from './journalRecord';
import { rewriteBytes } from './rewriteBytes';
import { causeOf, isSystemError, RejectedWrite } from './systemError';
import {
  exists,
  hashOf,
  isChangedSince,
  isPlainFile,
  isSpelledOtherwise,
  removeTraces,
  requireContent,
  stateOf,
  applyStep,
  revertStep,
} from './applyStep';
import { flawOfSteps } from './stepPaths';
import { contentHash, keepFile, nameBeside, removeTemporary, writeTemporary } from './temporaryFile';

/** The outcome of writing, or the one sentence that says why every file is as it was. */
export type WriteOutcome = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Writes a change to disk, whole or not at all: paths are checked again, new content is written to temporary
 * files and moved last. The journal has all steps before the first one, so a kill leaves no half change. No
 * file is overwritten that the change does not edit or that differs from the plan.
 */
export function writeChange(change: PassedChange, journal: Journal): WriteOutcome {
  const begun: JournalStep[] = [];
  let steps: readonly JournalStep[] = [];
  let isApplied = false;
  try {
    const flaw = flawAtWriting(change, writePlace);
    const plan = flaw === undefined ? planSteps(change) : noPlan;
    // Links may have been replaced since: from here on real paths count.
    const reason = flaw ?? flawOfSteps(plan.steps, change.bounds);
    if (reason !== undefined) {
      journal.end();
      return { ok: false, reason };
    }
    journal.plan(plan.steps);
    steps = plan.steps;
    for (const step of steps) if (step.kind === 'folder') applyStep(step);
    for (const stage of plan.stages) stage();
    journal.enter('applying');
    for (const step of steps) {
      if (step.kind === 'folder') continue;
      begun.push(step);
      requireFolder(dirname(step.kind === 'rename' ? step.to : step.file));
      applyStep(step);
    }
    // What was written into a file in the moment before it was moved over is in what is kept of it.
    for (const step of steps) if (step.kind === 'edit') requireContent(step.kept, step.before, step.file);
    journal.enter('applied');
    isApplied = true;
    cleanUp(steps, journal);
    return { ok: true };
  } catch (error) {
    const cause = causeOf(error);
    if (isApplied) return { ok: true };
    if (begun.length > 0) attempt(() => journal.enter('reverting'));
    const stuck = revertSteps(begun);
    // Only what such a file held before is told of.
    for (const step of stuck) if (step.kind === 'edit') attempt(() => removeTemporary(step.staged));
    if (begun.length > 0) attempt(() => journal.enter('reverted'));
    cleanUp(
      steps.filter((step) => !stuck.includes(step)),
      journal,
      stuck.length === 0,
    );
    return {
      ok: false,
      reason: stuck.length > 0 ? partialWriteReason(cause, stuck) : `Nothing was changed: ${cause}.`,
    };
  }
}

const noPlan: Plan = { steps: [], stages: [] };

interface Plan {
  readonly steps: readonly JournalStep[];
  /** What writes the temporary files, in order. */
  readonly stages: readonly (() => void)[];
}

/** Reads the files once more and works out all steps; throws where a file is not as it was planned for. */
function planSteps({ edits, creates, renames }: PassedChange): Plan {
  const steps: JournalStep[] = [];
  const stages: (() => void)[] = [];
  /** By the paths of edited files. */
  const contents = new Map<string, string>();
  for (const { file, edits: textEdits, before } of edits) {
    const { place, bytes, facts } = readPlanned(file, before);
    const rewritten = rewriteBytes(bytes, textEdits);
    if (!rewritten)
      throw new RejectedWrite(
        `${file} has an encoding that can't be kept; edit it by hand, or save it as UTF-8 first`,
      );
    accessSync(place, constants.W_OK);
    const [staged, kept] = [nameBeside(place), nameBeside(place)];
    const inPlace = facts.nlink > 1;
    const [hashBefore, after] = [contentHash(bytes), contentHash(rewritten)];
    contents.set(file, after);
    steps.push({ kind: 'edit', file: place, staged, kept, before: hashBefore, after, inPlace });
    stages.push(() => {
      writeTemporary(staged, rewritten, facts);
      keepFile(place, kept, facts, inPlace);
      requireContent(kept, hashBefore, place);
    });
  }
  const folders = new Set<string>();
  for (const { file, text } of creates) {
    const place = newPlace(file, folders);
    const bytes = Buffer.from(text, 'utf8');
    const staged = nameBeside(place);
    if (exists(place)) throw new RejectedWrite(`${file} exists already`);
    steps.push({ kind: 'create', file: place, staged, after: contentHash(bytes) });
    stages.push(() => writeTemporary(staged, bytes));
  }
  for (const { from, to, before } of renames) {
    const content = contents.get(from) ?? contentHash(readPlanned(from, before).bytes);
    const source = `${realPath(dirname(from))}/${basename(from)}`;
    const target = newPlace(to, folders);
    if (exists(target) && !isSpelledOtherwise(source, target))
      throw new RejectedWrite(`${to} exists already`);
    steps.push({ kind: 'rename', from: source, to: target, content });
  }
  const newFolders = [...folders].sort((a, b) => a.length - b.length);
  return { steps: [...newFolders.map((folder) => ({ kind: 'folder' as const, folder })), ...steps], stages };
}

function readPlanned(
  file: string,
  before: string,
): { readonly place: string; readonly bytes: Buffer; readonly facts: Stats } {
  const place = realPath(file);
  const facts = lstatSync(place);
  if (!facts.isFile()) throw new RejectedWrite(`${file} is no plain file`);
  const bytes = readFileSync(place);
  if (decodeText(bytes) !== before)
    throw new RejectedWrite(changedMeanwhile(file).replace(/, so nothing was written(.*)\.$/, '$1'));
  return { place, bytes, facts };
}

/** The real path of a new file; folders on the way to it that are not there are noted. */
function newPlace(file: string, folders: Set<string>): string {
  const folder = writePlace(dirname(file));
  if (folder === undefined) throw new RejectedWrite(`where ${file} leads can't be told`);
  for (let each = folder; !exists(each); each = dirname(each)) folders.add(each);
  return `${folder}/${basename(file)}`;
}

/** A note for later commands, without which this one goes on all the same. */
function attempt(note: () => void): void {
  try {
    note();
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

function realPath(path: string): string {
  return normalizePath(realpathSync.native(path));
}

/** Throws where a folder has become a link since its real path was found. */
function requireFolder(folder: string): void {
  if (realPath(folder) !== folder) throw new RejectedWrite(`${folder} changed meanwhile; try again`);
}

/** Reverts steps, the last one first, each whether or not the others can be; gives those that can't. */
function revertSteps(begun: readonly JournalStep[]): readonly JournalStep[] {
  const stuck: JournalStep[] = [];
  for (const step of begun.toReversed()) {
    try {
      const state = stateOf(step, (file) => file);
      // A step that failed has not begun where its file is another than it was.
      if (state === 'foreign' && step === begun.at(-1) && !isHalfRenamed(step)) continue;
      if (state === 'foreign' || isChangedSince(step, state)) stuck.push(step);
      else revertStep(step, state);
    } catch {
      stuck.push(step);
    }
  }
  return stuck;
}

/** Whether a file has its new name while something else has come to the old one. */
function isHalfRenamed(step: JournalStep): boolean {
  return step.kind === 'rename' && isPlainFile(step.to) && hashOf(step.to) === step.content;
}

/**
 * Removes temporary files and, if the change was reverted, its folders; if that fails, the journal stays for
 * a later command.
 */
function cleanUp(steps: readonly JournalStep[], journal: Journal, isReverted = false): void {
  if (removeTraces(steps, isReverted)) journal.end();
}

function partialWriteReason(cause: string, stuck: readonly JournalStep[]): string {
  const files = stuck.map((step) => {
    const file = step.kind === 'edit' ? step.file : step.kind === 'rename' ? step.to : pathOf(step);
    return step.kind === 'edit' && exists(step.kept) ? `${file} (what it held is in ${step.kept})` : file;
  });
  return `The change was not made, since ${cause}; and these files can't be put back by themselves, so put them back by hand: ${files.join(', ')}.`;
}

function pathOf(step: Exclude<JournalStep, { kind: 'edit' | 'rename' }>): string {
  return step.kind === 'folder' ? step.folder : step.file;
}
