import type { TextRange } from '../text/textRange';
import { testOf } from './conditions';
import { enumMember, memberPath } from './containers';
import type { Machine } from './machine';
import type { ClassValue, ConstructValue, SpecialValue, Value } from './value';
import { unknown } from './value';

/** What `object.name` gives; a method where nothing else is known of it. */
export function attributeOf(machine: Machine, object: Value, name: string, range: TextRange): Value {
  switch (object.kind) {
    case 'reference':
      return { kind: 'reference', path: `${object.path}.${name}`, range };
    case 'special':
      return attributeOfSpecial(machine, object, name, range);
    case 'construct':
      return attributeOfConstruct(object, name, range);
    case 'class': {
      const member = object.members.get(name);
      if (!member) break;
      return isEnumeration(object) && member.kind !== 'function' ? enumMember(name, member, range) : member;
    }
    case 'unknown':
    case 'none':
    case 'boolean':
    case 'number':
    case 'string':
    case 'list':
    case 'dictionary':
    case 'batch':
    case 'manager':
    case 'method':
    case 'function':
      break;
  }
  return { kind: 'method', of: object, name, range };
}

/** Whether what gets the value may run operations with it. */
export function isOperations(value: Value): boolean {
  if (value.kind === 'batch') return true;
  return value.kind === 'reference' && (value.path === 'alembic.op' || value.path.startsWith('alembic.op.'));
}

/** Whether the members of a class are those of an enumeration. */
export function isEnumeration(value: ClassValue): boolean {
  return value.bases.some(
    (base) =>
      (base.kind === 'reference' && /(?:^|\.)\w*Enum$/.test(base.path)) ||
      (base.kind === 'class' && isEnumeration(base)),
  );
}

function attributeOfSpecial(machine: Machine, object: SpecialValue, name: string, range: TextRange): Value {
  const special = (role: SpecialValue['role']): SpecialValue => ({ kind: 'special', role, range });
  switch (object.role) {
    case 'connection':
      if (name === 'dialect') return special('dialect');
      if (name === 'name') return nameOfDialect(machine, range);
      if (name === 'url') return special('url');
      if (['engine', 'connection', 'bind', 'driver_connection', 'dbapi_connection'].includes(name))
        return special('connection');
      break;
    case 'context':
      if (name === 'dialect') return special('dialect');
      if (name === 'bind' || name === 'connection') return special('connection');
      if (name === 'impl' || name === 'migration_context') return special('context');
      if (name === 'as_sql') return { kind: 'boolean', value: false, range };
      if (name === 'config' || name === 'opts') return unknown(range, 'it comes from the configuration');
      break;
    case 'dialect': {
      const dialectName = nameOfDialect(machine, range);
      if (name === 'name') return dialectName;
      if (name === 'is_mariadb') return testOf(dialectName, ['mariadb'], false, range) ?? dialectName;
      if (name === 'dialect') return object;
      if (name.endsWith('version_info') || name.startsWith('supports_'))
        return unknown(range, 'it depends on the version of the database', { isLive: true });
      break;
    }
    case 'inspector':
      if (name === 'engine' || name === 'bind') return special('connection');
      if (name === 'dialect') return special('dialect');
      break;
    case 'rows':
      return special('rows');
    case 'url':
      if (name === 'drivername') return object;
      break;
    case 'autocommit':
      break;
  }
  return { kind: 'method', of: object, name, range };
}

/** The dialect's name, or something that stands for it where the migration is read for all. */
export function nameOfDialect(machine: Machine, range: TextRange): Value {
  return machine.dialect === undefined
    ? unknown(range, 'it depends on the dialect', { dialects: { names: [], negated: false } })
    : { kind: 'string', value: machine.dialect, range, isDialect: true };
}

function attributeOfConstruct(object: ConstructValue, name: string, range: TextRange): Value {
  if (object.path === memberPath) return object.keywords.get(name) ?? unknown(range, 'it is not followed');
  if (object.path.endsWith('.Enum') && name === 'enums')
    return { kind: 'list', form: 'list', items: [...object.positional], range };
  if (name === 'name') {
    const written = object.keywords.get('name') ?? object.positional[0];
    if (/\.(?:Column|Table|table)$/.test(object.path) && written?.kind === 'string') return written;
    if (object.path.endsWith('.Enum') && written?.kind === 'string' && object.keywords.has('name'))
      return written;
  }
  return { kind: 'method', of: object, name, range };
}
