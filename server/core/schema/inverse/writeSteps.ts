import type { CallOperation } from '../../operations/operation';
import { pythonRepr } from '../../text/pythonText';
import { truthOf } from '../../operations/value';
import type { Dialect } from '../dialect';
import { isMysql } from '../dialect';
import { columnsNamedIn } from '../objectNames';
import type { Column, Table } from '../schema';
import { sqlTypeName } from '../sqlTypeName';
import type { InverseStep, TableAction, TableStep } from './inverseSteps';
import { sameType } from './inverseSteps';
import type { PythonSource } from './pythonSource';

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

function schemaOf({ schema }: Pick<Table, 'schema'>, parameter = 'schema'): readonly string[] {
  return schema === null ? [] : [`${parameter}=${pythonRepr(schema)}`];
}

function writeTable(table: Table, source: PythonSource, op: string): readonly string[] {
  const items = [
    pythonRepr(table.name),
    ...source.tableItems(table),
    ...schemaOf(table),
    ...(table.comment === null ? [] : [`comment=${pythonRepr(table.comment)}`]),
  ];
  const lines = [`${op}.create_table(`, ...items.map((item) => `    ${item},`), ')'];
  const writer = new ActionWriter(source, table, op, undefined);
  return [...lines, ...table.indexes.flatMap((index) => writer.write({ kind: 'add-index', index }))];
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

/** SQLite changes little of a table that is there; the rest takes a batch, which loses the checks that have no name. */
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

/** Constraints without a name, which a batch can neither add nor drop. */
function isUnnamed(action: TableAction): boolean {
  switch (action.kind) {
    case 'drop-constraint':
      return action.name === null;
    case 'add-primary-key':
      return action.key.name === null;
    case 'add-unique':
      return action.constraint.name === null;
    case 'add-foreign-key':
      return action.key.name === null;
    case 'add-check':
      return action.check.name === null;
    case 'add-column':
    case 'add-index':
    case 'alter-column':
    case 'drop-column':
    case 'drop-index':
    case 'set-comment':
      return false;
  }
}

/** A constraint without a name among the arguments of the new table; checks are there anyway. */
function unnamedConstraint(action: TableAction, source: PythonSource): readonly string[] {
  if (action.kind === 'add-unique') return [source.uniqueConstraint(action.constraint.columns)];
  if (action.kind === 'add-foreign-key') return [source.foreignKeyConstraint(action.key)];
  if (action.kind === 'add-primary-key')
    return [`${source.sa('PrimaryKeyConstraint')}(${action.key.columns.map(pythonRepr).join(', ')})`];
  return [];
}

/** Whether SQLite does it to a table that is there. */
function isNative(action: TableAction, table: Table): boolean {
  switch (action.kind) {
    case 'drop-index':
    case 'add-index':
      return true;
    case 'alter-column':
      return (
        action.from.name !== action.to.name &&
        sameType(action.from, action.to) &&
        action.from.nullable === action.to.nullable &&
        action.from.default === action.to.default
      );
    case 'drop-column':
      return !isUsed(action.column.name, table);
    case 'add-column':
      return !needsRebuild(action.column) && action.column.generated === null;
    case 'add-check':
    case 'add-foreign-key':
    case 'add-primary-key':
    case 'add-unique':
    case 'drop-constraint':
    case 'set-comment':
      return false;
  }
}

/** Whether a constraint names the column, for which SQLite does not drop it. */
function isUsed(name: string, table: Table): boolean {
  const uses = (columns: readonly (string | null)[]): boolean => columns.includes(name);
  return (
    (table.primaryKey !== null && uses(table.primaryKey.columns)) ||
    table.uniqueConstraints.some(({ columns }) => uses(columns)) ||
    table.foreignKeys.some(({ columns }) => uses(columns)) ||
    table.checks.some(({ text }) => columnsNamedIn(text, table).includes(name)) ||
    table.columns.some((column) => column.generated !== null && column.name !== name)
  );
}

/** Whether SQLite adds the column only by making the table anew. */
function needsRebuild(column: Column): boolean {
  if (column.default === null) return !column.nullable;
  return !/^'(?:[^']|'')*'$/.test(column.default);
}

class ActionWriter {
  constructor(
    readonly source: PythonSource,
    readonly table: Table,
    readonly op: string,
    readonly batch: string | undefined,
    readonly isConcurrent = false,
  ) {}

  write(action: TableAction): readonly string[] {
    const { source } = this;
    switch (action.kind) {
      case 'drop-index':
        return [
          this.#call(
            'drop_index',
            [source.name(action.index.name)],
            this.#tableName('table_name'),
            this.#concurrently(),
          ),
        ];
      case 'drop-constraint':
        return [
          this.#call('drop_constraint', [source.name(action.name)], this.#tableName(), [
            `type_=${pythonRepr(action.type)}`,
          ]),
        ];
      case 'drop-column':
        return [this.#column('drop_column', pythonRepr(action.column.name))];
      case 'alter-column':
        return this.#alter(action.from, action.to);
      case 'add-column': {
        const { nullable, default: value, generated, name } = action.column;
        const needsValue = !nullable && value === null && generated === null;
        return [
          ...(needsValue ? [`# TODO: rows that are there by then need a value for ${name}.`] : []),
          this.#column('add_column', source.column(action.column, this.table)),
        ];
      }
      case 'add-primary-key':
        return [
          this.#call(
            'create_primary_key',
            [source.name(action.key.name ?? action.key.databaseName)],
            this.#tableName(),
            [source.list(action.key.columns)],
          ),
        ];
      case 'add-unique':
        return [
          this.#call(
            'create_unique_constraint',
            [source.name(action.constraint.name ?? action.constraint.databaseName)],
            this.#tableName(),
            [source.list(action.constraint.columns)],
          ),
        ];
      case 'add-foreign-key': {
        const { key } = action;
        const schemas = [
          ...(this.batch ? [] : schemaOf(this.table, 'source_schema')),
          ...schemaOf({ schema: key.referredSchema }, 'referent_schema'),
        ];
        const name = source.name(key.name ?? key.databaseName);
        const tables = [...(this.batch ? [] : [pythonRepr(this.table.name)]), pythonRepr(key.referredTable)];
        return [
          `${this.#receiver}.create_foreign_key(${[name, ...tables, source.list(key.columns), source.list(key.referredColumns), ...schemas, ...source.foreignKeyOptions(key)].join(', ')})`,
        ];
      }
      case 'add-check':
        return [
          this.#call(
            'create_check_constraint',
            [source.name(action.check.name ?? action.check.databaseName)],
            this.#tableName(),
            [source.condition(action.check.text)],
          ),
        ];
      case 'add-index': {
        const { index } = action;
        return [
          this.#call('create_index', [source.name(index.name)], this.#tableName(), [
            source.indexColumns(index),
            `unique=${index.unique ? 'True' : 'False'}`,
            ...source.indexOptions(index),
            ...this.#concurrently(),
          ]),
        ];
      }
      case 'set-comment':
        return action.comment === null
          ? [this.#call('drop_table_comment', [], this.#tableName(), existingComment(action.existing))]
          : [
              this.#call('create_table_comment', [], this.#tableName(), [
                pythonRepr(action.comment),
                ...existingComment(action.existing),
              ]),
            ];
    }
  }

  get #receiver(): string {
    return this.batch ?? this.op;
  }

  #concurrently(): readonly string[] {
    return this.isConcurrent && this.source.dialect === 'postgresql' ? ['postgresql_concurrently=True'] : [];
  }

  #tableName(keyword?: string): readonly string[] {
    if (this.batch) return [];
    const name = pythonRepr(this.table.name);
    return [keyword === undefined ? name : `${keyword}=${name}`];
  }

  #call(name: string, first: readonly string[], table: readonly string[], rest: readonly string[]): string {
    const schema = this.batch ? [] : schemaOf(this.table);
    const args = [...first, ...table, ...rest, ...schema];
    return `${this.#receiver}.${name}(${args.join(', ')})`;
  }

  #column(name: string, column: string): string {
    const schema = this.batch ? [] : schemaOf(this.table);
    return `${this.#receiver}.${name}(${[...this.#tableName(), column, ...schema].join(', ')})`;
  }

  #alter(from: Column, to: Column): readonly string[] {
    const { source } = this;
    const changes = {
      type: !sameType(from, to),
      nullable: from.nullable !== to.nullable,
      default: from.default !== to.default,
      comment: from.comment !== to.comment && source.dialect !== 'sqlite',
      name: from.name !== to.name,
    };
    const dialect: Dialect = source.dialect;
    const existing = (column: Column): readonly string[] => [
      `existing_type=${source.type(column.type)}`,
      ...(isMysql(dialect) && !changes.nullable
        ? [`existing_nullable=${column.nullable ? 'True' : 'False'}`]
        : []),
      ...(isMysql(dialect) && column.default !== null
        ? [`existing_server_default=${source.default(column.default)}`]
        : []),
      ...(isMysql(dialect) && column.comment !== null
        ? [`existing_comment=${pythonRepr(column.comment)}`]
        : []),
    ];
    const calls: string[][] = [];
    // A default of the old type may not fit the new one, and PostgreSQL asks for it first.
    const apart = dialect === 'postgresql' && changes.type && (from.default !== null || to.default !== null);
    if (apart && from.default !== null) calls.push(['server_default=None']);
    const main: string[] = [];
    if (changes.name) main.push(`new_column_name=${pythonRepr(to.name)}`);
    if (changes.type) {
      main.push(`type_=${source.type(to.type)}`);
      if (dialect === 'postgresql')
        main.push(
          `postgresql_using=${pythonRepr(`${quotedName(from.name)}::${sqlTypeName(to.type, dialect)}`)}`,
        );
    }
    if (changes.nullable) main.push(`nullable=${to.nullable ? 'True' : 'False'}`);
    const value = `server_default=${to.default === null ? 'None' : source.default(to.default)}`;
    if (changes.default && !apart) main.push(value);
    if (changes.comment) {
      main.push(`comment=${to.comment === null ? 'None' : pythonRepr(to.comment)}`);
      if (from.comment !== null) main.push(`existing_comment=${pythonRepr(from.comment)}`);
    }
    if (main.length > 0) calls.push(main);
    const name = apart && to.default !== null ? to.name : undefined;
    const lines = calls.map((args) =>
      this.#column('alter_column', [pythonRepr(from.name), ...args, ...existing(from)].join(', ')),
    );
    if (name !== undefined)
      lines.push(this.#column('alter_column', [pythonRepr(name), value, ...existing(to)].join(', ')));
    return lines;
  }
}

function existingComment(existing: string | null): readonly string[] {
  return existing === null ? [] : [`existing_comment=${pythonRepr(existing)}`];
}

function quotedName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
