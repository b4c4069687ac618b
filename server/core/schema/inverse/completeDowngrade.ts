import type { Dialect } from '../dialect';
import type { ReplayedRevision } from '../replay';
import type { Schema } from '../schema';
import { differenceText, downgradeEffect } from './downgradeEffect';
import { generateDowngrade } from './generateDowngrade';

/** What a `downgrade()` that is there lacks, or why that can't be told. */
export type DowngradeCompletion =
  | {
      readonly ok: true;
      /** The lines for its end, without indentation; imports that the file lacks come first. */
      readonly lines: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Of the generated way back what an existing `downgrade` lacks: each step that brings the schema nearer to
 * the one before. `textWith` is the file with lines at the end of `downgrade`, as they would be written.
 */
export function completeDowngrade(
  before: Schema,
  revision: ReplayedRevision,
  dialect: Dialect,
  textWith: (lines: readonly string[]) => string,
): DowngradeCompletion {
  const effect = downgradeEffect(before, revision, dialect);
  if (!effect) return refused("it can't be read whole");
  const [failure] = effect.failures;
  if (failure) return refused(`it fails as it is: ${failure.reason}`);
  if (effect.differences.length === 0) return { ok: true, lines: [] };
  const generated = generateDowngrade(before, revision, dialect);
  if (generated.verdict.kind === 'not-reversible') return refused(generated.verdict.reasons.join('. '));
  const end = generated.lines.indexOf('');
  const isSplit = end >= 0 && generated.lines.slice(0, end).every((line) => /^(?:import|from) /.test(line));
  const imports = isSplit ? generated.lines.slice(0, end) : [];
  let lines: readonly string[] = [];
  let left = effect.differences;
  const take = (more: readonly string[]): boolean => {
    const text = textWith([...imports, ...lines, ...more]);
    const after = downgradeEffect(before, { ...revision, text }, dialect);
    if (!after || after.failures.length > 0 || after.differences.length >= left.length) return false;
    lines = [...lines, ...more];
    left = after.differences;
    return true;
  };
  for (const step of stepsOf(generated.lines.slice(isSplit ? end + 1 : 0)))
    if (!take(step)) for (const part of partsOf(step)) take(part);
  const [difference] = left;
  if (difference)
    return refused(`${differenceText(difference)}, and no step of the generated one corrects that`);
  const used = imports.filter((line) => {
    const name = line.slice(line.lastIndexOf(' ') + 1);
    return lines.some((each) => new RegExp(`\\b${name}\\b`).test(each));
  });
  return { ok: true, lines: [...used, ...(used.length > 0 ? [''] : []), ...lines] };
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
