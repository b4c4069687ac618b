import type { TextRange } from '../text/textRange';
import { construct } from './operationCalls';
import type { Arguments, Machine } from './machine';
import { isTable } from './sqlOperations';
import type { ConstructValue, Value } from './value';
import { truthOf } from './value';

/** Calls a method of a type, table or expression of SQLAlchemy. */
export function callConstructMethod(
  machine: Machine,
  object: ConstructValue,
  name: string,
  args: Arguments,
  range: TextRange,
): Value {
  if (name === 'create' || name === 'drop') {
    if (isTable(object) || isEnumType(object)) {
      const checkFirst = args.keywords.get('checkfirst') ?? args.positional[1];
      machine.emit({
        kind: 'object',
        action: name,
        object,
        checkFirst: checkFirst ? truthOf(checkFirst) !== false : isTable(object),
        range,
      });
      return { kind: 'none', range };
    }
    if (takesConnection(args)) emitOpaque(machine, object, name, range);
  }
  if (name === 'create_all' || name === 'drop_all') {
    createAll(machine, object, name === 'create_all' ? 'create' : 'drop', args, range);
    return { kind: 'none', range };
  }
  if (name === 'copy' || name === '_copy' || name === 'self_group') return object;
  return construct(`${object.path}().${name}`, args, range, object);
}

/** Whether a construct is an enumeration type of a database. */
function isEnumType(value: Value | undefined): value is ConstructValue {
  return (
    value?.kind === 'construct' && /^sqlalchemy\.(?:.*\.)?(?:Enum|ENUM|NamedType|DOMAIN)$/.test(value.path)
  );
}

function takesConnection(args: Arguments): boolean {
  return [...args.positional, ...args.keywords.values()].some(
    (value) => value.kind === 'special' && value.role === 'connection',
  );
}

function createAll(
  machine: Machine,
  metadata: ConstructValue,
  action: 'create' | 'drop',
  args: Arguments,
  range: TextRange,
): void {
  const given = args.keywords.get('tables') ?? args.positional[1];
  const tables = given?.kind === 'list' && given.doubt === undefined ? given.items : metadata.attached;
  const isKnown = metadata.path.endsWith('.MetaData') && tables.every(isTable);
  if (!isKnown) {
    emitOpaque(machine, metadata, action === 'create' ? 'create_all' : 'drop_all', range);
    return;
  }
  const ordered = action === 'create' ? tables : [...tables].reverse();
  for (const object of ordered)
    if (isTable(object)) machine.emit({ kind: 'object', action, object, checkFirst: true, range });
}

function emitOpaque(machine: Machine, object: ConstructValue, name: string, range: TextRange): void {
  const shown = object.path.slice(object.path.lastIndexOf('.') + 1);
  machine.emit({
    kind: 'opaque',
    reason: `What ${shown}.${name} makes is not followed`,
    tables: undefined,
    range,
  });
}
