import { readStatements } from '../sql/readStatements';
import { sqlOf } from './serverDefault';
import type { Value } from './value';
import { truthOf } from './value';
import { columnName } from './columnNames';

/** An index as an operation or a table gives it. */
export interface IndexDefinition {
  readonly name: string | null;
  /** Null for an expression. */
  readonly columns: readonly (string | null)[];
  /** The columns and expressions as written. */
  readonly expressions: readonly string[];
  readonly unique: boolean;
  readonly options: ReadonlyMap<string, Value>;
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
