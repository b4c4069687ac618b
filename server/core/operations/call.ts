import type { TextRange } from '../text/textRange';
import { isEnumeration, isOperations } from './attributes';
import { callBuiltin, partialPath } from './builtinCalls';
import { callFunction } from './callFunction';
import { isHarmless } from './harmlessModules';
import { callDictionaryMethod, callListMethod } from './containerMethods';
import type { Arguments, Machine } from './machine';
import { callConstructMethod } from './objectMethods';
import { callOperation, construct } from './operationCalls';
import { callConnection, callSpecialMethod } from './specialMethods';
import { isTextConstruct } from './sqlOperations';
import { textMethodValue } from './textMethods';
import type { MethodValue, ReferenceValue, Value } from './value';
import { isLive, unknown } from './value';

/** Follows a call. */
export function call(machine: Machine, callee: Value, args: Arguments, range: TextRange): Value {
  switch (callee.kind) {
    case 'reference':
      return callReference(machine, callee, args, range);
    case 'method':
      return callMethod(machine, callee, args, range);
    case 'function':
      if (callee.isContextManager === true)
        return {
          kind: 'manager',
          function: callee,
          positional: args.positional,
          keywords: args.keywords,
          range,
        };
      return callFunction(machine, callee, args, range);
    case 'class':
      if (isEnumeration(callee)) return unknown(range, 'a member of an enumeration is looked up');
      return { ...construct(callee.name, args, range), receiver: callee } as Value;
    case 'construct':
      // `sessionmaker(bind=…)()`, or a class made by a function.
      if (/(?:^|\.)(?:sessionmaker|scoped_session)$/.test(callee.path))
        return { kind: 'special', role: 'connection', range };
      return construct(`${callee.path}()`, args, range, callee);
    case 'special':
      return callee;
    case 'unknown':
      if (callee.alternatives?.every(({ kind }) => kind === 'function') === true)
        return callOneOf(machine, callee.alternatives, args, range);
      return callUnknown(machine, callee, args, range);
    case 'none':
    case 'boolean':
    case 'number':
    case 'string':
    case 'list':
    case 'dictionary':
    case 'batch':
    case 'manager':
      return callUnknown(machine, callee, args, range);
  }
}

function callUnknown(machine: Machine, callee: Value, args: Arguments, range: TextRange): Value {
  if (args.positional.some(mayRunOperations)) {
    emitUnfollowed(machine, 'what is called is not known', args, range);
    return unknown(range, 'what is called is not known', { isLive: isLive(callee) });
  }
  return unknown(range, 'what is called is not known', { isLive: isLive(callee), isCall: true });
}

/** Follows each of the functions of which one is called, such as `upgrade_<engine>`. */
function callOneOf(machine: Machine, functions: readonly Value[], args: Arguments, range: TextRange): Value {
  const reason = 'only one of several functions runs';
  const [only] = functions;
  if (only && functions.length === 1) return machine.call(only, args, range);
  machine.within({ doubt: machine.context.doubt ?? reason }, () => {
    for (const each of functions) machine.call(each, args, range);
  });
  return unknown(range, reason);
}

function callReference(machine: Machine, callee: ReferenceValue, args: Arguments, range: TextRange): Value {
  const { path } = callee;
  const last = path.slice(path.lastIndexOf('.') + 1);
  const special = Object.hasOwn(specialCalls, path) ? specialCalls[path] : undefined;
  if (special) return { kind: 'special', role: special, range };
  if (path.startsWith('alembic.op.')) {
    const name = path.slice('alembic.op.'.length);
    if (!name.includes('.')) return callOperation(machine, name, args, callee.range, range);
    if (name.startsWith('get_bind') || name.startsWith('get_context'))
      return unknown(range, 'it is not followed');
  }
  if (path === 'alembic.context.execute') return callConnection(machine, 'execute', args, range);
  if (path === 'alembic.context.is_offline_mode') return { kind: 'boolean', value: false, range };
  if (/^alembic\.(?:operations\.)?(?:base\.)?Operations$/.test(path))
    return { kind: 'reference', path: 'alembic.op', range };
  if (path.startsWith('alembic.')) return unknown(range, `what ${last} gives is not followed`);
  if (/^(?:sqlalchemy|sqlmodel)\./.test(path)) {
    if (/\.(?:inspect|from_engine|Inspector)$/.test(path))
      return { kind: 'special', role: 'inspector', range };
    if (/\.(?:Session|create_engine|engine_from_config|Connection)$/.test(path))
      return { kind: 'special', role: 'connection', range };
    if (path.endsWith('.quoted_name') || /\.(?:elements|sql\.elements|schema|base)\.conv$/.test(path))
      return args.positional[0] ?? unknown(range, 'the name is missing');
    const made = construct(path, args, range);
    if (path.endsWith('.Table')) {
      const metadata = args.positional[1];
      if (metadata?.kind === 'construct') metadata.attached.push(made);
    }
    return made;
  }
  if (isHarmless(path)) return callBuiltin(machine, path, args, range);
  // A session of the project's own.
  if (last === 'execute' && isStatement(args.positional[0]))
    return callConnection(machine, last, args, range);
  if (args.positional.concat([...args.keywords.values()]).some(isOperations))
    emitUnfollowed(machine, `${last} is not in this file`, args, range);
  return construct(path, args, range);
}

const specialCalls: Readonly<Record<string, 'connection' | 'context'>> = {
  'alembic.op.get_bind': 'connection',
  'alembic.op.get_context': 'context',
  'alembic.context.get_bind': 'connection',
  'alembic.context.get_context': 'context',
  'alembic.migration.MigrationContext.configure': 'context',
  'alembic.runtime.migration.MigrationContext.configure': 'context',
};

/** Whether what gets the value may run operations or statements with it. */
function mayRunOperations(value: Value): boolean {
  if (isOperations(value)) return true;
  return value.kind === 'special' && (value.role === 'connection' || value.role === 'context');
}

/**
 * Tells that something unknown is called. What is given operations may change any table, unless it is given
 * names of tables too; what is given neither is taken to leave tables alone.
 */
export function emitUnfollowed(machine: Machine, reason: string, args: Arguments, range: TextRange): void {
  const given = [...args.positional, ...args.keywords.values()];
  const batches = given.flatMap((value) => {
    const table = value.kind === 'batch' ? value.batch.arguments.get('table_name') : undefined;
    return table?.kind === 'string' ? [table.value] : [];
  });
  const names = given.flatMap((value) => (value.kind === 'string' ? [value.value] : []));
  const tables =
    batches.length > 0 ? batches : names.length > 0 || !given.some(mayRunOperations) ? names : undefined;
  machine.emit({ kind: 'opaque', reason: `A call is not followed: ${reason}`, tables, range });
}

function callMethod(machine: Machine, callee: MethodValue, args: Arguments, range: TextRange): Value {
  const { of: object, name } = callee;
  switch (object.kind) {
    case 'string':
      return textMethodValue(object.value, name, args, object.isLive === true, range);
    case 'list':
      return callListMethod(machine, object, name, args, range);
    case 'dictionary':
      return callDictionaryMethod(object, name, args, range);
    case 'special':
      return callSpecialMethod(machine, object, name, args, range);
    case 'batch':
      return callOperation(machine, name, args, callee.range, range, object.batch);
    case 'construct':
      if (object.path === partialPath) {
        const [target, ...given] = object.positional;
        if (!target) break;
        const all = {
          positional: [...given, ...args.positional],
          keywords: new Map([...object.keywords, ...args.keywords]),
          doubt: object.doubt ?? args.doubt,
        };
        return machine.call(target, all, range);
      }
      return callConstructMethod(machine, object, name, args, range);
    case 'unknown':
      if (object.template !== undefined && textMethods.has(name))
        return textMethodValue(object.template, name, args, object.isLive, range);
      // An object of which nothing is known, but that is given SQL.
      if (name === 'execute' && isStatement(args.positional[0]))
        return callConnection(machine, 'execute', args, range);
      if (args.positional.some(mayRunOperations))
        emitUnfollowed(machine, `${name} is not known`, args, range);
      return unknown(range, object.reason, { isLive: object.isLive });
    case 'method':
    case 'class':
    case 'reference':
      if (name === 'create_all' || name === 'drop_all')
        emitUnfollowed(machine, `${name} makes tables that are described elsewhere`, args, range);
      else if (args.positional.some(mayRunOperations))
        emitUnfollowed(machine, `${name} is not known`, args, range);
      return construct(`method.${name}`, args, range, object);
    case 'none':
    case 'boolean':
    case 'number':
    case 'function':
    case 'manager':
      break;
  }
  return unknown(range, `what ${name} gives is not followed`);
}

const textMethods: ReadonlySet<string> = new Set([
  'format',
  'strip',
  'lstrip',
  'rstrip',
  'lower',
  'upper',
  'join',
]);

function isStatement(value: Value | undefined): boolean {
  if (value?.kind === 'unknown') return value.template !== undefined;
  return value?.kind === 'string' || (value?.kind === 'construct' && isTextConstruct(value.path));
}
