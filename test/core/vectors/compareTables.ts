import type { TableAnswer } from '../../../server/core/answers/schemaAnswer';

/** A recorded table: a printed one of which some things are not compared where they are null. */
export interface RecordedTable extends Omit<TableAnswer, 'certain' | 'columns'> {
  readonly columns: readonly {
    readonly name: string;
    readonly type: string | null;
    readonly nullable: boolean;
    readonly default: string | null;
  }[];
}

const casts =
  /::\s*(?:character varying|timestamp with(?:out)? time zone|double precision|[\w."]+)(?:\(\d+(?:,\s*\d+)?\))?(?:\[\])?/gi;

/** A condition without casts, parentheses, quotes of identifiers, spaces and case. */
function conditionText(text: string): string {
  return text
    .replace(casts, '')
    .replace(/[()"\s]/g, '')
    .toLowerCase();
}

/** A default without casts and outer quotes; what databases show in several ways in one of them. */
function defaultText(text: string | null): string | null {
  if (text === null) return null;
  const plain = conditionText(text);
  const unquoted = /^'[^]*'$/.test(plain) ? plain.slice(1, -1) : plain;
  return { now: 'current_timestamp', true: '1', false: '0' }[unquoted] ?? unquoted;
}

/** The differences between a recorded table and a printed one, as sentences that begin with what differs. */
export function compareTables(recorded: RecordedTable, printed: TableAnswer): readonly string[] {
  const differences: string[] = [];
  const say = (what: string, wanted: unknown, found: unknown): void => {
    differences.push(`${what}: recorded ${JSON.stringify(wanted)}, printed ${JSON.stringify(found)}`);
  };
  const columns = new Map(printed.columns.map((column) => [column.name, column]));
  for (const wanted of recorded.columns) {
    const found = columns.get(wanted.name);
    columns.delete(wanted.name);
    if (!found) {
      differences.push(`column ${wanted.name} is missing`);
      continue;
    }
    const type = (text: string): string => text.replace(/\s+/g, '').replaceAll('"', "'");
    if (wanted.type !== null && type(wanted.type) !== type(found.type))
      say(`type of ${wanted.name}`, wanted.type, found.type);
    if (wanted.nullable !== found.nullable)
      say(`nullable of ${wanted.name}`, wanted.nullable, found.nullable);
    if (defaultText(wanted.default) !== defaultText(found.default))
      say(`default of ${wanted.name}`, wanted.default, found.default);
  }
  for (const name of columns.keys()) differences.push(`column ${name} is not there`);
  const key = (each: TableAnswer['primaryKey']): string => JSON.stringify(each?.columns ?? []);
  if (key(recorded.primaryKey) !== key(printed.primaryKey))
    say('primary key', recorded.primaryKey, printed.primaryKey);
  else if (recorded.primaryKey?.name && recorded.primaryKey.name !== printed.primaryKey?.name)
    say('name of the primary key', recorded.primaryKey, printed.primaryKey);
  differences.push(
    ...compareNamed('unique constraint', recorded.uniqueConstraints, printed.uniqueConstraints, (each) =>
      each.columns.join(),
    ),
    ...compareNamed('foreign key', recorded.foreignKeys, printed.foreignKeys, (each) =>
      JSON.stringify([each.columns, each.referredSchema, each.referredTable, each.referredColumns]),
    ),
    ...compareNamed('check', recorded.checks, printed.checks, ({ text }) => conditionText(text)),
    ...compareNamed('index', recorded.indexes, printed.indexes, ({ columns: over, unique }) =>
      JSON.stringify([over, unique]),
    ),
  );
  return differences;
}

/** Compares sets; a recorded name that is null fits any. */
function compareNamed<Each extends { readonly name: string | null }>(
  what: string,
  recorded: readonly Each[],
  printed: readonly Each[],
  textOf: (each: Each) => string,
): readonly string[] {
  const left = [...printed];
  const differences: string[] = [];
  for (const wanted of [...recorded].sort((a, b) => Number(a.name === null) - Number(b.name === null))) {
    const at = left.findIndex(
      (found) => textOf(found) === textOf(wanted) && (wanted.name === null || found.name === wanted.name),
    );
    if (at < 0) differences.push(`${what} ${JSON.stringify(wanted)} is missing`);
    else left.splice(at, 1);
  }
  return [...differences, ...left.map((each) => `${what} ${JSON.stringify(each)} is not there`)];
}
