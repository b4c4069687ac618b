import type { Dialect } from '../dialect';
import type { ReplayedRevision } from '../replay';
import type { Schema } from '../schema';
import type { DowngradeEffect } from './downgradeEffect';
import { differenceText, downgradeEffect } from './downgradeEffect';
import { generateDowngrade } from './generateDowngrade';

/** Lines for an existing `downgrade`, without indentation. */
export interface AddedLines {
  /** The number of the statement before which they stand; undefined for the end. */
  readonly place: number | undefined;
  readonly lines: readonly string[];
}

/** What a `downgrade()` that is there lacks, or why that can't be told. */
export type DowngradeCompletion =
  | {
      readonly ok: true;
      /** In their order; imports that the file lacks come first. */
      readonly added: readonly AddedLines[];
    }
  | { readonly ok: false; readonly reason: string };

/** The `downgrade` that is to be completed. */
export interface IncompleteDowngrade {
  /** The places where lines may stand, besides the end; the last one first. */
  readonly places: readonly number[];
  /** The file with the lines, as they would be written. */
  textWith(added: readonly AddedLines[]): string;
}

const strictly = { isStrict: true } as const;

/** How often lines are tried at a place. */
const mostTrials = 400;

/**
 * Of the generated way back what an existing `downgrade` lacks: each step that brings the schema nearer to
 * the one before, as late as it can stand.
 */
export function completeDowngrade(
  before: Schema,
  revision: ReplayedRevision,
  dialect: Dialect,
  existing: IncompleteDowngrade,
): DowngradeCompletion {
  const effect = downgradeEffect(before, revision, dialect, strictly);
  if (!effect) return refused("it can't be read whole");
  if (isInverse(effect)) return { ok: true, added: [] };
  const generated = generateDowngrade(before, revision, dialect);
  if (generated.verdict.kind === 'not-reversible') return refused(generated.verdict.reasons.join('. '));
  const { imports, body } = splitImports(generated.lines);
  let added: readonly AddedLines[] = [];
  let left: DowngradeEffect = effect;
  let trials = 0;
  const takeAt = (place: number | undefined, lines: readonly string[]): boolean => {
    if (++trials > mostTrials) return false;
    const more = withLines(added, place, lines);
    const text = existing.textWith(withImports(more, imports));
    const after = downgradeEffect(before, { ...revision, text }, dialect, strictly);
    if (!after || !isNearer(after, left)) return false;
    added = more;
    left = after;
    return true;
  };
  const take = (lines: readonly string[]): boolean =>
    [undefined, ...existing.places].some((place) => takeAt(place, lines));
  let open = stepsOf(body);
  // What was no help before a later step was there may be one now.
  while (open.length > 0 && !isInverse(left) && trials <= mostTrials) {
    const rest = open.filter((step) => !take(step) && partsOf(step).filter(take).length === 0);
    if (rest.length === open.length) break;
    open = rest;
  }
  const [failure] = left.failures;
  const [difference] = left.differences;
  if (failure) return refused(`it fails as it is: ${failure.reason}`);
  if (difference)
    return refused(`${differenceText(difference)}, and no step of the generated one corrects that`);
  return { ok: true, added: withImports(added, imports) };
}

function isInverse({ failures, differences }: DowngradeEffect): boolean {
  return failures.length === 0 && differences.length === 0;
}

/** Whether less fails, or nothing more fails and less differs. What fails hides what differs. */
function isNearer(after: DowngradeEffect, before: DowngradeEffect): boolean {
  const fewer = before.failures.length - after.failures.length;
  return fewer > 0 || (fewer === 0 && after.differences.length < before.differences.length);
}

/** Imports at the head of generated lines, and what is behind them. */
function splitImports(lines: readonly string[]): {
  readonly imports: readonly string[];
  readonly body: readonly string[];
} {
  const end = lines.indexOf('');
  const isSplit = end >= 0 && lines.slice(0, end).every((line) => /^(?:import|from) /.test(line));
  return isSplit
    ? { imports: lines.slice(0, end), body: lines.slice(end + 1) }
    : { imports: [], body: lines };
}

/** More lines, behind those that are added at the same place. */
function withLines(
  added: readonly AddedLines[],
  place: number | undefined,
  lines: readonly string[],
): readonly AddedLines[] {
  const there = added.find((each) => each.place === place);
  if (there)
    return added.map((each) => (each === there ? { place, lines: [...each.lines, ...lines] } : each));
  return [...added, { place, lines }].sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity));
}

/** The imports that the lines use, before the first of them. */
function withImports(added: readonly AddedLines[], imports: readonly string[]): readonly AddedLines[] {
  const used = imports.filter((line) => {
    const name = line.slice(line.lastIndexOf(' ') + 1);
    return added.some(({ lines }) => lines.some((each) => new RegExp(`\\b${name}\\b`).test(each)));
  });
  const [first, ...rest] = added;
  return first && used.length > 0
    ? [{ place: first.place, lines: [...used, '', ...first.lines] }, ...rest]
    : added;
}

function refused(why: string): DowngradeCompletion {
  return { ok: false, reason: `What downgrade() lacks is not known: ${why}.` };
}

/** Statements with what is indented below them. */
function stepsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const steps: string[][] = [];
  for (const line of lines)
    if (/^[\s)\]}]/.test(line) && steps.length > 0) steps.at(-1)?.push(line);
    else steps.push([line]);
  return steps;
}

/** Each operation of a batch in a batch of its own; none for other statements. */
function partsOf([first = '', ...inside]: readonly string[]): readonly (readonly string[])[] {
  if (!first.startsWith('with ')) return [];
  const parts = stepsOf(inside.map((line) => line.replace(/^ {4}/, '')));
  if (parts.length < 2) return [];
  return parts.map((part) => [first, ...part.map((line) => `    ${line}`)]);
}
