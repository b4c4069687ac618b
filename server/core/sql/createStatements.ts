import { hole } from './hole';
import type { SqlCursor } from './sqlCursor';
import { opaque } from './sqlStatement';
import type { SqlAction, SqlName } from './sqlStatement';
import { readCreateTable } from './tableClauses';

/** Reads a statement behind its `CREATE`. */
export function readCreate(cursor: SqlCursor): SqlAction {
  cursor.take('OR', 'REPLACE');
  const isTemporary = cursor.takeAny(['TEMPORARY', 'TEMP', 'GLOBAL', 'LOCAL']) !== undefined;
  if (isTemporary) cursor.takeAny(['TEMPORARY', 'TEMP']);
  cursor.take('UNLOGGED');
  if (cursor.take('TABLE')) return readCreateTable(cursor, isTemporary);
  const unique = cursor.take('UNIQUE');
  cursor.takeAny(['FULLTEXT', 'SPATIAL', 'CLUSTERED', 'NONCLUSTERED']);
  if (cursor.take('INDEX')) return readCreateIndex(cursor, unique);
  if (cursor.take('TYPE')) {
    const name = cursor.name();
    const isEnum = cursor.take('AS', 'ENUM');
    const inner = isEnum ? cursor.parentheses() : undefined;
    return { kind: 'create-type', name, labels: inner && labelsWithin(cursor.within(inner)), isEnum };
  }
  if (cursor.take('DOMAIN'))
    return { kind: 'create-type', name: cursor.name(), labels: undefined, isEnum: false };
  if (cursor.take('SCHEMA') || cursor.take('DATABASE')) {
    const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS');
    return { kind: 'create-schema', name: cursor.identifier(), cascade: false, ifNotExists };
  }
  cursor.take('RECURSIVE');
  const isMaterialized = cursor.take('MATERIALIZED');
  if (cursor.take('VIEW')) {
    cursor.take('IF', 'NOT', 'EXISTS');
    return { kind: 'create-view', name: cursor.name(), isMaterialized };
  }
  if (cursor.take('FOREIGN', 'TABLE')) return opaque('foreign tables are not followed', nameOf(cursor));
  if (cursor.take('VIRTUAL', 'TABLE')) return { kind: 'other', verb: 'CREATE VIRTUAL TABLE' };
  return { kind: 'other', verb: `CREATE ${cursor.peek()?.text ?? ''}`.trim() };
}

function nameOf(cursor: SqlCursor): SqlName {
  cursor.take('IF', 'NOT', 'EXISTS');
  return cursor.name();
}

/** The labels of an enumeration; undefined where one is not a known text. */
function labelsWithin(cursor: SqlCursor): readonly string[] | undefined {
  const labels: string[] = [];
  while (!cursor.isAtEnd) {
    const token = cursor.next();
    if (token?.kind === 'string' && !token.value.includes(hole)) labels.push(token.value);
    else if (token?.text !== ',') return undefined;
  }
  return labels;
}

function readCreateIndex(cursor: SqlCursor, unique: boolean): SqlAction {
  const concurrently = cursor.take('CONCURRENTLY');
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS');
  let name: string | undefined;
  let hasName = false;
  if (!cursor.sees('ON')) {
    const written = cursor.name();
    name = written.name;
    hasName = true;
  }
  let using = cursor.take('USING') ? cursor.identifier() : undefined;
  cursor.take('ON');
  cursor.take('ONLY');
  const table = cursor.name();
  if (hasName && name === undefined) return opaque('the name of the index is not known', table);
  if (cursor.take('USING')) using = cursor.identifier();
  const inner = cursor.parentheses();
  const columns: (string | undefined)[] = [];
  const expressions: string[] = [];
  for (const part of inner ? cursor.within(inner).commaParts() : []) {
    const each = cursor.within(part);
    const column = each.identifier();
    const isColumn = column !== undefined && !each.sees('(') && !each.sees('.') && isPlainEnd(each);
    columns.push(isColumn ? column : undefined);
    expressions.push(cursor.source(part.start, part.end));
  }
  let where: string | undefined;
  while (!cursor.isAtEnd) {
    if (cursor.take('WHERE')) {
      where = cursor.source(cursor.at, cursor.end);
      break;
    }
    if (cursor.take('WITH') || cursor.take('INCLUDE')) cursor.parentheses();
    else cursor.next();
  }
  return {
    kind: 'create-index',
    name,
    table,
    columns,
    expressions,
    unique,
    ifNotExists,
    concurrently,
    using,
    where,
  };
}

/** Whether nothing but an ordering, collation or operator class follows. */
function isPlainEnd(cursor: SqlCursor): boolean {
  cursor.parentheses();
  while (!cursor.isAtEnd) {
    const token = cursor.next();
    if (
      token?.kind !== 'word' &&
      token?.kind !== 'name' &&
      !(token?.text === '.' || token?.text === '(' || token?.text === ')')
    )
      return false;
  }
  return true;
}
