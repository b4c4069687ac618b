import type { ChangeBounds } from '../../core/edits/gateChange';
import type { FoundJournal, Journal } from './journal';
import { dropJournal, enterPhase, listJournals } from './journal';
import { claimWriting, isOf, rootsOf } from './claimWriting';
import type { JournalRecord, JournalStep } from './journalRecord';
import { flawOfSteps } from './stepPaths';
import { causeOf } from './systemError';
import type { StepState } from './applyStep';
import {
  exists,
  finishStep,
  hashOf,
  isChangedSince,
  isPlainFile,
  removeTraces,
  stateOf,
  revertStep,
  temporariesOf,
} from './applyStep';

/** What became of the changes that earlier commands were killed in. */
export interface SettleOutcome {
  readonly sentences: readonly string[];
  /** A person has to look before anything is written. */
  readonly isStuck: boolean;
  /** Keeps other processes from writing to the folders until it ends; undefined where another one writes. */
  readonly claim: Pick<Journal, 'end'> | undefined;
}

/** The sentences on the changes to these folders that were interrupted; nothing is changed. */
export function interruptedChanges(bounds: ChangeBounds): readonly string[] {
  const roots = rootsOf(bounds);
  return listJournals().flatMap((found) => {
    if (!found.record) return [damaged(found)];
    if (!isOf(found, roots) || found.owner === 'alive' || isEmpty(found.record)) return [];
    if (found.owner === 'unknown') return [ofElsewhere(found, found.record)];
    return [
      `A change of ${countOf(found.record)} was interrupted; the next command that writes, such as alembic-ls fix, finishes or reverts it first.`,
    ];
  });
}

/** Claims folders for this process, and finishes or reverts interrupted changes to them. */
export async function settleInterrupted(bounds: ChangeBounds): Promise<SettleOutcome> {
  const claim = await claimWriting(bounds);
  if (!claim.ok) return { sentences: [claim.reason], isStuck: true, claim: undefined };
  const roots = rootsOf(bounds);
  const sentences: string[] = [];
  let isStuck = false;
  for (const found of claim.journal.others()) {
    const { record, owner, path } = found;
    if (record && owner === 'dead' && isEmpty(record)) dropJournal(path);
    else if (!record) sentences.push(damaged(found));
    else if (owner === 'unknown' && isOf(found, roots)) sentences.push(ofElsewhere(found, record));
    else if (owner === 'dead' && isOf(found, roots)) {
      const settled = settle(path, record, bounds);
      if (settled.sentence !== undefined) sentences.push(settled.sentence);
      isStuck ||= settled.isStuck;
    }
  }
  return { sentences, isStuck, claim: claim.journal };
}

interface Settled {
  readonly sentence: string | undefined;
  readonly isStuck: boolean;
}

function settle(path: string, record: JournalRecord, bounds: ChangeBounds): Settled {
  const { steps } = record;
  const flaw = flawOfSteps(steps, bounds);
  if (flaw !== undefined)
    // It may be of a project around this one.
    return {
      sentence: `A change that was interrupted is left as it is, since it is not of this project alone: run alembic-ls fix where it was made, or look at ${path}.`,
      isStuck: false,
    };
  try {
    const outcome = settleSteps(path, record);
    if (outcome === 'stuck') return { sentence: stuckSentence(path, steps), isStuck: true };
    if (removeTraces(steps, outcome === 'reverted')) dropJournal(path);
    const what = `A change of ${countOf(record)} that was interrupted earlier`;
    return {
      sentence: outcome === 'finished' ? `${what} was finished first.` : `${what} was reverted first.`,
      isStuck: false,
    };
  } catch (error) {
    return {
      sentence: `A change of ${countOf(record)} that was interrupted earlier can't be finished, since ${causeOf(error)}; correct that and try again.`,
      isStuck: true,
    };
  }
}

function settleSteps(path: string, { steps, phase }: JournalRecord): 'finished' | 'reverted' | 'stuck' {
  if (phase === 'applied') return 'finished';
  if (phase === 'staging' || phase === 'reverted') return 'reverted';
  const renamed = new Map(
    steps.flatMap((step) => (step.kind === 'rename' ? [[step.from, step.to] as const] : [])),
  );
  const at = (file: string): string => (exists(file) ? file : (renamed.get(file) ?? file));
  const states = steps.map((step) => stateOf(step, at));
  if (phase === 'applying' && !states.includes('foreign')) {
    steps.forEach((step, index) => finishStep(step, states[index] ?? 'open'));
    enterPhase(path, 'applied');
    return 'finished';
  }
  const isReverted = (step: JournalStep): boolean =>
    phase === 'reverting' && !temporariesOf(step).some(exists);
  if (steps.some((step, index) => !isReverted(step) && !canBeReverted(step, states[index] ?? 'foreign', at)))
    return 'stuck';
  if (phase === 'applying') enterPhase(path, 'reverting');
  for (let index = steps.length - 1; index >= 0; index--) {
    const [step, state] = [steps[index], states[index]];
    if (step && state !== undefined && state !== 'foreign' && step.kind !== 'folder') revertStep(step, state);
  }
  enterPhase(path, 'reverted');
  return 'reverted';
}

/** Whether reverting a step loses nothing that somebody else has written since. */
function canBeReverted(step: JournalStep, state: StepState, at: (file: string) => string): boolean {
  if (state !== 'foreign')
    return step.kind !== 'edit' || !isChangedSince({ ...step, file: at(step.file) }, state);
  // What has not been applied is left as it is now.
  if (step.kind === 'edit') return !step.inPlace && isPlainFile(step.staged);
  if (step.kind === 'create') return exists(step.staged) || !exists(step.file);
  if (step.kind !== 'rename') return true;
  return !exists(step.to) || !exists(step.from) || hashOf(step.from) === step.content;
}

/** Nothing of it was begun. */
function isEmpty({ steps }: JournalRecord): boolean {
  return steps.length === 0;
}

function countOf({ steps }: JournalRecord): string {
  const files = new Set(
    steps.flatMap((step) => {
      if (step.kind === 'folder') return [];
      return step.kind === 'rename' ? [step.from] : [step.file];
    }),
  );
  return files.size === 1 ? [...files].join('') : `${String(files.size)} files`;
}

function stuckSentence(path: string, steps: readonly JournalStep[]): string {
  const files = steps
    .flatMap((step) => (step.kind === 'edit' && temporariesOf(step).some(exists) ? [step] : []))
    .map(({ file, kept, staged }) => `${file} (before: ${kept}, after: ${staged})`);
  return `A change that was interrupted earlier can be neither finished nor reverted, since its files were changed after that: put them right by hand, then delete ${path}. ${files.join(', ')}`.trim();
}

function ofElsewhere({ path }: FoundJournal, record: JournalRecord): string {
  const { pid, machine } = record.process;
  return `A change of ${countOf(record)} was begun by process ${String(pid)} on another machine or in a container (${machine}); if it was interrupted there, run alembic-ls fix there, or look at the files and delete ${path}.`;
}

function damaged({ path }: FoundJournal): string {
  return `The journal of an interrupted change is damaged: look for files whose names begin with .alembic-ls- in your projects, then delete ${path}.`;
}
