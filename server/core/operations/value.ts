import type { Expression } from '../python/syntax/expression';
import type { Block, FunctionDefinition } from '../python/syntax/statement';
import type { TextRange } from '../text/textRange';

/** What an expression of a migration stands for, as far as that is known without running it. */
export type Value =
  | { readonly kind: 'none'; readonly range: TextRange }
  | BooleanValue
  | { readonly kind: 'number'; readonly value: number; readonly source: string; readonly range: TextRange }
  | StringValue
  | ListValue
  | DictionaryValue
  | ReferenceValue
  | ConstructValue
  | SpecialValue
  | BatchValue
  | ManagerValue
  | MethodValue
  | FunctionValue
  | ClassValue
  | UnknownValue;

export interface BooleanValue {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly range: TextRange;
  /** Set where the value follows from the name of the dialect. */
  readonly dialects?: DialectTest;
  /** Whether the value follows from what the database holds. */
  readonly isLive?: boolean;
}

/** The dialects for which a condition holds. */
export interface DialectTest {
  readonly names: readonly string[];
  /** Whether it holds for all others. */
  readonly negated: boolean;
}

export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
  readonly range: TextRange;
  /**
   * The literal, where the whole value is one without escapes, so that places in the value are places in the
   * file.
   */
  readonly literal?: TextRange;
  /** Whether the value is the name of the dialect. */
  readonly isDialect?: boolean;
  /** Whether `op.f` marks the name as one that no naming convention changes. */
  readonly isFinal?: boolean;
  readonly isLive?: boolean;
}

/** A list, tuple or set. Lists grow while the migration is read. */
export interface ListValue {
  readonly kind: 'list';
  readonly form: 'list' | 'tuple' | 'set';
  readonly items: Value[];
  readonly range: TextRange;
  readonly isLive?: boolean;
  /** Why the items are not all known; set while the migration is read. */
  doubt?: string;
}

export interface DictionaryValue {
  readonly kind: 'dictionary';
  readonly entries: Map<string | number, Value>;
  readonly range: TextRange;
  readonly isLive?: boolean;
  doubt?: string;
}

/** Something imported: `path` is its dotted name, such as `sqlalchemy.Column`. */
export interface ReferenceValue {
  readonly kind: 'reference';
  readonly path: string;
  readonly range: TextRange;
}

/** What calling something imported gives, such as `sa.Column('a', sa.Integer)`. */
export interface ConstructValue {
  readonly kind: 'construct';
  readonly path: string;
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** Why arguments may be missing, where `*` or `**` unpack something unknown. */
  readonly doubt: string | undefined;
  /** What a method was called on that gave it. */
  readonly receiver?: Value;
  /** What is attached later: the tables of a `MetaData`. */
  readonly attached: Value[];
  readonly range: TextRange;
}

/** What Alembic and SQLAlchemy hand to a migration. */
export interface SpecialValue {
  readonly kind: 'special';
  readonly role: 'connection' | 'context' | 'dialect' | 'url' | 'inspector' | 'autocommit' | 'rows';
  readonly range: TextRange;
}

/** `op.batch_alter_table(…)`. */
export interface BatchValue {
  readonly kind: 'batch';
  readonly batch: BatchTable;
  readonly range: TextRange;
}

/**
 * A call of a function that `contextlib.contextmanager` decorates: its body runs around that of the `with`.
 */
export interface ManagerValue {
  readonly kind: 'manager';
  readonly function: FunctionValue;
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly range: TextRange;
}

/** The table of a `batch_alter_table` with its options. */
export interface BatchTable {
  readonly range: TextRange;
  readonly arguments: ReadonlyMap<string, Value>;
  readonly options: ReadonlyMap<string, Value>;
}

/** A method that is not called yet. */
export interface MethodValue {
  readonly kind: 'method';
  readonly of: Value;
  readonly name: string;
  readonly range: TextRange;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly definition: Pick<FunctionDefinition, 'parameters' | 'isAsync'> & {
    readonly isGenerator?: boolean;
    readonly name: string;
    readonly body: Block | Expression;
  };
  /** The variables around the definition. */
  readonly scope: Scope;
  /** Whether `contextlib.contextmanager` makes it one for `with`. */
  readonly isContextManager?: boolean;
  /** Why calling it may not run it; undefined where it does. */
  readonly doubt?: string;
  /** The values of parameters that are not given. */
  readonly defaults?: ReadonlyMap<string, Value>;
  /** Arguments that `functools.partial` fixes. */
  readonly partial?: { readonly positional: readonly Value[]; readonly keywords: ReadonlyMap<string, Value> };
  readonly range: TextRange;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Value[];
  readonly members: ReadonlyMap<string, Value>;
  readonly range: TextRange;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** Why it is not known, as the rest of a sentence. */
  readonly reason: string;
  /** Whether it depends on what the database holds. */
  readonly isLive: boolean;
  /** A text with `hole` for what is not known in it. */
  readonly template?: string;
  /** The dialects for which an unknown condition holds. */
  readonly dialects?: DialectTest;
  /** The values of which it is one, where they are few. */
  readonly alternatives?: readonly Value[];
  /** Whether it is what a call gives of which nothing is known, so that it may have done anything. */
  readonly isCall?: boolean;
  readonly range: TextRange;
}

export { hole } from '../sql/hole';

/** Variables, with those of the enclosing function or module below. */
export interface Scope {
  readonly variables: Map<string, Value>;
  readonly parent: Scope | undefined;
  /** Names that `global` and `nonlocal` take from outside, and whether from the module. */
  outer?: Map<string, boolean>;
  /** Modules of which everything is imported. */
  star?: readonly string[];
}

/** Binds a name where it belongs: outside of the function, where `global` or `nonlocal` says so. */
export function bind(scope: Scope, name: string, value: Value): void {
  const isGlobal = scope.outer?.get(name);
  let target = scope;
  if (isGlobal !== undefined)
    for (let each = scope.parent; each; each = each.parent) {
      target = each;
      if (!isGlobal && each.variables.has(name)) break;
    }
  target.variables.set(name, value);
}

export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let each: Scope | undefined = scope; each; each = each.parent) {
    const value = each.variables.get(name);
    if (value) return value;
  }
  return undefined;
}

/**
 * What a name stands for that nothing in the file binds: a built-in, what a star import may bind, or what it
 * is by custom.
 */
export function unboundName(scope: Scope, name: string, range: TextRange): Value {
  if (builtins.has(name) || /^[A-Z]\w*(?:Error|Exception|Warning|Exit|Interrupt)$|^Exception$/.test(name))
    return { kind: 'reference', path: `builtins.${name}`, range };
  for (let each: Scope | undefined = scope; each; each = each.parent) {
    const module = each.star?.at(-1);
    if (module !== undefined) return { kind: 'reference', path: `${module}.${name}`, range };
  }
  const custom = Object.hasOwn(customs, name) ? customs[name] : undefined;
  if (custom !== undefined) return { kind: 'reference', path: custom, range };
  return unknown(range, `${name} is not defined in this file`);
}

const customs: Readonly<Record<string, string>> = {
  op: 'alembic.op',
  context: 'alembic.context',
  sa: 'sqlalchemy',
};

const builtins: ReadonlySet<string> = new Set(
  (
    'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval ' +
    'exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max ' +
    'memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super ' +
    'tuple type vars zip NotImplemented Ellipsis __import__ __name__ __file__'
  ).split(' '),
);

export function unknown(
  range: TextRange,
  reason: string,
  more: Partial<Pick<UnknownValue, 'isLive' | 'template' | 'dialects' | 'isCall' | 'alternatives'>> = {},
): UnknownValue {
  return { kind: 'unknown', reason, isLive: false, ...more, range };
}

/** Whether the value or a part of it depends on what the database holds. */
export function isLive(value: Value): boolean {
  switch (value.kind) {
    case 'boolean':
    case 'string':
    case 'unknown':
      return value.isLive === true;
    case 'list':
      return value.isLive === true || value.items.some(isLive);
    case 'dictionary':
      return value.isLive === true || [...value.entries.values()].some(isLive);
    case 'special':
      return value.role === 'rows';
    case 'method':
      return isLive(value.of);
    case 'none':
    case 'number':
    case 'reference':
    case 'construct':
    case 'batch':
    case 'manager':
    case 'function':
    case 'class':
      return false;
  }
}

/** The text of a string; undefined for anything else. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'string' ? value.value : undefined;
}

/** The texts of a list of strings; undefined where one is unknown. */
export function textsOf(value: Value | undefined): readonly string[] | undefined {
  if (value?.kind !== 'list' || value.doubt !== undefined) return undefined;
  const texts = value.items.map(textOf);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** Why a value, or a part of it, is not known; undefined where all of it is. */
export function doubtOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'unknown':
      return value.reason;
    case 'list':
      return value.doubt ?? firstDoubt(value.items);
    case 'dictionary':
      return value.doubt ?? firstDoubt([...value.entries.values()]);
    case 'construct':
      return value.doubt ?? firstDoubt([...value.positional, ...value.keywords.values()]);
    case 'method':
      return doubtOf(value.of) ?? (value.of.kind === 'special' ? 'it is not followed' : undefined);
    case 'none':
    case 'boolean':
    case 'number':
    case 'string':
    case 'reference':
    case 'special':
    case 'batch':
    case 'manager':
    case 'function':
    case 'class':
      return undefined;
  }
}

function firstDoubt(values: readonly Value[]): string | undefined {
  for (const value of values) {
    const doubt = doubtOf(value);
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

/** Python's truth of a value; undefined where that is not known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'none':
      return false;
    case 'boolean':
      return value.value;
    case 'number':
      return value.value !== 0;
    case 'string':
      return value.value !== '';
    case 'list':
      return value.doubt !== undefined && value.items.length === 0 ? undefined : value.items.length > 0;
    case 'dictionary':
      return value.doubt !== undefined && value.entries.size === 0 ? undefined : value.entries.size > 0;
    case 'unknown':
      return undefined;
    case 'special':
      return value.role === 'rows' ? undefined : true;
    case 'construct':
      // What a function of the project gives may be anything.
      return /^(?:sqlalchemy|enum)\./.test(value.path) && !value.receiver ? true : undefined;
    case 'method':
      return undefined;
    case 'reference':
    case 'batch':
    case 'manager':
    case 'function':
    case 'class':
      return true;
  }
}
