import { checkOfType, columnType } from './columnType';
import type { ColumnType, TypeCheck } from './columnType';
import type { ServerDefault } from './serverDefault';
import { serverDefault, sqlOf } from './serverDefault';
import type { Value } from './value';
import { doubtOf, textOf, truthOf } from './value';
import { nameOf, columnNames } from './columnNames';
import { columnForeignKey, foreignKeyOf } from './foreignKeyDefinition';
import type { ForeignKeyDefinition } from './foreignKeyDefinition';
import { indexOf } from './indexDefinition';
import type { IndexDefinition } from './indexDefinition';

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
