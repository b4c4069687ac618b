import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../../server/core/revision/plan/query';
import { findCycles } from '../../../server/core/revision/graph/findCycles';
import type { RevisionMap } from '../../../server/core/revision/graph/revisionMap';
import type { ExpectedAnswer, ExpectedError } from './vectorRecords';

/** What an answer is judged against besides the recorded outcome. */
export interface Question {
  readonly map: RevisionMap;
  readonly kind: string;
  /** The rows before the first step. */
  readonly current: readonly string[];
}

/** How an answer differs from what the real library said; undefined where it does not. */
export function difference(question: Question, expected: ExpectedAnswer, actual: Answer): string | undefined {
  if (matches(question, expected, actual)) return undefined;
  return `expected ${JSON.stringify(withoutQuestion(expected))}\n     got ${JSON.stringify(actual)}`;
}

function matches(question: Question, expected: ExpectedAnswer, actual: Answer): boolean {
  if (expected.get_revisions && expected.get_revision)
    return (
      actual.get_revisions !== undefined &&
      actual.get_revision !== undefined &&
      matches(question, expected.get_revisions, actual.get_revisions) &&
      matches(question, expected.get_revision, actual.get_revision)
    );
  if (expected.hang) return actual.error?.type === 'Hang';
  if (expected.unstable) return matchesUnstable(question, expected.unstable, actual);
  return (
    isDeepStrictEqual(actual.warnings, expected.warnings) &&
    sameError(expected.error, actual.error) &&
    sameValue(expected.value, actual.value) &&
    isDeepStrictEqual(actual.plan, expected.plan) &&
    isDeepStrictEqual(actual.steps, expected.steps) &&
    isDeepStrictEqual(actual.heads_after, expected.heads_after) &&
    sameError(expected.table_error, actual.table_error) &&
    sameRows(question, expected, actual)
  );
}

/** One of the recorded outcomes, or the same content in another order that the library could have chosen. */
function matchesUnstable(
  question: Question,
  alternatives: readonly ExpectedAnswer[],
  actual: Answer,
): boolean {
  return alternatives.some(
    (each) =>
      matches(question, each, actual) ||
      sameErrorInAnyOrder(each.error, actual.error) ||
      samePlanInAnotherOrder(question, each, actual) ||
      sameHeadsOfCircles(question, each, actual),
  );
}

function sameError(expected: ExpectedError | undefined, actual: Answer['error']): boolean {
  if (!expected || !actual) return expected === actual;
  return (
    expected.type === actual.type &&
    expected.message === actual.message &&
    isDeepStrictEqual(expected.cause, actual.cause)
  );
}

/**
 * Of revisions in a circle any one may be left as the one that is current: the library passes over a set
 * whose order is that of memory.
 */
function sameHeadsOfCircles(question: Question, expected: ExpectedAnswer, actual: Answer): boolean {
  const { value } = expected;
  if (question.kind !== 'current' || typeof value !== 'object' || value === null || !('$set' in value))
    return false;
  const circles = findCycles(question.map.graph).map(({ revisions }) => revisions);
  const circleOf = (id: string): string => circles.find((circle) => circle.includes(id))?.[0] ?? id;
  const ids = Array.isArray(actual.value) ? (actual.value as readonly string[]) : [];
  const wanted = (value.$set as readonly string[]).map(circleOf).sort();
  return actual.error === undefined && isDeepStrictEqual(ids.map(circleOf).sort(), wanted);
}

function sameErrorInAnyOrder(expected: ExpectedError | undefined, actual: Answer['error']): boolean {
  if (!expected || !actual) return false;
  const words = (text: string | undefined): string =>
    (text ?? '')
      .split(/[,\s]+/)
      .sort()
      .join(' ');
  return (
    expected.type === actual.type &&
    words(expected.message) === words(actual.message) &&
    expected.cause?.type === actual.cause?.type &&
    words(expected.cause?.message) === words(actual.cause?.message)
  );
}

function sameValue(expected: unknown, actual: unknown): boolean {
  if (typeof expected === 'object' && expected !== null && '$set' in expected)
    return Array.isArray(actual) && isDeepStrictEqual([...(actual as string[])].sort(), expected.$set);
  return isDeepStrictEqual(actual, expected);
}

type Rows = readonly (readonly (readonly string[])[])[];

function sameRows(question: Question, expected: ExpectedAnswer, actual: Answer): boolean {
  const rows = expected.rows;
  if (typeof rows !== 'object' || rows === null || !('unstable' in rows))
    return isDeepStrictEqual(actual.rows, rows);
  const recorded = rows.unstable as readonly Rows[];
  if (recorded.some((each) => isDeepStrictEqual(actual.rows, each))) return true;
  if (!actual.rows) return false;
  // A merge may name the rows that it joins in any order: the table must be the same after every step.
  const states = tableStates(question.current, actual.rows);
  return recorded.some((each) => isDeepStrictEqual(tableStates(question.current, each), states));
}

function tableStates(current: readonly string[], rows: Rows): readonly (readonly string[])[] {
  const table = new Set(current);
  return rows.map((step) => {
    for (const [operation, first = '', second = ''] of step) {
      if (operation === 'insert') table.add(first);
      else table.delete(first);
      if (operation === 'update') table.add(second);
    }
    return [...table].sort();
  });
}

function samePlanInAnotherOrder(question: Question, expected: ExpectedAnswer, actual: Answer): boolean {
  const recorded = expected.plan ?? (question.kind === 'history' ? expected.value : undefined);
  const plan = actual.plan ?? (question.kind === 'history' ? actual.value : undefined);
  if (!Array.isArray(recorded) || !Array.isArray(plan)) return false;
  const ids = plan as readonly string[];
  if (!isDeepStrictEqual([...ids].sort(), [...(recorded as string[])].sort())) return false;
  if (!isDeepStrictEqual(actual.warnings, expected.warnings)) return false;
  const oldestFirst = question.kind === 'upgrade' ? ids : [...ids].reverse();
  if (!isTopological(question.map, oldestFirst)) return false;
  if (question.kind === 'history') return true;
  if (expected.table_error ?? actual.table_error)
    return expected.table_error !== undefined && actual.table_error !== undefined;
  return (
    isDeepStrictEqual(actual.heads_after, expected.heads_after) &&
    isDeepStrictEqual(
      tableStates(question.current, actual.rows ?? []).at(-1) ?? [...question.current].sort(),
      expected.heads_after,
    )
  );
}

function isTopological(map: RevisionMap, oldestFirst: readonly string[]): boolean {
  const position = new Map(oldestFirst.map((id, index) => [id, index]));
  return oldestFirst.every((id, index) => {
    const revision = map.revisions.get(id);
    const downs = [...(revision?.downRevisions ?? []), ...(revision?.resolvedDependencies ?? [])];
    return downs.every((down) => (position.get(down) ?? -1) < index);
  });
}

function withoutQuestion(expected: ExpectedAnswer): unknown {
  const { value, error, hang, unstable, plan, steps, rows, heads_after, table_error, warnings } = expected;
  const { get_revisions, get_revision } = expected;
  return {
    value,
    error,
    hang,
    unstable,
    plan,
    steps,
    rows,
    heads_after,
    table_error,
    warnings,
    get_revisions,
    get_revision,
  };
}
