import type { AST } from './parseToml';
import type { TextRange } from './textRange';

/** A TOML value: an integer is a `bigint`, a float a `number`. */
export type TomlValue = string | boolean | bigint | number | TomlDateTime | readonly TomlValue[] | TomlTable;

export interface TomlTable {
  readonly [key: string]: TomlValue;
}

/** A date, a time or both; the value itself is of no use here. */
export class TomlDateTime {
  constructor(readonly pythonType: 'datetime.date' | 'datetime.time' | 'datetime.datetime') {}
}

/** One place of a document that writes a key: a header without a value, or a key with one. */
export interface TomlAssignment {
  /** The whole path from the document's root; numbers count the tables of an array. */
  readonly path: readonly (string | number)[];
  /** Where each part of the path is written. */
  readonly ranges: readonly TextRange[];
  readonly value: AST.TOMLContentNode | undefined;
  /** Whether key and value have their lines to themselves, as they don't in an inline table. */
  readonly isStatement: boolean;
}

/** The assignments of a document in order; an inline table comes before those that it holds. */
export function assignmentsOf(program: AST.TOMLProgram): readonly TomlAssignment[] {
  const found: TomlAssignment[] = [];
  for (const part of program.body[0].body) {
    if (part.type === 'TOMLKeyValue') {
      addAssignment(found, { path: [], ranges: [] }, part, true);
      continue;
    }
    const ranges = rangesOfHeader(part);
    found.push({ path: part.resolvedKey, ranges, value: undefined, isStatement: true });
    for (const each of part.body) addAssignment(found, { path: part.resolvedKey, ranges }, each, true);
  }
  return found;
}

/** The table that assignments make together. */
export function tableOf(assignments: readonly TomlAssignment[]): TomlTable {
  const root: Branch = new Map();
  for (const { path, value } of assignments) {
    let branch = root;
    const isTable = value === undefined || value.type === 'TOMLInlineTable';
    for (const part of isTable ? path : path.slice(0, -1)) {
      const next = branch.get(part);
      const inner = next instanceof Map ? next : new Map<string | number, Leaf | Branch>();
      if (inner !== next) branch.set(part, inner);
      branch = inner;
    }
    const last = path.at(-1);
    if (!isTable && last !== undefined) branch.set(last, { value: valueOf(value) });
  }
  return Object.fromEntries([...root].map(([key, each]) => [key, plain(each)]));
}

export function isTomlTable(value: unknown): value is TomlTable {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof TomlDateTime)
  );
}

/** The name of the Python type that `tomllib` makes of a value. */
export function pythonTypeOf(value: unknown): string {
  if (value instanceof TomlDateTime) return value.pythonType;
  if (Array.isArray(value)) return 'list';
  const names: Partial<Record<string, string>> = {
    bigint: 'int',
    number: 'float',
    boolean: 'bool',
    string: 'str',
  };
  return names[typeof value] ?? 'dict';
}

/** The range of a node in the text. */
export function rangeOfNode({ range: [start, end] }: AST.TOMLNode): TextRange {
  return { start, end };
}

interface Leaf {
  readonly value: TomlValue;
}

type Branch = Map<string | number, Leaf | Branch>;

/** Names of a path beyond which it is long, and the assignments of a document that may have such a path. */
const usualPath = 20;
const mostLongPaths = 2000;

function addAssignment(
  found: TomlAssignment[],
  within: Pick<TomlAssignment, 'path' | 'ranges'>,
  { key, value }: AST.TOMLKeyValue,
  isStatement: boolean,
): void {
  const path = [...within.path, ...key.keys.map(nameOf)];
  // Many keys below a long header would take its length each.
  if (path.length > usualPath && found.length > mostLongPaths)
    throw new RangeError(`more than ${mostLongPaths} keys below long paths`);
  const ranges = [...within.ranges, ...key.keys.map(rangeOfNode)];
  found.push({ path, ranges, value, isStatement });
  if (value.type === 'TOMLInlineTable')
    for (const each of value.body) addAssignment(found, { path, ranges }, each, false);
}

/** A number in a path has the place of the name before it. */
function rangesOfHeader({ key, resolvedKey }: AST.TOMLTable): readonly TextRange[] {
  const names = key.keys.map(rangeOfNode);
  let next = 0;
  return resolvedKey.map((part) => {
    if (typeof part === 'string') next++;
    return names[next - 1] ?? rangeOfNode(key);
  });
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

export function valueOf(node: AST.TOMLContentNode): TomlValue {
  if (node.type === 'TOMLArray') return node.elements.map(valueOf);
  if (node.type === 'TOMLInlineTable') {
    const found: TomlAssignment[] = [];
    for (const each of node.body) addAssignment(found, { path: [], ranges: [] }, each, false);
    return tableOf(found);
  }
  switch (node.kind) {
    case 'integer':
      return node.bigint;
    case 'local-date':
      return new TomlDateTime('datetime.date');
    case 'local-time':
      return new TomlDateTime('datetime.time');
    case 'local-date-time':
    case 'offset-date-time':
      return new TomlDateTime('datetime.datetime');
    case 'string':
    case 'float':
    case 'boolean':
      return node.value;
  }
}

/** The tables of an array are numbered from 0. */
function plain(part: Leaf | Branch): TomlValue {
  if (!(part instanceof Map)) return part.value;
  if (part.has(0)) return [...part.values()].map(plain);
  return Object.fromEntries([...part].map(([key, each]) => [key, plain(each)]));
}
