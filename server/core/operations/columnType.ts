import { pythonRepr } from '../text/pythonText';
import { isEnumeration } from './attributes';
import { memberPath } from './containers';
import { formatted } from './formatting';
import { typeParameters } from './typeSignatures';
import type { ConstructValue, Value } from './value';
import { textOf, textsOf, truthOf } from './value';

/** The type of a column as SQLAlchemy's class with its arguments. */
export interface ColumnType {
  /** `String(50)`; upper-case classes stand under the general one that makes the same DDL. */
  readonly text: string;
  readonly enumeration?: Enumeration;
  /** The collation of a text, which is not part of what databases tell of a type. */
  readonly collation?: string;
  /** The type of the items of an array. */
  readonly item?: ColumnType;
  /** Where the class is imported from, for one that is neither SQLAlchemy's own nor Alembic's. */
  readonly path?: string;
}

/** The enumeration type behind a column. */
export interface Enumeration {
  readonly name: string | undefined;
  readonly schema: string | undefined;
  /** Undefined where they are not known. */
  readonly labels: readonly string[] | undefined;
  /** Whether the database keeps it as a type of its own. */
  readonly isNative: boolean;
  /** Whether a table that uses it makes it. */
  readonly isCreatedByTable: boolean;
}

/** A CHECK constraint that comes with a type. */
export interface TypeCheck {
  readonly name: string | undefined;
  readonly labels: readonly string[] | undefined;
}

/** The type that a value stands for on a dialect; undefined where that is not known. */
export function columnType(value: Value, dialect: string): ColumnType | undefined {
  if (value.kind === 'reference') return typeOf(value.path, [], new Map(), dialect);
  if (value.kind === 'class') return typeOfClass(value, [], dialect);
  if (value.kind !== 'construct') return undefined;
  const { receiver } = value;
  if (receiver?.kind === 'class') return typeOfClass(receiver, value.positional, dialect);
  if (value.path.endsWith('().with_variant') && receiver) {
    const [variant, ...names] = value.positional;
    const applies = names.some(
      (name) => textOf(name) === dialect || (dialect === 'mariadb' && textOf(name) === 'mysql'),
    );
    return columnType(applies && variant ? variant : receiver, dialect);
  }
  if (receiver) return columnType(receiver, dialect);
  if (value.doubt !== undefined) return undefined;
  return typeOf(value.path, value.positional, value.keywords, dialect);
}

/** The CHECK constraint that a type makes with `create_constraint=True`. */
export function checkOfType(value: Value, dialect: string): TypeCheck | undefined {
  if (value.kind !== 'construct') return undefined;
  const flag = value.keywords.get('create_constraint');
  if (!flag || truthOf(flag) !== true) return undefined;
  const class_ = value.path.slice(value.path.lastIndexOf('.') + 1);
  const native = value.keywords.get('native_enum');
  const isNative = dialect !== 'sqlite' && !(native && truthOf(native) === false);
  const name = textOf(value.keywords.get('name'));
  if (class_ === 'Enum') return isNative ? undefined : { name, labels: labelsOf(value) };
  if (class_ === 'Boolean' && dialect !== 'postgresql') return { name, labels: undefined };
  return undefined;
}

/** The labels of an `Enum`, given one by one or as a class. */
function labelsOf(value: ConstructValue): readonly string[] | undefined {
  if (value.doubt !== undefined) return undefined;
  const [first] = value.positional;
  if (first?.kind === 'class') {
    if (!isEnumeration(first)) return undefined;
    const chosen = value.keywords.get('values_callable');
    const members = [...first.members].filter(
      ([name, member]) => !name.startsWith('_') && member.kind !== 'function',
    );
    if (!chosen || chosen.kind === 'none') return members.map(([name]) => name);
    // What the function gives is nearly always the values.
    const values = members.map(([, member]) => textOf(member));
    return values.every((text) => text !== undefined) ? values : undefined;
  }
  if (first?.kind === 'list' && value.positional.length === 1) return textsOf(first);
  const labels = value.positional.map((each) =>
    each.kind === 'construct' && each.path === memberPath ? textOf(each.keywords.get('name')) : textOf(each),
  );
  return labels.every((label) => label !== undefined) ? labels : undefined;
}

function typeOfClass(
  value: Extract<Value, { kind: 'class' }>,
  args: readonly Value[],
  dialect: string,
): ColumnType | undefined {
  const impl = value.members.get('impl');
  if (impl) return columnType(impl, dialect);
  const base = value.bases.find((each) => columnType(each, dialect) !== undefined);
  if (base?.kind === 'reference') return typeOf(base.path, args, new Map(), dialect);
  return base && columnType(base, dialect);
}

/**
 * The general class of upper-case ones that make the same DDL, where they have no arguments that it lacks.
 */
const generalClasses: Readonly<Record<string, string>> = {
  INTEGER: 'Integer',
  INT: 'Integer',
  BIGINT: 'BigInteger',
  SMALLINT: 'SmallInteger',
  VARCHAR: 'String',
  TEXT: 'Text',
  BOOLEAN: 'Boolean',
  NUMERIC: 'Numeric',
  DECIMAL: 'Numeric',
  FLOAT: 'Float',
  DOUBLE: 'Double',
  DOUBLE_PRECISION: 'Double',
  DATE: 'Date',
  TIME: 'Time',
  DATETIME: 'DateTime',
  TIMESTAMP: 'DateTime',
  BLOB: 'LargeBinary',
  BYTEA: 'LargeBinary',
  UUID: 'Uuid',
  INTERVAL: 'Interval',
  ENUM: 'Enum',
};

/** Parameters that say nothing to the database. */
const pythonOnly: ReadonlySet<string> = new Set(
  (
    'as_uuid native_uuid astext_type create_type none_as_null asdecimal decimal_return_scale convert_unicode ' +
    'create_constraint native native_enum validate_strings values_callable inherit_schema metadata omit_aliases ' +
    'sort_key_function should_evaluate_none as_tuple zero_indexes dimensions second_precision day_precision name ' +
    'schema length_is_known quote _adapted_from retrieve_as_bitwise storage_format regexp pickler comparator impl ' +
    'dimension truncate_microseconds national'
  ).split(' '),
);

function typeOf(
  path: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  dialect: string,
): ColumnType | undefined {
  const written = path.slice(path.lastIndexOf('.') + 1);
  const isOwn = /^sqlalchemy\./.test(path);
  if (path.startsWith('builtins.') || (isOwn && path.startsWith('sqlalchemy.func.'))) return undefined;
  if (!isOwn) return foreignType(path, written, positional, keywords);
  const family = /^sqlalchemy\.dialects\.(\w+)/.exec(path)?.[1] ?? '';
  const parameters = parametersOf(family, written) ?? parametersOf('', written);
  if (!parameters) return undefined;
  if (written === 'Enum' || written === 'ENUM') return enumType(positional, keywords, family);
  if (written === 'ARRAY') {
    const itemValue = keywords.get('item_type') ?? positional[0];
    const item = itemValue && columnType(itemValue, dialect);
    return item && arrayOf(item);
  }
  const given = new Map<string, Value>(keywords);
  for (const [index, value] of positional.entries()) {
    const parameter = parameters[index];
    if (parameter === undefined) return undefined;
    if (parameter.startsWith('*')) break;
    given.set(parameter, value);
  }
  const { texts, extra } = argumentTexts(parameters, given);
  if (!texts) return undefined;
  const general = Object.hasOwn(generalClasses, written) ? generalClasses[written] : undefined;
  const known = general === undefined ? undefined : parametersOf('', general);
  const fits = known !== undefined && extra.every((name) => known.includes(name));
  const name = general !== undefined && fits ? general : written;
  const collation = textOf(given.get('collation'));
  return {
    text: texts.length > 0 ? `${name}(${texts.join(', ')})` : name,
    ...(collation === undefined ? {} : { collation }),
  };
}

/**
 * The arguments that the database sees: by position up to the last that is given, flags by keyword where they
 * are set.
 */
function argumentTexts(
  parameters: readonly string[],
  given: ReadonlyMap<string, Value>,
): { readonly texts: readonly string[] | undefined; readonly extra: readonly string[] } {
  const positional: string[] = [];
  const flags: string[] = [];
  const extra: string[] = [];
  let pending = 0;
  for (const parameter of [
    ...parameters,
    ...[...given.keys()].filter((name) => !parameters.includes(name)),
  ]) {
    const value = given.get(parameter);
    if (pythonOnly.has(parameter) || parameter.startsWith('*') || parameter.startsWith('collation')) continue;
    if (!value || value.kind === 'none') {
      pending++;
      continue;
    }
    if (value.kind === 'boolean') {
      if (!value.value) continue;
      flags.push(`${parameter}=True`);
      extra.push(parameter);
      continue;
    }
    const text = value.kind === 'string' ? pythonRepr(value.value) : formatted(value);
    if (text === undefined) return { texts: undefined, extra };
    // A flag that is not set takes no place among numbers.
    const gap = positional.length === 0 && parameter !== parameters[0] ? 0 : pending;
    positional.push(...Array.from({ length: gap }, () => 'None'), text);
    pending = 0;
    extra.push(parameter);
  }
  return { texts: [...positional, ...flags], extra };
}

function enumType(
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  family: string,
): ColumnType | undefined {
  const construct = {
    kind: 'construct',
    path: 'sqlalchemy.Enum',
    positional,
    keywords,
    doubt: undefined,
    attached: [],
    range: { start: 0, end: 0 },
  } as const satisfies ConstructValue;
  const labels = labelsOf(construct);
  const [first] = positional;
  const name =
    textOf(keywords.get('name')) ?? (first?.kind === 'class' ? first.name.toLowerCase() : undefined);
  if (keywords.has('name') && name === undefined && keywords.get('name')?.kind !== 'none') return undefined;
  const native = keywords.get('native_enum');
  const created = keywords.get('create_type');
  return ofEnumeration({
    name,
    schema: textOf(keywords.get('schema')),
    labels,
    isNative: !(native && truthOf(native) === false),
    isCreatedByTable: !(created && truthOf(created) === false) && family !== 'mysql',
  });
}

/** The type of a column that uses an enumeration. */
export function ofEnumeration(enumeration: Enumeration): ColumnType {
  const { labels, name } = enumeration;
  const parts = [
    ...(labels?.map(pythonRepr) ?? ['…']),
    ...(name === undefined ? [] : [`name=${pythonRepr(name)}`]),
  ];
  return { text: `Enum(${parts.join(', ')})`, enumeration };
}

export function arrayOf(item: ColumnType): ColumnType {
  return { text: `ARRAY(${item.text})`, item };
}

/** A type of a project or another library: its name as written, since nothing is known of it. */
function foreignType(
  path: string,
  written: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): ColumnType | undefined {
  const texts = [
    ...positional.map((value) => shownArgument(value)),
    ...[...keywords].map(([name, value]) => `${name}=${shownArgument(value)}`),
  ];
  return { text: texts.length > 0 ? `${written}(${texts.join(', ')})` : written, path };
}

function shownArgument(value: Value): string {
  return value.kind === 'string' ? pythonRepr(value.value) : (formatted(value) ?? '…');
}

function parametersOf(family: string, type: string): readonly string[] | undefined {
  const own = Object.hasOwn(typeParameters, family) ? typeParameters[family] : undefined;
  return own && Object.hasOwn(own, type) ? own[type] : undefined;
}
