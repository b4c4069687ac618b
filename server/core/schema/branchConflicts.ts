import type { Operation } from '../operations/operation';
import { readOperations } from '../operations/readOperations';
import { textOf } from '../operations/value';
import type { SqlAction } from '../sql/sqlStatement';
import type { TextRange } from '../text/textRange';
import type { Dialect } from './dialect';
import { applyRevision } from './replay';
import type { ReplayedRevision } from './replay';
import type { EnumerationType, Schema } from './schema';
import { SchemaBuilder } from './schemaBuilder';
import { schemaDiff } from './schemaDiff';
import { nameOfOperation, touchedBy } from './touched';

/** Two operations of different branches that do not go together. */
export interface BranchConflict {
  /** Whether one of them fails after the other, or their order decides about what is left. */
  readonly kind: 'fails' | 'order';
  /** Of a failure what the database would say, such as "There is no table carts"; else what differs. */
  readonly reason: string;
  readonly left: ConflictPlace;
  readonly right: ConflictPlace;
  /** The branch whose operation fails after the other; undefined for both, and where none does. */
  readonly failing: 'left' | 'right' | undefined;
}

/** Where an operation stands. */
export interface ConflictPlace {
  readonly revision: string;
  readonly file: string;
  readonly range: TextRange;
  /** `add_column`, `ALTER TABLE` and so on. */
  readonly operation: string;
}

/**
 * What keeps two branches from being merged: both are applied to what their common ancestors leave, in both
 * orders. What fails only after the other branch, and what is left otherwise, is a conflict. Nothing is said
 * of tables that something unread has touched.
 */
export function* branchConflicts(
  base: Schema,
  left: readonly ReplayedRevision[],
  right: readonly ReplayedRevision[],
  dialect: Dialect,
): Generator<void, readonly BranchConflict[]> {
  const leftAlone = yield* run(base, base, left, dialect);
  const rightAlone = yield* run(base, base, right, dialect);
  const leftFirst = yield* run(base, leftAlone.schema, right, dialect);
  const rightFirst = yield* run(base, rightAlone.schema, left, dialect);
  const failures = [
    ...failuresAfter(leftFirst, rightAlone, leftAlone.steps).map(
      ({ step, cause, reason }): BranchConflict => ({
        kind: 'fails',
        reason,
        left: cause.place,
        right: step.place,
        failing: 'right',
      }),
    ),
    ...failuresAfter(rightFirst, leftAlone, rightAlone.steps).map(
      ({ step, cause, reason }): BranchConflict => ({
        kind: 'fails',
        reason,
        left: step.place,
        right: cause.place,
        failing: 'left',
      }),
    ),
  ];
  if (failures.length > 0) return joined(failures);
  return differencesOf(leftFirst.schema, rightFirst.schema).flatMap(({ reason, names }) => {
    const [ours, theirs] = [lastNaming(leftAlone.steps, names), lastNaming(rightAlone.steps, names)];
    return ours && theirs
      ? [{ kind: 'order', reason, left: ours.place, right: theirs.place, failing: undefined } as const]
      : [];
  });
}

/**
 * Whether two branches name a table, index, constraint or type in common; without, nothing can be in
 * conflict.
 */
export function mayConflict(
  left: readonly ReplayedRevision[],
  right: readonly ReplayedRevision[],
  dialect: Dialect,
): boolean {
  const names = new Set(left.flatMap((revision) => sharedNamesOf(revision, dialect)));
  return right.some((revision) => sharedNamesOf(revision, dialect).some((name) => names.has(name)));
}

/** The names of what branches may have in common: not those of columns, which are a table's own. */
function sharedNamesOf({ text }: ReplayedRevision, dialect: Dialect): readonly string[] {
  const names = readOperations(text, 'upgrade', { dialect }).flatMap((operation) => [
    ...touchedBy(operation, dialect).flatMap(({ table, newTable }) => [table, newTable]),
    ...objectsNamedBy(operation),
  ]);
  return names.filter((name) => name !== undefined);
}

/** One operation that was applied, or that failed. */
interface Step {
  readonly place: ConflictPlace;
  /** The tables, columns, types, indexes and constraints that it names. */
  readonly names: ReadonlySet<string>;
}

interface Failure {
  readonly step: Step;
  readonly reason: string;
}

interface Run {
  readonly schema: Schema;
  readonly steps: readonly Step[];
  readonly failures: readonly Failure[];
}

/** Applies revisions, in the way of a database that knows all of its tables. */
function* run(
  origin: Schema,
  start: Schema,
  revisions: readonly ReplayedRevision[],
  dialect: Dialect,
): Generator<void, Run> {
  const builder = new SchemaBuilder(start, dialect);
  builder.origin = origin;
  const steps: Step[] = [];
  const failures: Failure[] = [];
  for (const revision of revisions) {
    applyRevision(builder, revision, {
      onApplied: ({ operations }) => {
        for (const operation of operations) steps.push(stepOf(operation, revision, dialect));
      },
      onFailed: (operations, reason) => {
        if (operations.some((operation) => isOnDoubtfulTable(builder, operation))) return;
        const candidates = operations.map((operation) => stepOf(operation, revision, dialect));
        const step = lastNaming(candidates, wordsOf(reason)) ?? candidates.at(-1);
        if (step) failures.push({ step, reason });
      },
    });
    yield;
  }
  return { schema: builder.build(), steps, failures };
}

function isOnDoubtfulTable(builder: SchemaBuilder, operation: Operation): boolean {
  const names = new Set(touchedBy(operation, builder.dialect).map(({ table }) => table));
  for (const { name, doubt } of builder.tables) if (doubt !== undefined && names.has(name)) return true;
  return false;
}

function stepOf(operation: Operation, { id, file }: ReplayedRevision, dialect: Dialect): Step {
  const { range } = operation;
  const names = [
    ...touchedBy(operation, dialect).flatMap(({ table, columns, newTable, renamed }) => [
      table,
      ...columns,
      newTable,
      renamed?.to,
    ]),
    ...objectsNamedBy(operation),
  ];
  return {
    place: { revision: id, file, range, operation: nameOfOperation(operation) },
    names: new Set(names.filter((name) => name !== undefined)),
  };
}

/** The names of indexes, constraints and types. */
function objectsNamedBy(operation: Operation): readonly (string | undefined)[] {
  if (operation.kind === 'call')
    return ['index_name', 'constraint_name', 'name'].map((parameter) =>
      textOf(operation.arguments.get(parameter)),
    );
  if (operation.kind === 'sql') return operation.statements.flatMap(({ action }) => objectsOfSql(action));
  if (operation.kind !== 'object') return [];
  return [textOf(operation.object.keywords.get('name') ?? operation.object.positional[0])];
}

function objectsOfSql(action: SqlAction): readonly (string | undefined)[] {
  if (action.kind === 'create-index') return [action.name];
  if (action.kind === 'drop-index' || action.kind === 'drop-type')
    return action.names.map(({ name }) => name);
  if (action.kind === 'rename-index') return [action.name.name, action.to];
  return action.kind === 'create-type' || action.kind === 'alter-type' ? [action.name.name] : [];
}

interface ExplainedFailure extends Failure {
  /** The operation of the other branch that makes it fail. */
  readonly cause: Step;
}

/** What fails after the other branch and does not fail without it. */
function failuresAfter(after: Run, alone: Run, others: readonly Step[]): readonly ExplainedFailure[] {
  const keyOf = ({ step: { place }, reason }: Failure): string =>
    JSON.stringify([place.file, place.range.start, reason]);
  const known = new Set(alone.failures.map(keyOf));
  return after.failures.flatMap((failure) => {
    if (known.has(keyOf(failure))) return [];
    const cause = lastNaming(others, wordsOf(failure.reason)) ?? lastNaming(others, failure.step.names);
    return cause ? [{ ...failure, cause }] : [];
  });
}

/** The step that names the most of some names; the last one of several. */
function lastNaming(steps: readonly Step[], names: ReadonlySet<string>): Step | undefined {
  let best: Step | undefined;
  let most = 1;
  for (const step of steps) {
    let count = 0;
    for (const name of step.names) if (names.has(name)) count++;
    if (count < most) continue;
    most = count;
    best = step;
  }
  return best;
}

/** The words of a sentence, among which are the names that it is about. */
function wordsOf(sentence: string): ReadonlySet<string> {
  return new Set(sentence.split(' '));
}

/** What fails in both orders is one conflict. */
function joined(failures: readonly BranchConflict[]): readonly BranchConflict[] {
  const known = new Map<string, BranchConflict>();
  for (const failure of failures) {
    const { left, right } = failure;
    const key = JSON.stringify([left.file, left.range.start, right.file, right.range.start]);
    const other = known.get(key);
    known.set(key, other && other.failing !== failure.failing ? { ...other, failing: undefined } : failure);
  }
  return [...known.values()];
}

/** What is left otherwise where the other branch goes first, and the names that it is about. */
function differencesOf(
  leftFirst: Schema,
  rightFirst: Schema,
): readonly { readonly reason: string; readonly names: ReadonlySet<string> }[] {
  const ofTypes = [...leftFirst.enumerations].flatMap(([key, type]) =>
    hasOtherLabels(type, rightFirst.enumerations.get(key)) ? [type.name] : [],
  );
  const ofTables = schemaDiff(leftFirst, rightFirst).filter(({ certain }) => certain);
  return [
    ...ofTypes.map((name) => ({ reason: `the values of ${name}`, names: new Set([name]) })),
    ...ofTables
      .filter(({ before, after }) => !ofTypes.some((type) => `${before ?? ''} ${after ?? ''}`.includes(type)))
      .map(({ what, table, name }) => ({
        reason: name === null ? `the ${what} of ${table}` : `the ${what} ${name} of ${table}`,
        names: new Set(name === null ? [table] : [table, name]),
      })),
  ];
}

function hasOtherLabels(type: EnumerationType, other: EnumerationType | undefined): boolean {
  return (
    type.labels !== undefined &&
    other?.labels !== undefined &&
    JSON.stringify(type.labels) !== JSON.stringify(other.labels)
  );
}
