import type { CallOperation } from '../operations/operation';
import { textOf } from '../operations/value';
import { isMysql } from './dialect';
import { shortenedName } from './objectNames';
import { NotRead, failUnlessDoubtful, isSet } from './operationTable';
import type { Check, ForeignKey, PrimaryKey, Table, UniqueConstraint } from './schema';
import type { SchemaBuilder } from './schemaBuilder';

type ConstraintType = 'foreignkey' | 'unique' | 'check' | 'primary';

export function withoutConstraint(builder: SchemaBuilder, table: Table, operation: CallOperation): Table {
  const name = textOf(operation.arguments.get('constraint_name'));
  const type = textOf(operation.arguments.get('type_'));
  if (name === undefined) {
    if (operation.arguments.get('constraint_name')?.kind === 'none')
      return failUnlessDoubtful(table, "A constraint without a name can't be dropped");
    if (type === 'primary' && table.primaryKey && isMysql(builder.dialect))
      return { ...table, primaryKey: null };
    throw new NotRead('the name of the constraint is not known', [table.name]);
  }
  return dropConstraint(
    builder,
    table,
    name,
    type as ConstraintType | undefined,
    isSet(operation.arguments.get('if_exists')),
  );
}

/** The table without the constraint of a name. */
export function dropConstraint(
  builder: SchemaBuilder,
  table: Table,
  given: string,
  type: ConstraintType | undefined,
  ifExists: boolean,
): Table {
  const name = shortenedName(builder.dialect, given);
  const isNamed = (each: { readonly name: string | null; readonly databaseName: string | null }): boolean =>
    (each.name ?? each.databaseName) === name;
  const isOf = (kind: ConstraintType): boolean =>
    type === undefined || type === kind || builder.dialect === 'postgresql';
  if (
    isOf('primary') &&
    table.primaryKey &&
    (isNamed(table.primaryKey) || (isMysql(builder.dialect) && type === 'primary'))
  )
    return { ...table, primaryKey: null };
  if (isOf('unique') && table.uniqueConstraints.some(isNamed))
    return { ...table, uniqueConstraints: table.uniqueConstraints.filter((each) => !isNamed(each)) };
  if (isOf('foreignkey') && table.foreignKeys.some(isNamed))
    return { ...table, foreignKeys: table.foreignKeys.filter((each) => !isNamed(each)) };
  if (isOf('check') && table.checks.some(isNamed))
    return { ...table, checks: table.checks.filter((each) => !isNamed(each)) };
  // To MySQL a unique constraint and a unique index are one thing.
  if (isMysql(builder.dialect) && isOf('unique') && table.indexes.some((index) => index.name === name))
    return { ...table, indexes: table.indexes.filter((index) => index.name !== name) };
  const meant = ifExists ? undefined : meantByConvention(table, name, type);
  if (meant) return dropMeant(table, meant);
  return ifExists ? table : failUnlessDoubtful(table, `There is no constraint ${name} on ${table.name}`);
}

type AnyConstraint = PrimaryKey | UniqueConstraint | ForeignKey | Check;

/** The constraint that a naming convention gave this name: the only one of its kind that fits the name. */
function meantByConvention(
  table: Table,
  name: string,
  type: ConstraintType | undefined,
): AnyConstraint | undefined {
  const kind = type ?? conventionalKinds.find(([start]) => name.toLowerCase().startsWith(start))?.[1];
  const hasAll = (columns: readonly string[]): boolean => columns.every((column) => name.includes(column));
  if (kind === 'check')
    return only(table.checks.filter((each) => each.name !== null && name.endsWith(`_${each.name}`)));
  if (kind === 'unique')
    return only(table.uniqueConstraints.filter((each) => each.name === null && hasAll(each.columns)));
  if (kind === 'foreignkey')
    return only(table.foreignKeys.filter((each) => each.name === null && hasAll(each.columns)));
  return kind === 'primary' && table.primaryKey?.name === null ? table.primaryKey : undefined;
}

const conventionalKinds: readonly (readonly [string, ConstraintType])[] = [
  ['ck', 'check'],
  ['uq', 'unique'],
  ['fk', 'foreignkey'],
  ['pk', 'primary'],
];

function only<Each>(list: readonly Each[]): Each | undefined {
  return list.length === 1 ? list[0] : undefined;
}

function dropMeant(table: Table, meant: AnyConstraint): Table {
  return {
    ...table,
    primaryKey: table.primaryKey === meant ? null : table.primaryKey,
    uniqueConstraints: table.uniqueConstraints.filter((each) => each !== meant),
    foreignKeys: table.foreignKeys.filter((each) => each !== meant),
    checks: table.checks.filter((each) => each !== meant),
  };
}
