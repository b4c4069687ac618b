import type { CallOperation } from '../../operations/operation';
import { pythonRepr } from '../../text/pythonText';
import { truthOf } from '../../operations/value';
import { columnsNamedIn, givenName } from '../objectNames';
import type { PrimaryKey, Table, UniqueConstraint } from '../schema';
import type { InverseStep, TableAction, TableStep } from './inverseSteps';
import type { PythonSource } from './pythonSource';
import { schemaOf, ActionWriter } from './actionWriter';
import { isUnnamed, isNative, needsRebuild } from './sqliteLimits';

/** The lines of a body that does the steps. */
export function writeSteps(steps: readonly InverseStep[], source: PythonSource): readonly string[] {
  return steps.flatMap((step) => writeStep(step, source));
}

function writeStep(step: InverseStep, source: PythonSource): readonly string[] {
  const op = source.names.nameOf('alembic.op');
  switch (step.kind) {
    case 'drop-table':
      return [`${op}.drop_table(${[pythonRepr(step.table.name), ...schemaOf(step.table)].join(', ')})`];
    case 'rename-table':
      return [
        `${op}.rename_table(${[pythonRepr(step.from.name), pythonRepr(step.to.name), ...schemaOf(step.from)].join(', ')})`,
      ];
    case 'create-table':
      return writeTable(step.table, source, op);
    case 'change-table':
      return writeChange(step, source, op);
  }
}

function writeTable(whole: Table, source: PythonSource, op: string): readonly string[] {
  const repeated = source.dialect === 'postgresql' ? repeatedConstraints(whole) : [];
  const uniqueConstraints = whole.uniqueConstraints.filter((each) => !repeated.includes(each));
  const serial = source.dialect === 'postgresql' ? serialWithoutKey(whole) : undefined;
  const primaryKey = serial === undefined ? whole.primaryKey : serialKey(whole, serial);
  const table = { ...whole, uniqueConstraints, primaryKey };
  const items = [
    pythonRepr(table.name),
    ...source.tableItems(table),
    ...schemaOf(table),
    ...(table.comment === null ? [] : [`comment=${pythonRepr(table.comment)}`]),
  ];
  const lines = [`${op}.create_table(`, ...items.map((item) => `    ${item},`), ')'];
  const writer = new ActionWriter(source, table, op, undefined);
  return [
    ...lines,
    ...(serial === undefined || !primaryKey
      ? []
      : writer.write({ kind: 'drop-constraint', type: 'primary', name: primaryKey.databaseName })),
    ...repeated.flatMap((constraint) => writer.write({ kind: 'add-unique', constraint })),
    ...table.indexes.flatMap((index) => writer.write({ kind: 'add-index', index })),
  ];
}

/** A column that counts up though it is no key any more; only a table that is made with the key has one. */
function serialWithoutKey({ columns, primaryKey }: Table): string | undefined {
  if (primaryKey) return undefined;
  const serial = columns.filter(({ generated }) => generated?.kind === 'serial');
  return serial.length === 1 ? serial[0]?.name : undefined;
}

function serialKey(table: Table, column: string): PrimaryKey {
  const constraint = { kind: 'primary', columns: [column] } as const;
  const databaseName = givenName('postgresql', table, constraint, () => false);
  return { name: null, databaseName, columns: [column] };
}

/** Unique constraints over columns that have one or are the key: within CREATE TABLE they would be one. */
function repeatedConstraints({ primaryKey, uniqueConstraints }: Table): readonly UniqueConstraint[] {
  const seen = new Set(primaryKey ? [primaryKey.columns.join()] : []);
  return uniqueConstraints.filter(({ columns }) => {
    const key = columns.join();
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated;
  });
}

/** The operations of a batch are those of its table. */
function writeChange(step: TableStep, source: PythonSource, op: string): readonly string[] {
  const isBatch = step.change.applied.operations.some(({ context }) => context.batch !== undefined);
  const lines =
    source.dialect === 'sqlite'
      ? writeForSqlite(step, source, op, isBatch)
      : isBatch
        ? inBatch(step, step.actions, source, op, [])
        : writeActions(step, step.actions, source, op);
  const isAutocommit = step.change.applied.operations.some(({ context }) => context.isAutocommit);
  return isAutocommit ? [`with ${op}.get_context().autocommit_block():`, ...indented(lines)] : lines;
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `    ${line}`);
}

function writeActions(
  step: TableStep,
  actions: readonly TableAction[],
  source: PythonSource,
  op: string,
): readonly string[] {
  const writer = new ActionWriter(source, step.from, op, undefined, isConcurrent(step));
  return actions.flatMap((action) => writer.write(action));
}

function isConcurrent(step: TableStep): boolean {
  const { operations, statement } = step.change.applied;
  if (statement)
    return (statement.kind === 'create-index' || statement.kind === 'drop-index') && statement.concurrently;
  return operations.some(
    (operation) => operation.kind === 'call' && isSet(operation, 'postgresql_concurrently'),
  );
}

function isSet(operation: CallOperation, name: string): boolean {
  const value = operation.options.get(name);
  return value !== undefined && truthOf(value) === true;
}

function inBatch(
  step: TableStep,
  actions: readonly TableAction[],
  source: PythonSource,
  op: string,
  options: readonly string[],
): readonly string[] {
  if (actions.length === 0) return [];
  const writer = new ActionWriter(source, step.from, op, 'batch_op');
  const args = [pythonRepr(step.from.name), ...schemaOf(step.from), ...options].join(', ');
  return [
    `with ${op}.batch_alter_table(${args}) as batch_op:`,
    ...indented(actions.flatMap((action) => writer.write(action))),
  ];
}

/**
 * SQLite changes little of a table that is there; the rest takes a batch, which loses the checks that have no
 * name.
 */
function writeForSqlite(
  step: TableStep,
  source: PythonSource,
  op: string,
  isBatch: boolean,
): readonly string[] {
  const { actions, from, to } = step;
  if (!isBatch && actions.every((action) => isNative(action, from)))
    return writeActions(step, actions, source, op);
  const unnamed = actions.filter(isUnnamed);
  const named = actions.filter((action) => !isUnnamed(action));
  const hasRenames = named.some(
    (action) => action.kind === 'alter-column' && action.from.name !== action.to.name,
  );
  const isFirst = (action: TableAction): boolean => !action.kind.startsWith('add-');
  // What is added to a column that the same batch renames is left out by it.
  const groups = hasRenames ? [named.filter(isFirst), named.filter((action) => !isFirst(action))] : [named];
  const parts = groups.filter((group) => group.length > 0);
  if (parts.length === 0 && unnamed.length > 0) parts.push([]);
  const lines: string[] = [];
  const there = new Set(from.columns.map(({ name }) => name));
  for (const [index, group] of parts.entries()) {
    const isLast = index === parts.length - 1;
    for (const action of group) {
      if (action.kind === 'add-column') there.add(action.column.name);
      else if (action.kind === 'drop-column') there.delete(action.column.name);
      else if (action.kind === 'alter-column') {
        there.delete(action.from.name);
        there.add(action.to.name);
      }
    }
    // A batch that does no more than this leaves the table as it is.
    const isPlain = group.every(
      ({ kind }) => kind === 'drop-index' || kind === 'add-index' || kind === 'add-column',
    );
    const needed =
      group.some((action) => action.kind === 'add-column' && needsRebuild(action.column)) ||
      (isLast && unnamed.length > 0);
    const forced = isPlain && needed;
    const isRebuilt = forced || !isPlain;
    const checks = to.checks
      .filter(
        ({ name, text }) => name === null && columnsNamedIn(text, to).every((column) => there.has(column)),
      )
      .map(({ text }) => source.checkConstraint(text, null));
    const others = isLast ? unnamed.flatMap((action) => unnamedConstraint(action, source)) : [];
    const tableArguments = isRebuilt ? [...checks, ...others] : [];
    const options = [
      ...(forced ? ["recreate='always'"] : []),
      ...(tableArguments.length > 0 ? [`table_args=(${tableArguments.join(', ')},)`] : []),
    ];
    const body = inBatch(step, group, source, op, options);
    lines.push(...(body.length > 0 ? body : emptyBatch(step, op, options)));
  }
  return lines;
}

function emptyBatch(step: TableStep, op: string, options: readonly string[]): readonly string[] {
  const args = [pythonRepr(step.from.name), ...schemaOf(step.from), ...options].join(', ');
  return [`with ${op}.batch_alter_table(${args}):`, '    pass'];
}

/** A constraint without a name among the arguments of the new table; checks are there anyway. */
function unnamedConstraint(action: TableAction, source: PythonSource): readonly string[] {
  if (action.kind === 'add-unique') return [source.uniqueConstraint(action.constraint.columns)];
  if (action.kind === 'add-foreign-key') return [source.foreignKeyOfBatch(action.key)];
  if (action.kind === 'add-primary-key')
    return [`${source.sa('PrimaryKeyConstraint')}(${action.key.columns.map(pythonRepr).join(', ')})`];
  return [];
}
