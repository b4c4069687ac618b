import { columnType } from '../operations/columnType';
import type { CallOperation, ObjectOperation, Operation, OperationContext } from '../operations/operation';
import { tableItem } from '../operations/tableItems';
import { nameOf } from '../operations/columnNames';
import { textOf } from '../operations/value';
import type { SqlAction, SqlName } from '../sql/sqlStatement';
import { applyBatch } from './applyBatch';
import { applyCall } from './applyCall';
import { columnsNamedIn } from './objectNames';
import { NotRead, findColumn } from './operationTable';
import { applySql } from './applySql';
import { tableKey } from './schema';
import type { SchemaBuilder } from './schemaBuilder';
import { OperationFails } from './schemaBuilder';
import { requireColumns, tableOfItems } from './tableEdits';

/** The revision whose operations are applied. */
export interface AppliedRevision {
  readonly id: string;
  readonly file: string;
}

/** What was applied at once. */
export interface Applied {
  readonly operations: readonly Operation[];
  /** The statement, where the operation is SQL. */
  readonly statement: SqlAction | undefined;
}

/** Applies the operations of one revision in their order; those of a batch wait for its end. */
export class OperationApplier {
  /** Told of everything that was applied: an operation, one statement of it, or all operations of a batch. */
  onApplied: ((applied: Applied) => void) | undefined;
  /** Told of everything that is certain to fail, and why. */
  onFailed: ((operations: readonly Operation[], reason: string) => void) | undefined;
  readonly #batches = new Map<object, CallOperation[]>();

  constructor(
    readonly builder: SchemaBuilder,
    readonly revision: AppliedRevision,
  ) {}

  /** Applies an operation; says whether it is certain to fail where that would be caught. */
  apply(operation: Operation, isCaught: boolean): boolean {
    const { context } = operation;
    if (operation.kind === 'call' && operation.refusal !== undefined) {
      const { refusal } = operation;
      return this.#attempt(operation, isCaught, () => {
        throw new OperationFails(refusal);
      });
    }
    if (operation.kind === 'call' && context.batch) {
      const waiting = this.#batches.get(context.batch) ?? [];
      waiting.push(operation);
      this.#batches.set(context.batch, waiting);
      return false;
    }
    return this.#attempt(operation, isCaught, () => {
      this.#applyNow(operation);
    });
  }

  endBatch(context: OperationContext, isCaught: boolean): boolean {
    const { batch } = context;
    if (!batch) return false;
    const operations = this.#batches.get(batch) ?? [];
    const [first] = operations;
    this.#batches.delete(batch);
    // A batch without operations makes the table anew only where that is asked for.
    if (!first && textOf(batch.arguments.get('recreate')) !== 'always') return false;
    // What is in doubt inside of the batch makes all of it doubtful.
    const doubt = operations.find((operation) => operation.context.doubt !== undefined)?.context.doubt;
    const around = { ...(first?.context ?? context), doubt: context.doubt ?? doubt };
    const place: Operation = first
      ? { ...first, context: around }
      : { kind: 'opaque', reason: '', tables: [], range: batch.range, context: around };
    const applyAll = (): void => {
      applyBatch(this.builder, batch, operations);
      this.onApplied?.({ operations, statement: undefined });
    };
    return this.#attempt(place, isCaught, applyAll, operations);
  }

  #applyNow(operation: Operation): void {
    switch (operation.kind) {
      case 'call':
        applyCall(this.builder, operation);
        break;
      case 'sql':
        for (const { action, range } of operation.statements) {
          if (action.kind === 'data') {
            requireTables(this.builder, action.tables, action.columns ?? []);
            requireLostColumns(this.builder, action.tables, operation.text.slice(range.start, range.end));
          }
          applySql(this.builder, action);
          this.onApplied?.({ operations: [operation], statement: action });
        }
        return;
      case 'data': {
        const { table: name, columns } = operation;
        requireTables(this.builder, [{ name, schema: undefined }], columns ?? []);
        break;
      }
      case 'object':
        applyObject(this.builder, operation);
        break;
      case 'opaque':
        throw new NotRead(operation.reason, operation.tables);
    }
    this.onApplied?.({ operations: [operation], statement: undefined });
  }

  #attempt(
    operation: Operation,
    isCaught: boolean,
    apply: () => void,
    parts: readonly Operation[] = [operation],
  ): boolean {
    const { doubt } = operation.context;
    this.builder.isCaught = isCaught;
    try {
      if (doubt === undefined) apply();
      else {
        this.builder.tentatively(doubt, apply);
        if (changesSchema(operation)) this.#note(operation, `It may not run: ${doubt}`);
      }
      return false;
    } catch (error) {
      if (error instanceof NotRead) {
        this.#note(operation, error.reason);
        this.builder.doubtTables(error.reason, error.tables);
        return false;
      }
      if (!(error instanceof OperationFails)) throw error;
      if (isCaught && doubt === undefined) return true;
      if (doubt === undefined) {
        this.onFailed?.(parts, error.message);
        this.#note(operation, error.message);
        this.builder.doubtTables(error.message, tablesOf(operation));
      }
      return false;
    }
  }

  #note(operation: Operation, what: string): void {
    this.builder.note({ revision: this.revision.id, file: this.revision.file, range: operation.range, what });
  }
}

/** Fails statements about rows of a table or column that is not there, where that is looked at. */
function requireTables(builder: SchemaBuilder, tables: readonly SqlName[], columns: readonly string[]): void {
  if (!builder.isStrict) return;
  for (const { name, schema } of tables) {
    if (name === undefined) continue;
    const table = builder.find(name, schema);
    if (!table && builder.doubt === undefined) throw new OperationFails(`There is no table ${name}`);
    if (table && tables.length === 1) requireColumns(table, columns);
  }
}

/** Fails a statement about one table that names a column which was in it before the branches. */
function requireLostColumns(builder: SchemaBuilder, tables: readonly SqlName[], statement: string): void {
  const [place, second] = tables;
  if (!builder.origin || place?.name === undefined || second) return;
  const table = builder.find(place.name, place.schema);
  const before = table && builder.origin.tables.get(tableKey(table.schema, table.name));
  if (!table || !before || table.doubt !== undefined) return;
  const lost = before.columns.filter(({ name }) => !findColumn(table, name));
  if (lost.length > 0) requireColumns(table, columnsNamedIn(statement, { columns: lost }));
}

/** Whether an operation may change tables at all. */
function changesSchema(operation: Operation): boolean {
  if (operation.kind === 'data') return false;
  if (operation.kind !== 'sql') return !(operation.kind === 'call' && operation.name === 'bulk_insert');
  return operation.statements.some(({ action }) => action.kind !== 'data' && action.kind !== 'other');
}

function tablesOf(operation: Operation): readonly string[] | undefined {
  if (operation.kind === 'call') {
    const { batch } = operation.context;
    const from = batch ? batch.arguments : operation.arguments;
    const name = textOf(from.get('table_name') ?? from.get('source_table') ?? from.get('old_table_name'));
    return name === undefined ? undefined : [name];
  }
  if (operation.kind !== 'sql') return undefined;
  const names = operation.statements.flatMap(({ action }) =>
    'table' in action && action.table?.name !== undefined ? [action.table.name] : [],
  );
  return names.length > 0 ? names : undefined;
}

/** A type or table that creates or drops itself. */
function applyObject(builder: SchemaBuilder, operation: ObjectOperation): void {
  const { object, action, checkFirst } = operation;
  if (object.path.endsWith('.Table')) {
    const name = textOf(object.keywords.get('name') ?? object.positional[0]);
    const schema = nameOf(object.keywords.get('schema'));
    if (name === undefined || schema === undefined)
      throw new NotRead('the name of a table is not known', undefined);
    const existing = builder.find(name, schema);
    if (action === 'drop') {
      if (existing) builder.remove(existing);
      return;
    }
    if (existing && checkFirst) return;
    if (existing && existing.doubt === undefined)
      throw new OperationFails(`There is a table ${name} already`);
    const items = object.positional
      .slice(1)
      .filter((value) => !(value.kind === 'construct' && value.path.endsWith('.MetaData')))
      .map((value) => tableItem(value, builder.dialect));
    builder.put(
      tableOfItems(builder, { name, schema: builder.schemaName(schema), writtenSchema: schema }, items),
    );
    return;
  }
  if (builder.dialect !== 'postgresql') return;
  const enumeration = columnType(object, builder.dialect)?.enumeration;
  if (enumeration?.name === undefined) return;
  if (action === 'drop') builder.removeEnumeration(enumeration.name, enumeration.schema);
  else if (!builder.enumeration(enumeration.name, enumeration.schema))
    builder.putEnumeration(enumeration.name, enumeration.schema, enumeration.labels);
}
