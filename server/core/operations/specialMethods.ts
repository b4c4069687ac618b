import type { TextRange } from '../text/textRange';
import { nameOfDialect } from './attributes';
import { testOf } from './conditions';
import { callInspector } from './inspectorMethods';
import type { Arguments, Machine } from './machine';
import { emitSql } from './sqlOperations';
import type { SpecialValue, Value } from './value';
import { textOf, unknown } from './value';

/** Calls a method of what Alembic or SQLAlchemy hands to a migration. */
export function callSpecialMethod(
  machine: Machine,
  object: SpecialValue,
  name: string,
  args: Arguments,
  range: TextRange,
): Value {
  const special = (role: SpecialValue['role']): SpecialValue => ({ kind: 'special', role, range });
  switch (object.role) {
    case 'connection':
      return callConnection(machine, name, args, range);
    case 'context':
      if (name === 'autocommit_block') return special('autocommit');
      if (name === 'execute') {
        emitSql(machine, args.positional[0], range);
        return special('rows');
      }
      if (name === 'begin_transaction' || name === 'get_bind') return special('connection');
      return unknown(range, `what ${name} gives is not followed`);
    case 'dialect':
    case 'inspector':
      return callInspector(machine, name, args, range);
    case 'rows':
      if (name === 'update' || name === 'delete')
        machine.emit({ kind: 'data', verb: name, table: undefined, columns: undefined, range });
      return special('rows');
    case 'url': {
      if (name === 'get_backend_name') return nameOfDialect(machine, range);
      if (name === 'get_dialect') return special('dialect');
      const begins = name === 'startswith' ? textOf(args.positional[0]) : undefined;
      return (
        (begins === undefined ? undefined : testOfUrl(machine, begins, range)) ??
        unknown(range, 'it depends on the URL of the database')
      );
    }
    case 'autocommit':
      return { kind: 'none', range };
  }
}

const executing: ReadonlySet<string> = new Set([
  'execute',
  'executemany',
  'executescript',
  'exec_driver_sql',
  'scalar',
  'scalars',
  'exec',
]);
const sessionWrites: ReadonlySet<string> = new Set([
  'add',
  'add_all',
  'merge',
  'delete',
  'bulk_save_objects',
  'bulk_insert_mappings',
  'bulk_update_mappings',
]);
const connecting: ReadonlySet<string> = new Set([
  'connect',
  'begin',
  'begin_nested',
  'execution_options',
  'get_bind',
  'connection',
  'get_transaction',
  'engine',
  'cursor',
  '__enter__',
]);

/** Calls a method of a connection, engine or session. */
export function callConnection(machine: Machine, name: string, args: Arguments, range: TextRange): Value {
  if (executing.has(name)) {
    emitSql(machine, args.positional[0] ?? args.keywords.get('statement'), range);
    return { kind: 'special', role: 'rows', range };
  }
  if (connecting.has(name)) return { kind: 'special', role: 'connection', range };
  if (name === 'has_table') return callInspector(machine, name, args, range);
  if (sessionWrites.has(name))
    machine.emit({ kind: 'data', verb: 'write', table: undefined, columns: undefined, range });
  if (name === 'query' || name === 'get') return { kind: 'special', role: 'rows', range };
  if (name === 'run_callable' || name === 'run_sync')
    machine.emit({ kind: 'opaque', reason: `What ${name} runs is not followed`, tables: undefined, range });
  return { kind: 'none', range };
}

const dialectNames: readonly string[] = ['sqlite', 'postgresql', 'mysql', 'mariadb', 'mssql', 'oracle'];

/**
 * Whether the URL of the database is one of a dialect, for a text that tells one, such as `sqlite:///` or
 * `postgres`.
 */
export function testOfUrl(machine: Machine, text: string, range: TextRange): Value | undefined {
  const start = /^[a-z]+/.exec(text.toLowerCase())?.[0] ?? '';
  const names = dialectNames.filter(
    (name) => name === start || (name === 'postgresql' && start === 'postgres'),
  );
  return names.length > 0 ? testOf(nameOfDialect(machine, range), names, false, range) : undefined;
}
