import { readStatements } from '../sql/readStatements';
import { checkOfType, columnType } from './columnType';
import type { ColumnType, TypeCheck } from './columnType';
import { itemsOf } from './containers';
import type { ServerDefault } from './serverDefault';
import { serverDefault, sqlOf } from './serverDefault';
import type { ConstructValue, Value } from './value';
import { doubtOf, textOf, truthOf } from './value';

/** What stands in `create_table`, as far as it is known. */
export type TableItem =
  | { readonly kind: 'column'; readonly column: ColumnDefinition }
  | { readonly kind: 'primary'; readonly name: string | null; readonly columns: readonly string[] }
  | { readonly kind: 'unique'; readonly name: string | null; readonly columns: readonly string[] }
  | { readonly kind: 'foreign'; readonly key: ForeignKeyDefinition }
  | { readonly kind: 'check'; readonly name: string | null; readonly text: string }
  | { readonly kind: 'index'; readonly index: IndexDefinition }
  /** What adds nothing that is compared, such as an exclusion. */
  | { readonly kind: 'other' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A `Column(…)`. */
export interface ColumnDefinition {
  readonly name: string;
  /** Undefined where it is not known. */
  readonly type: ColumnType | undefined;
  readonly typeCheck: TypeCheck | undefined;
  /** Undefined where nothing is said. */
  readonly nullable: boolean | undefined;
  readonly isPrimaryKey: boolean;
  readonly default: ServerDefault;
  readonly comment: string | null;
  readonly unique: boolean;
  readonly index: boolean;
  readonly foreignKeys: readonly ForeignKeyDefinition[];
  readonly checks: readonly { readonly name: string | null; readonly text: string }[];
  readonly autoincrement: boolean | undefined;
  /** Why a part of it is not known. */
  readonly doubt: string | undefined;
}

export interface ForeignKeyDefinition {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly referredSchema: string | null;
  readonly referredTable: string;
  readonly referredColumns: readonly string[];
  /** `ondelete`, `onupdate`, `deferrable`, `initially` and `match`, as given. */
  readonly options: ReadonlyMap<string, string | boolean>;
}

export interface IndexDefinition {
  readonly name: string | null;
  /** Null for an expression. */
  readonly columns: readonly (string | null)[];
  /** The columns and expressions as written. */
  readonly expressions: readonly string[];
  readonly unique: boolean;
  readonly options: ReadonlyMap<string, Value>;
}

/** What one of the items of a table stands for on a dialect. */
export function tableItem(value: Value, dialect: string): TableItem {
  if (value.kind === 'none') return { kind: 'other' };
  if (value.kind !== 'construct')
    return { kind: 'unknown', reason: doubtOf(value) ?? 'a part of the table is not known' };
  const last = value.path.slice(value.path.lastIndexOf('.') + 1);
  if (value.receiver || !/^(?:sqlalchemy|sqlmodel)\./.test(value.path))
    return { kind: 'unknown', reason: `${last} is not known` };
  const name = nameOf(value.keywords.get('name'));
  if (name === undefined) return { kind: 'unknown', reason: 'a name is not known' };
  switch (last) {
    case 'Column': {
      const column = columnDefinition(value, dialect);
      return column
        ? { kind: 'column', column }
        : { kind: 'unknown', reason: 'the name of a column is not known' };
    }
    case 'PrimaryKeyConstraint':
    case 'UniqueConstraint': {
      const columns = columnNames(value.positional);
      if (!columns || value.doubt !== undefined)
        return { kind: 'unknown', reason: value.doubt ?? 'a column is not known' };
      return { kind: last === 'UniqueConstraint' ? 'unique' : 'primary', name, columns };
    }
    case 'ForeignKeyConstraint': {
      const [columns, targets, third] = value.positional;
      const key = foreignKeyOf(
        columnNames(value.keywords.get('columns') ?? columns),
        value.keywords.get('refcolumns') ?? targets,
        name ?? nameOf(third) ?? null,
        value.keywords,
      );
      return key
        ? { kind: 'foreign', key }
        : { kind: 'unknown', reason: 'what a foreign key refers to is not known' };
    }
    case 'CheckConstraint': {
      const text = conditionOf(value.keywords.get('sqltext') ?? value.positional[0]);
      return text === undefined
        ? { kind: 'unknown', reason: 'the condition of a check is not known' }
        : { kind: 'check', name: name ?? nameOf(value.positional[1]) ?? null, text };
    }
    case 'Index': {
      const [first, ...columns] = value.positional;
      const indexName = name ?? nameOf(first);
      const index = indexName === undefined ? undefined : indexOf(indexName, columns, value.keywords);
      return index ? { kind: 'index', index } : { kind: 'unknown', reason: 'an index is not known' };
    }
    case 'ExcludeConstraint':
      return { kind: 'other' };
    default:
      return { kind: 'unknown', reason: `${last} is not known` };
  }
}

/** A `Column(…)`; undefined where its name is not known. */
export function columnDefinition(value: Value | undefined, dialect: string): ColumnDefinition | undefined {
  if (
    value?.kind !== 'construct' ||
    value.receiver ||
    !/^(?:sqlalchemy|sqlmodel)\.(?:.*\.)?Column$/.test(value.path)
  )
    return undefined;
  const { keywords } = value;
  const rest = [...value.positional];
  const named = keywords.get('name') ?? (isTexty(rest[0]) ? rest.shift() : undefined);
  const name = textOf(named);
  if (name === undefined) return undefined;
  let typeValue = keywords.get('type_');
  if (!typeValue && rest[0] && !isSchemaItem(rest[0])) typeValue = rest.shift();
  let doubt = value.doubt ?? (typeValue ? undefined : 'its type is not known');
  const type = typeValue && columnType(typeValue, dialect);
  if (typeValue && !type) doubt ??= doubtOf(typeValue) ?? 'its type is not known';
  if (type?.enumeration && type.enumeration.labels === undefined && type.enumeration.isNative)
    doubt ??= 'the values of its type are not known';
  const foreignKeys: ForeignKeyDefinition[] = [];
  const checks: { name: string | null; text: string }[] = [];
  const given = keywords.get('server_default');
  let default_: ServerDefault = given ? serverDefault(given) : { kind: 'none' };
  for (const item of rest) {
    if (item.kind === 'none') continue;
    const path = item.kind === 'construct' ? item.path : '';
    const last = path.slice(path.lastIndexOf('.') + 1);
    if (last === 'ForeignKey' && item.kind === 'construct') {
      const key = columnForeignKey(item, name);
      if (key) foreignKeys.push(key);
      else doubt ??= 'what a foreign key refers to is not known';
    } else if (last === 'CheckConstraint') {
      const check = tableItem(item, dialect);
      if (check.kind === 'check') checks.push({ name: check.name, text: check.text });
      else doubt ??= 'the condition of a check is not known';
    } else if (
      last === 'Identity' ||
      last === 'Computed' ||
      last === 'DefaultClause' ||
      last === 'FetchedValue'
    )
      default_ = serverDefault(item);
    else if (last !== 'Sequence' && last !== 'ColumnDefault')
      doubt ??= doubtOf(item) ?? `${last || 'an argument'} is not known`;
  }
  if (default_.kind === 'unknown') doubt ??= default_.reason;
  const flag = (parameter: string): boolean | undefined => {
    const argument = keywords.get(parameter);
    if (!argument) return undefined;
    const truth = truthOf(argument);
    if (truth === undefined) doubt ??= doubtOf(argument) ?? `whether ${parameter} holds is not known`;
    return truth;
  };
  const nullable = flag('nullable');
  const unique = flag('unique') ?? false;
  const index = flag('index') ?? false;
  const isPrimaryKey = flag('primary_key') ?? false;
  const autoincrement = keywords.get('autoincrement');
  return {
    name,
    type,
    typeCheck: typeValue && checkOfType(typeValue, dialect),
    nullable,
    isPrimaryKey,
    default: default_,
    comment: textOf(keywords.get('comment')) ?? null,
    unique,
    index,
    foreignKeys,
    checks,
    autoincrement: autoincrement?.kind === 'boolean' ? autoincrement.value : undefined,
    doubt,
  };
}

/** A name as text; null for none, undefined where it is not known. */
export function nameOf(value: Value | undefined): string | null | undefined {
  if (!value || value.kind === 'none') return null;
  return textOf(value);
}

/** The names of columns given as texts, columns, or a list of either. */
export function columnNames(value: Value | readonly Value[] | undefined): readonly string[] | undefined {
  if (!value) return undefined;
  const items = isValues(value) ? value : namesWithin(value);
  const names = items?.map(columnName);
  return names?.every((name) => name !== undefined) ? names : undefined;
}

function isValues(value: Value | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value);
}

function namesWithin(value: Value): readonly Value[] | undefined {
  if (value.kind === 'string') return [value];
  const items = itemsOf(value);
  return items && items.doubt === undefined ? items.items : undefined;
}

function columnName(value: Value): string | undefined {
  if (value.kind === 'string') return value.value;
  if (value.kind === 'construct' && /\.(?:Column|column)$/.test(value.path))
    return textOf(value.keywords.get('name') ?? value.positional[0]);
  if (value.kind === 'method') return columnOf(value)?.column;
  return undefined;
}

/** `table.c.name`. */
function columnOf(value: Value): { readonly table: ConstructValue; readonly column: string } | undefined {
  if (value.kind !== 'method' || value.of.kind !== 'method') return undefined;
  const { of: columns, name } = value;
  const table = columns.kind === 'method' ? columns.of : undefined;
  if (columns.kind !== 'method' || (columns.name !== 'c' && columns.name !== 'columns')) return undefined;
  return table?.kind === 'construct' && table.path.endsWith('.Table') ? { table, column: name } : undefined;
}

/** The condition of a check as SQL. */
export function conditionOf(value: Value | undefined): string | undefined {
  return value && (value.kind === 'string' ? value.value : sqlOf(value));
}

function isTexty(value: Value | undefined): boolean {
  return value?.kind === 'string' || (value?.kind === 'unknown' && value.template !== undefined);
}

function isSchemaItem(value: Value): boolean {
  return (
    value.kind === 'construct' &&
    /\.(?:ForeignKey|CheckConstraint|Identity|Computed|Sequence|DefaultClause|FetchedValue)$/.test(value.path)
  );
}

function columnForeignKey(value: ConstructValue, column: string): ForeignKeyDefinition | undefined {
  const target = value.keywords.get('column') ?? value.positional[0];
  const name = nameOf(value.keywords.get('name'));
  if (!target || name === undefined) return undefined;
  return foreignKeyOf(
    [column],
    { kind: 'list', form: 'list', items: [target], range: value.range },
    name,
    value.keywords,
  );
}

function foreignKeyOf(
  columns: readonly string[] | undefined,
  targets: Value | undefined,
  name: string | null,
  keywords: ReadonlyMap<string, Value>,
): ForeignKeyDefinition | undefined {
  const items = targets && namesWithin(targets);
  if (!columns || !items) return undefined;
  const tokens = items.map((item, index) => targetOf(item, columns[index]));
  const [first] = tokens;
  if (!first || !tokens.every((token) => token !== undefined)) return undefined;
  return {
    name,
    columns,
    referredSchema: first.schema,
    referredTable: first.table,
    referredColumns: tokens.map(({ column }) => column),
    options: foreignKeyOptions(keywords),
  };
}

const optionNames: readonly string[] = [
  'ondelete',
  'onupdate',
  'deferrable',
  'initially',
  'match',
  'use_alter',
];

export function foreignKeyOptions(
  keywords: ReadonlyMap<string, Value>,
): ReadonlyMap<string, string | boolean> {
  const options = new Map<string, string | boolean>();
  for (const name of optionNames) {
    const value = keywords.get(name);
    if (value?.kind === 'string' || value?.kind === 'boolean') options.set(name, value.value);
  }
  return options;
}

interface Target {
  readonly schema: string | null;
  readonly table: string;
  readonly column: string;
}

function targetOf(value: Value, own: string | undefined): Target | undefined {
  if (value.kind === 'string') {
    const parts = value.value.split('.');
    const column = parts.length > 1 ? parts.pop() : own;
    const table = parts.pop();
    if (table === undefined || column === undefined) return undefined;
    return { schema: parts.length > 0 ? parts.join('.') : null, table, column };
  }
  const reached = columnOf(value);
  const table = reached && textOf(reached.table.positional[0]);
  if (!reached || table === undefined) return undefined;
  return { schema: textOf(reached.table.keywords.get('schema')) ?? null, table, column: reached.column };
}

/** An index over columns and expressions; undefined where one of them is not known. */
export function indexOf(
  name: string | null,
  items: readonly Value[],
  options: ReadonlyMap<string, Value>,
): IndexDefinition | undefined {
  const columns: (string | null)[] = [];
  const expressions: string[] = [];
  for (const item of items) {
    const plain = columnName(item);
    if (plain !== undefined) {
      columns.push(plain);
      expressions.push(plain);
      continue;
    }
    const ordered = orderedColumn(item);
    const text = ordered ?? sqlOf(item);
    if (text === undefined) {
      // An expression that is not read is one all the same.
      if (item.kind !== 'construct' && item.kind !== 'method') return undefined;
      columns.push(null);
      expressions.push('…');
      continue;
    }
    columns.push(ordered === undefined ? columnOfSql(text) : ordered);
    expressions.push(text);
  }
  const unique = options.get('unique');
  const truth = unique ? truthOf(unique) : false;
  if (truth === undefined) return undefined;
  return { name, columns, expressions, unique: truth, options };
}

/** The column of `sa.desc("a")` or `sa.column("a").desc()`. */
function orderedColumn(value: Value): string | undefined {
  if (value.kind !== 'construct') return undefined;
  const last = value.path.slice(value.path.lastIndexOf('.') + 1);
  if (!/^(?:desc|asc|nulls_?(?:first|last))$/.test(last)) return undefined;
  const inner = value.receiver ?? value.positional[0];
  if (!inner) return undefined;
  return columnName(inner) ?? orderedColumn(inner) ?? columnOfSql(sqlOf(inner) ?? '') ?? undefined;
}

/** The column that is all that a text of SQL names, besides an ordering; null for an expression. */
function columnOfSql(text: string): string | null {
  const [statement] = readStatements(`CREATE INDEX i ON t (${text})`);
  if (statement?.action.kind !== 'create-index' || statement.action.columns.length !== 1) return null;
  return statement.action.columns[0] ?? null;
}
