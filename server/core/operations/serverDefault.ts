import { memberPath } from './containers';
import { isTextConstruct } from './sqlOperations';
import type { Value } from './value';
import { textOf } from './value';

/** The default that a database fills in. */
export type ServerDefault =
  | { readonly kind: 'none' }
  /** SQL as the DDL has it. `isExpression` is false for a text that SQLAlchemy quotes. */
  | { readonly kind: 'sql'; readonly text: string; readonly isExpression: boolean }
  | { readonly kind: 'identity' | 'computed'; readonly value: Value }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What an argument `server_default` stands for. */
export function serverDefault(value: Value): ServerDefault {
  switch (value.kind) {
    case 'none':
      return { kind: 'none' };
    case 'string':
      return { kind: 'sql', text: quotedSql(value.value), isExpression: false };
    case 'unknown':
      return { kind: 'unknown', reason: value.reason };
    case 'construct': {
      const last = value.path.slice(value.path.lastIndexOf('.') + 1);
      if (value.path === memberPath) {
        // A member of an enumeration of texts is a text.
        const text = textOf(value.keywords.get('value'));
        if (text !== undefined) return { kind: 'sql', text: quotedSql(text), isExpression: false };
      }
      if (last === 'Identity') return { kind: 'identity', value };
      if (last === 'Computed') return { kind: 'computed', value };
      if (last === 'FetchedValue') return { kind: 'none' };
      if (last === 'DefaultClause' && value.positional[0]) return serverDefault(value.positional[0]);
      break;
    }
    case 'reference':
      if (value.path.endsWith('.FetchedValue')) return { kind: 'none' };
      break;
    case 'boolean':
    case 'number':
    case 'list':
    case 'dictionary':
    case 'special':
    case 'batch':
    case 'manager':
    case 'method':
    case 'function':
    case 'class':
      break;
  }
  const text = sqlOf(value);
  return text === undefined
    ? { kind: 'unknown', reason: 'the default is not a text that can be read' }
    : { kind: 'sql', text, isExpression: true };
}

/** The SQL of an expression of SQLAlchemy; undefined where it is not known. */
export function sqlOf(value: Value): string | undefined {
  if (value.kind === 'construct') {
    const { path, positional, receiver } = value;
    if (receiver && !path.startsWith('sqlalchemy.func.'))
      return receiver.kind === 'construct' && /\.(?:bindparams|label|self_group)$/.test(path)
        ? sqlOf(receiver)
        : undefined;
    const last = path.slice(path.lastIndexOf('.') + 1);
    const [first] = positional;
    if (isTextConstruct(path))
      return (textOf(first) ?? textOf(value.keywords.get('text')))?.replace(/\\:/g, ':');
    if (path.startsWith('sqlalchemy.') && /\.func\./.test(path)) {
      const args = positional.map(argumentSql);
      if (!args.every((arg) => arg !== undefined)) return undefined;
      if (bareFunctions.has(last.toLowerCase()) && args.length === 0) return last.toUpperCase();
      return `${path.slice(path.indexOf('.func.') + '.func.'.length)}(${args.join(', ')})`;
    }
    if (!/^(?:sqlalchemy|alembic)\./.test(path)) return undefined;
    if (last === 'true' || last === 'false' || last === 'null') return last === 'null' ? 'NULL' : last;
    if (last === 'literal' || last === 'inline_literal') return first && argumentSql(first);
    if (last === 'column' || last === 'quoted_name') return textOf(first);
    return undefined;
  }
  // `func.now` without a call is taken for the function's result.
  if (value.kind === 'reference' && /^sqlalchemy\.(?:.*\.)?(?:true|false)$/.test(value.path))
    return value.path.slice(value.path.lastIndexOf('.') + 1);
  return undefined;
}

function argumentSql(value: Value): string | undefined {
  if (value.kind === 'string') return quotedSql(value.value);
  if (value.kind === 'number') return value.source;
  if (value.kind === 'boolean') return String(value.value);
  if (value.kind === 'none') return 'NULL';
  return sqlOf(value);
}

/** Functions that stand without parentheses. */
const bareFunctions: ReadonlySet<string> = new Set([
  'current_date',
  'current_time',
  'current_timestamp',
  'current_user',
  'localtime',
  'localtimestamp',
  'session_user',
  'user',
  'sysdate',
]);

export function quotedSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
