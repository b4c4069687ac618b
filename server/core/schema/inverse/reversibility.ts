import type { Operation } from '../../operations/operation';
import { textOf } from '../../operations/value';
import type { SqlAction } from '../../sql/sqlStatement';
import type { Column } from '../schema';
import { tableKey } from '../schema';
import type { RecordedRevision } from './recordChanges';

/** Whether a revision can be undone. */
export type Reversibility =
  | { readonly kind: 'reversible' }
  /** What is dropped or narrowed does not get its data back. */
  | { readonly kind: 'loses-data'; readonly losses: readonly string[] }
  | { readonly kind: 'not-reversible'; readonly reasons: readonly string[] };

/** Says whether a revision can be undone, by what it does. */
export function reversibilityOf(recorded: RecordedRevision): Reversibility {
  const reasons = [
    ...recorded.operations.flatMap((operation) => whyNot(recorded, operation)),
    ...recorded.unknownPlaces.map(({ what }) => what),
  ];
  if (reasons.length > 0) return { kind: 'not-reversible', reasons: [...new Set(reasons)] };
  const losses = lossesOf(recorded);
  return losses.length > 0 ? { kind: 'loses-data', losses } : { kind: 'reversible' };
}

function whyNot(recorded: RecordedRevision, operation: Operation): readonly string[] {
  const { doubt, isLive } = operation.context;
  const changes = dataChanges(operation).filter(
    ({ table, columns, fillsMissing }) => fillsMissing === true || !isOwn(recorded, table, columns),
  );
  const data = changes.map(({ table }) => `It changes data${table === undefined ? '' : ` of ${table}`}`);
  if (data.length > 0) return data;
  if (
    operation.kind === 'data' ||
    (operation.kind === 'sql' && !changesSchema(operation.statements.map(({ action }) => action)))
  )
    return [];
  if (isLive) return ['What it does depends on what the database holds'];
  return doubt === undefined ? [] : [`It may do something or not: ${doubt}`];
}

function changesSchema(actions: readonly SqlAction[]): boolean {
  return actions.some(({ kind }) => kind !== 'data' && kind !== 'other');
}

interface DataChange {
  readonly table: string | undefined;
  /** The columns that an update sets; undefined for what changes whole rows. */
  readonly columns: readonly string[] | undefined;
  /** Whether it fills in what is missing, which may be so in rows that were there before. */
  readonly fillsMissing?: boolean;
}

const reading: ReadonlySet<string> = new Set(['SELECT', 'VALUES', 'TABLE']);

function dataChanges(operation: Operation): readonly DataChange[] {
  switch (operation.kind) {
    case 'data':
      return [{ table: operation.table, columns: operation.columns }];
    case 'call': {
      if (operation.name !== 'bulk_insert') return [];
      const table = operation.arguments.get('table');
      const name =
        table?.kind === 'construct' ? textOf(table.keywords.get('name') ?? table.positional[0]) : undefined;
      return [{ table: name, columns: undefined }];
    }
    case 'sql':
      return operation.statements.flatMap(({ action, range }): readonly DataChange[] => {
        if (action.kind !== 'data' || reading.has(action.verb)) return [];
        if (
          action.verb === 'WITH' &&
          !/\b(?:insert|update|delete|merge)\b/i.test(operation.text.slice(range.start, range.end))
        )
          return [];
        const [table] = action.tables;
        return [{ table: table?.name, columns: action.columns, fillsMissing: action.fillsMissing === true }];
      });
    case 'object':
    case 'opaque':
      return [];
  }
}

/** Whether what is changed goes with what the revision makes: a table of its own, or columns of its own. */
function isOwn(
  recorded: RecordedRevision,
  table: string | undefined,
  columns: readonly string[] | undefined,
): boolean {
  if (table === undefined) return false;
  const own = recorded.changes.filter(({ before, after }) => before?.name === table || after?.name === table);
  const [first] = own;
  const isMadeHere = first !== undefined && !recorded.tablesBefore.has(first.table);
  if (isMadeHere && !recorded.before.tables.has(tableKey(null, table))) return true;
  if (!columns || columns.length === 0) return false;
  const added = new Set(own.flatMap(({ newBefore, newAfter }) => [...newBefore, ...newAfter]));
  return columns.every((column) => added.has(column));
}

function lossesOf(recorded: RecordedRevision): readonly string[] {
  const losses: string[] = [];
  for (const { kind, table, before, after, renames, newBefore } of recorded.changes) {
    if (!recorded.tablesBefore.has(table) || !before) continue;
    if (kind === 'drop') losses.push(`The rows of ${before.name} do not come back`);
    if (kind !== 'change' || !after) continue;
    for (const column of before.columns) {
      if (newBefore.has(column.name)) continue;
      const name = renames.find(({ from }) => from === column.name)?.to ?? column.name;
      const now = after.columns.find((each) => each.name === name);
      if (!now) losses.push(`The values of ${before.name}.${column.name} do not come back`);
      else if (narrows(column, now)) losses.push(`Values of ${before.name}.${column.name} may have been cut`);
    }
  }
  return losses;
}

/** How much the whole numbers hold. */
const integers: readonly string[] = ['SmallInteger', 'Integer', 'BigInteger'];

/** The types that hold all values of a type. */
const widenings: Readonly<Record<string, readonly string[]>> = {
  SmallInteger: ['Numeric', 'Float', 'Double'],
  Integer: ['Numeric', 'Float', 'Double'],
  BigInteger: ['Numeric', 'Float', 'Double'],
  Numeric: ['Float', 'Double'],
  Float: ['Double', 'Numeric'],
  REAL: ['Float', 'Double', 'Numeric'],
  Double: ['Float', 'Numeric'],
  Date: ['DateTime'],
  DateTime: [],
  Time: [],
};

/** Whether values of one type may not fit into another. */
function narrows(from: Column, to: Column): boolean {
  const [a, b] = [from.type.text, to.type.text];
  if (a === b || from.type.enumeration || to.type.enumeration) return false;
  const [kindA, ...sizesA] = parts(a);
  const [kindB, ...sizesB] = parts(b);
  const texts = ['String', 'Unicode', 'CHAR', 'VARCHAR', 'Text', 'UnicodeText'];
  if (texts.includes(kindB ?? '')) {
    const room = /Text/.test(kindB ?? '') ? Infinity : (sizesB[0] ?? Infinity);
    return (
      texts.includes(kindA ?? '') && (/Text/.test(kindA ?? '') ? Infinity : (sizesA[0] ?? Infinity)) > room
    );
  }
  const [rankA, rankB] = [integers.indexOf(kindA ?? ''), integers.indexOf(kindB ?? '')];
  if (rankA >= 0 && rankB >= 0) return rankA > rankB;
  if (kindA === 'Numeric' && kindB === 'Numeric') {
    const [precisionA = Infinity, scaleA = 0] = sizesA;
    const [precisionB = Infinity, scaleB = 0] = sizesB;
    return precisionA - scaleA > precisionB - scaleB || (sizesB.length > 0 && scaleA > scaleB);
  }
  const [from_, to_] = [kindA ?? '', kindB ?? ''];
  if (from_ === to_ || (widenings[from_] ?? []).includes(to_)) return false;
  return rankB >= 0 || from_ in widenings;
}

function parts(text: string): readonly [string, ...number[]] {
  const [, name = '', args = ''] = /^(\w+)(?:\((.*)\))?$/.exec(text) ?? [];
  return [
    name,
    ...args
      .split(',')
      .map(Number)
      .filter((number) => !Number.isNaN(number) && args !== ''),
  ];
}
