import { pythonRepr } from '../../text/pythonText';
import type { Dialect } from '../dialect';
import { isMysql } from '../dialect';
import type { Column, Table } from '../schema';
import { sqlTypeName } from '../sqlTypeName';
import type { TableAction } from './inverseSteps';
import { sameType } from './inverseSteps';
import type { PythonSource } from './pythonSource';

/** The argument that names a table's schema; none where it is the usual one. */
export function schemaOf({ schema }: Pick<Table, 'schema'>, parameter = 'schema'): readonly string[] {
  return schema === null ? [] : [`${parameter}=${pythonRepr(schema)}`];
}

/** Writes changes of one table as calls of `op`, or of the object of a batch. */
export class ActionWriter {
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
      if (from.comment !== null && !isMysql(dialect))
        main.push(`existing_comment=${pythonRepr(from.comment)}`);
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
