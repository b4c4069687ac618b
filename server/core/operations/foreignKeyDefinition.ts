import type { ConstructValue, Value } from './value';
import { textOf } from './value';
import { nameOf, namesWithin, columnOf } from './columnNames';

/** A foreign key as an operation or a column gives it. */
export interface ForeignKeyDefinition {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly referredSchema: string | null;
  readonly referredTable: string;
  readonly referredColumns: readonly string[];
  /** `ondelete`, `onupdate`, `deferrable`, `initially` and `match`, as given. */
  readonly options: ReadonlyMap<string, string | boolean>;
}

/** The key of a `ForeignKey(…)` in a column. */
export function columnForeignKey(value: ConstructValue, column: string): ForeignKeyDefinition | undefined {
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

/** Undefined where it is not known what the key refers to. */
export function foreignKeyOf(
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

/** `ondelete`, `onupdate` and the like, of those whose value is known. */
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
