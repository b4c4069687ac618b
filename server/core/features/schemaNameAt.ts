import { nameOf, namesWithin } from '../operations/columnNames';
import type { CallOperation, ObjectOperation, Operation, SqlOperation } from '../operations/operation';
import { readOperations } from '../operations/readOperations';
import type { ConstructValue, StringValue, Value } from '../operations/value';
import { textOf } from '../operations/value';
import { parsePython } from '../python/syntax/pythonTree';
import type { Dialect } from '../schema/dialect';
import { touchedBy } from '../schema/touched';
import type { TextRange } from '../text/textRange';
import { rangeTouches } from '../text/textRange';

/** A table or column that an operation names. */
export interface SchemaName {
  readonly table: string;
  /** Null for the default schema. */
  readonly schema: string | null;
  /** Undefined where the table itself is meant. */
  readonly column: string | undefined;
  /** The names that the operation gives to them. */
  readonly newTable?: string;
  readonly newColumn?: string;
  /** Without quotes. */
  readonly range: TextRange;
}

/** A name with the operation that it stands in. */
export interface SchemaNamePlace extends SchemaName {
  readonly direction: 'upgrade' | 'downgrade';
  readonly operation: Operation;
}

/** The name at an offset of a revision file; undefined where none is written there as a literal. */
export function schemaNameAt(text: string, offset: number, dialect: Dialect): SchemaNamePlace | undefined {
  const tree = parsePython(text);
  for (const direction of ['upgrade', 'downgrade'] as const)
    for (const operation of readOperations(tree, direction)) {
      const name = namesIn(operation, offset, dialect).find(({ range }) => rangeTouches(range, offset));
      if (name) return { ...name, direction, operation };
    }
  return undefined;
}

function namesIn(operation: Operation, offset: number, dialect: Dialect): readonly SchemaName[] {
  switch (operation.kind) {
    case 'call':
      return namesOfCall(operation);
    case 'sql':
      return namesOfSql(operation, offset, dialect);
    case 'object':
      return namesOfObject(operation);
    case 'data':
    case 'opaque':
      return [];
  }
}

interface OwnTable {
  readonly table: string;
  readonly schema: string | null;
}

function namesOfCall({ context, arguments: given, options, rest }: CallOperation): readonly SchemaName[] {
  const from = context.batch?.arguments ?? given;
  const table = from.get('table_name') ?? from.get('source_table') ?? from.get('old_table_name');
  const text = textOf(table);
  if (text === undefined) return [];
  const schema = from.get('schema') ?? from.get('source_schema') ?? options.get('schema');
  const own = { table: text, schema: nameOf(schema) ?? null };
  const renamed = nameOf(given.get('new_table_name'));
  const toTable = typeof renamed === 'string' ? { newTable: renamed } : {};
  return [
    ...named(table, { ...own, column: undefined, ...toTable }),
    ...named(given.get('new_table_name'), { ...own, column: undefined, ...toTable }),
    ...columnsOfCall(given, own),
    ...namesOfReferent(given),
    ...[given.get('column'), ...rest].flatMap((item) => namesOfItem(item, own)),
  ];
}

function columnsOfCall(given: ReadonlyMap<string, Value>, own: OwnTable): readonly SchemaName[] {
  const column = textOf(given.get('column_name'));
  const newColumn = textOf(given.get('new_column_name'));
  const renames = newColumn === undefined ? {} : { newColumn };
  return [
    ...named(given.get('column_name'), { ...own, column, ...renames }),
    ...named(given.get('new_column_name'), { ...own, column, ...renames }),
    ...['columns', 'local_cols', 'insert_before', 'insert_after'].flatMap((parameter) =>
      columnsWithin(given.get(parameter), own),
    ),
  ];
}

/** The other table of a foreign key. */
function namesOfReferent(given: ReadonlyMap<string, Value>): readonly SchemaName[] {
  const referent = given.get('referent_table');
  const table = textOf(referent);
  if (table === undefined) return [];
  const other = { table, schema: nameOf(given.get('referent_schema')) ?? null };
  return [
    ...named(referent, { ...other, column: undefined }),
    ...columnsWithin(given.get('remote_cols'), other),
  ];
}

/** What stands in `create_table` and `add_column`. */
function namesOfItem(item: Value | undefined, own: OwnTable): readonly SchemaName[] {
  if (item?.kind !== 'construct') return [];
  const { positional, keywords } = item;
  const [first, second] = positional;
  switch (lastWord(item)) {
    case 'Column': {
      const name = keywords.get('name') ?? first;
      return [
        ...columnsWithin(name, own),
        ...positional.flatMap((part) =>
          part.kind === 'construct' && lastWord(part) === 'ForeignKey'
            ? targetNames(part.keywords.get('column') ?? part.positional[0])
            : [],
        ),
      ];
    }
    case 'ForeignKeyConstraint':
      return [
        ...columnsWithin(keywords.get('columns') ?? first, own),
        ...(namesWithin(keywords.get('refcolumns') ?? second ?? noValue) ?? []).flatMap(targetNames),
      ];
    case 'PrimaryKeyConstraint':
    case 'UniqueConstraint':
      return positional.flatMap((each) => columnsWithin(each, own));
    case 'Index':
      return positional.slice(1).flatMap((each) => columnsWithin(each, own));
    default:
      return [];
  }
}

const noValue: Value = { kind: 'none', range: { start: 0, end: 0 } };

function namesOfObject({ object }: ObjectOperation): readonly SchemaName[] {
  const [first, , ...items] = object.positional;
  const table = lastWord(object) === 'Table' ? textOf(first) : undefined;
  if (table === undefined) return [];
  const own = { table, schema: nameOf(object.keywords.get('schema')) ?? null };
  return [...named(first, { ...own, column: undefined }), ...items.flatMap((item) => namesOfItem(item, own))];
}

/** The word at the offset, where it is what the statement touches. */
function namesOfSql(operation: SqlOperation, offset: number, dialect: Dialect): readonly SchemaName[] {
  const { text, textStart, range } = operation;
  if (textStart === undefined || !rangeTouches(range, offset)) return [];
  const at = offset - textStart;
  if (at < 0 || at > text.length) return [];
  const isPart = (character: string | undefined): boolean =>
    character !== undefined && /[\w$]/.test(character);
  let [first, last] = [at, at];
  while (isPart(text[first - 1])) first--;
  while (isPart(text[last])) last++;
  const word = text.slice(first, last).toLowerCase();
  if (word === '') return [];
  const isWord = (name: string | undefined): boolean => name?.toLowerCase() === word;
  const place = { start: textStart + first, end: textStart + last };
  const statements = operation.statements.filter((each) => rangeTouches(each.range, at));
  for (const { table, columns, newTable, renamed } of touchedBy({ ...operation, statements }, dialect)) {
    const own = { table, schema: null, range: place, ...(newTable === undefined ? {} : { newTable }) };
    if (isWord(table) || isWord(newTable)) return [{ ...own, column: undefined }];
    if (renamed && (isWord(renamed.from) || isWord(renamed.to)))
      return [{ ...own, column: renamed.from, newColumn: renamed.to }];
    const column = columns.find(isWord);
    if (column !== undefined) return [{ ...own, column }];
  }
  return [];
}

/** The columns of a name or a list of names. */
function columnsWithin(value: Value | undefined, own: OwnTable): readonly SchemaName[] {
  return (value ? (namesWithin(value) ?? []) : []).flatMap((each) =>
    named(each, { ...own, column: textOf(each) }),
  );
}

/** `users.id` of a foreign key: table and column, each with its part of the literal. */
function targetNames(value: Value | undefined): readonly SchemaName[] {
  const literal = value && literalOf(value);
  if (!literal) return [];
  const parts = literal.text.split('.');
  const column = parts.pop();
  const table = parts.pop();
  if (column === undefined || table === undefined) return [];
  const schema = parts.length > 0 ? parts.join('.') : null;
  const dot = literal.range.end - column.length - 1;
  return [
    { table, schema, column, range: { start: dot + 1, end: literal.range.end } },
    { table, schema, column: undefined, range: { start: literal.range.start, end: dot } },
  ];
}

function named(value: Value | undefined, name: Omit<SchemaName, 'range'>): readonly SchemaName[] {
  const literal = value && literalOf(value);
  return literal ? [{ ...name, range: literal.range }] : [];
}

function literalOf(value: Value): { readonly text: string; readonly range: TextRange } | undefined {
  const { literal, value: text } = value.kind === 'string' ? value : ({} as Partial<StringValue>);
  return literal && text !== undefined ? { text, range: literal } : undefined;
}

function lastWord({ path }: ConstructValue): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
