import { splitStatements } from './splitStatements';
import { hole } from './hole';
import { SqlCursor } from './sqlCursor';
import type { SqlAction, SqlName, SqlStatement, SqlTypeChange } from './sqlStatement';
import { sqlTokens } from './sqlTokens';
import { readAlterTable, readCreateTable } from './tableClauses';

/** The statements of a text of SQL and what each does. Names without quotes are folded unless the dialect is one that keeps them. */
export function readStatements(text: string, dialect?: string): readonly SqlStatement[] {
  const tokens = sqlTokens(text);
  const folds = dialect === undefined || dialect === 'postgresql';
  return splitStatements(tokens).map(({ start, end }) => {
    const cursor = new SqlCursor(text, tokens, start, end, folds);
    const range = { start: tokens[start]?.start ?? 0, end: tokens[end - 1]?.end ?? text.length };
    return { range, action: readAction(cursor) };
  });
}

function readAction(cursor: SqlCursor): SqlAction {
  const first = cursor.peek();
  if (!first) return { kind: 'other', verb: '' };
  if (first.kind !== 'word') return opaque('the statement is not known');
  const verb = first.text;
  if (verb.includes(hole)) return opaque('the statement is not known');
  cursor.next();
  switch (verb) {
    case 'CREATE':
      return readCreate(cursor);
    case 'DROP':
      return readDrop(cursor);
    case 'ALTER':
      return readAlter(cursor);
    case 'RENAME':
      return readRenameTables(cursor);
    case 'COMMENT':
      return readComment(cursor);
    case 'INSERT':
    case 'REPLACE':
      cursor.takeAny(['OR', 'IGNORE']);
      cursor.takeAny(['IGNORE', 'REPLACE', 'ABORT', 'ROLLBACK', 'FAIL']);
      cursor.take('INTO');
      return { kind: 'data', verb, tables: [cursor.name()] };
    case 'UPDATE': {
      cursor.take('ONLY');
      const table = cursor.name();
      const set = columnsSet(cursor);
      return { kind: 'data', verb, tables: [table], ...set };
    }
    case 'DELETE':
    case 'MERGE':
      cursor.take('FROM');
      cursor.take('INTO');
      cursor.take('ONLY');
      return { kind: 'data', verb, tables: [cursor.name()] };
    case 'TRUNCATE':
      cursor.take('TABLE');
      return { kind: 'data', verb, tables: [cursor.name()] };
    case 'COPY':
      return { kind: 'data', verb, tables: [cursor.name()] };
    case 'WITH':
      return { kind: 'data', verb, tables: [] };
    case 'SELECT':
    case 'VALUES':
    case 'TABLE':
      return readSelect(cursor, verb);
    case 'DO':
      return readDo(cursor);
    case 'CALL':
    case 'EXEC':
    case 'EXECUTE':
      return opaque(`what ${verb} runs is not followed`);
    default:
      return otherVerbs.has(verb)
        ? { kind: 'other', verb }
        : opaque(`the statement ${first.value} is not followed`);
  }
}

/** Statements that leave every table as it is. */
const otherVerbs: ReadonlySet<string> = new Set(
  (
    'SET RESET SHOW BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE PRAGMA VACUUM ANALYZE LOCK UNLOCK GRANT REVOKE ' +
    'REFRESH REINDEX CLUSTER NOTIFY LISTEN EXPLAIN USE DISCARD CHECKPOINT REASSIGN SECURITY END ABORT DEALLOCATE ' +
    'PREPARE DECLARE FETCH CLOSE OPTIMIZE FLUSH KILL DESCRIBE LOAD ATTACH DETACH GO'
  ).split(' '),
);

function opaque(reason: string, table?: SqlName): SqlAction {
  return { kind: 'opaque', reason, table };
}

/** The columns that are set, from behind the table's name on, and whether they are set where they are missing. */
function columnsSet(cursor: SqlCursor): {
  readonly columns?: readonly string[];
  readonly fillsMissing?: boolean;
} {
  while (!cursor.isAtEnd && !cursor.sees('SET')) cursor.next();
  if (!cursor.take('SET')) return {};
  const columns: string[] = [];
  for (const part of cursor.commaParts()) {
    const each = cursor.within(part);
    const { name } = each.name();
    if (name === undefined || !each.take('=')) return {};
    columns.push(name);
    // What follows the values belongs to the last of them.
    while (!each.isAtEnd) {
      if (each.take('FROM')) return { columns };
      if (each.take('WHERE')) {
        const tested = each.name().name;
        const fillsMissing = each.take('IS', 'NULL') && each.isAtEnd && columns.includes(tested ?? '');
        return { columns, ...(fillsMissing ? { fillsMissing } : {}) };
      }
      if (!each.parentheses()) each.next();
    }
  }
  return { columns };
}

function readCreate(cursor: SqlCursor): SqlAction {
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

function readDrop(cursor: SqlCursor): SqlAction {
  const isMaterialized = cursor.take('MATERIALIZED');
  cursor.takeAny(['TEMPORARY', 'FOREIGN']);
  const kind = cursor.takeAny(['TABLE', 'INDEX', 'TYPE', 'DOMAIN', 'SCHEMA', 'VIEW']);
  if (kind === undefined) {
    const what = cursor.peek()?.text ?? '';
    if (what === 'OWNED' || what === 'DATABASE')
      return opaque(`what DROP ${what} takes away is not followed`);
    return { kind: 'other', verb: `DROP ${what}`.trim() };
  }
  const concurrently = cursor.take('CONCURRENTLY');
  const ifExists = cursor.take('IF', 'EXISTS');
  const names: SqlName[] = [];
  do names.push(cursor.name());
  while (cursor.take(','));
  let table: SqlName | undefined;
  if (kind === 'INDEX' && cursor.take('ON')) table = cursor.name();
  const cascade = cursor.take('CASCADE');
  const [first = { schema: undefined, name: undefined }] = names;
  switch (kind) {
    case 'TABLE':
      return { kind: 'drop-table', tables: names, ifExists, cascade };
    case 'INDEX':
      return { kind: 'drop-index', names, table, ifExists, concurrently };
    case 'TYPE':
    case 'DOMAIN':
      return { kind: 'drop-type', names, ifExists, cascade };
    case 'SCHEMA':
      return { kind: 'drop-schema', name: first.name, cascade, ifNotExists: false };
    default:
      return { kind: 'drop-view', name: first, isMaterialized };
  }
}

function readAlter(cursor: SqlCursor): SqlAction {
  if (cursor.take('TABLE')) return readAlterTable(cursor);
  if (cursor.take('TYPE')) {
    const name = cursor.name();
    return { kind: 'alter-type', name, change: readTypeChange(cursor) };
  }
  if (cursor.take('INDEX')) {
    cursor.take('IF', 'EXISTS');
    const name = cursor.name();
    if (cursor.take('RENAME', 'TO')) return { kind: 'rename-index', name, to: cursor.identifier() };
    return { kind: 'other', verb: 'ALTER INDEX' };
  }
  if (cursor.take('SCHEMA')) return opaque('the change of a schema is not followed');
  const what = cursor.peek()?.text ?? '';
  return { kind: 'other', verb: `ALTER ${what}`.trim() };
}

function readTypeChange(cursor: SqlCursor): SqlTypeChange {
  const text = (): string | undefined => {
    const token = cursor.next();
    return token?.kind === 'string' && !token.value.includes(hole) ? token.value : undefined;
  };
  if (cursor.take('ADD', 'VALUE')) {
    const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS');
    const value = text();
    const before = cursor.take('BEFORE') ? text() : undefined;
    const after = cursor.take('AFTER') ? text() : undefined;
    return value === undefined ? { kind: 'other' } : { kind: 'add-value', value, before, after, ifNotExists };
  }
  if (cursor.take('RENAME', 'VALUE')) {
    const from = text();
    cursor.take('TO');
    const to = text();
    return from === undefined || to === undefined ? { kind: 'other' } : { kind: 'rename-value', from, to };
  }
  if (cursor.take('RENAME', 'TO')) {
    const to = cursor.identifier();
    return to === undefined ? { kind: 'other' } : { kind: 'rename', to };
  }
  if (cursor.take('SET', 'SCHEMA')) {
    const schema = cursor.identifier();
    return schema === undefined ? { kind: 'other' } : { kind: 'set-schema', schema };
  }
  return { kind: 'other' };
}

function readRenameTables(cursor: SqlCursor): SqlAction {
  if (!cursor.take('TABLE')) return { kind: 'other', verb: 'RENAME' };
  const renames = cursor.commaParts().map((part) => {
    const each = cursor.within(part);
    const from = each.name();
    each.take('TO');
    return { from, to: each.name() };
  });
  return { kind: 'rename-tables', renames };
}

function readComment(cursor: SqlCursor): SqlAction {
  cursor.take('ON');
  const isColumn = cursor.take('COLUMN');
  if (!isColumn && !cursor.take('TABLE')) return { kind: 'other', verb: 'COMMENT' };
  const names: (string | undefined)[] = [cursor.identifier()];
  while (cursor.take('.')) names.push(cursor.identifier());
  const column = isColumn ? names.pop() : undefined;
  const table: SqlName = { name: names.pop(), schema: names.pop() };
  cursor.take('IS');
  const token = cursor.next();
  return { kind: 'comment', table, column, text: token?.kind === 'string' ? token.value : undefined };
}

/** SELECT reads, unless it makes a table or calls what may change one. */
function readSelect(cursor: SqlCursor, verb: string): SqlAction {
  for (let at = cursor.at; at < cursor.end; at++) {
    const token = cursor.tokens[at];
    if (token?.kind === 'word' && token.text === 'INTO') {
      cursor.goTo(at + 1);
      return opaque('a table made by SELECT … INTO is not followed', cursor.name());
    }
  }
  return { kind: 'data', verb, tables: [] };
}

/** A block of PL/pgSQL: what it does is known where it only changes data, or only makes a type. */
function readDo(cursor: SqlCursor): SqlAction {
  const body = cursor.next();
  const text = body?.kind === 'dollar' || body?.kind === 'string' ? body.value : '';
  if (!/\b(?:create|alter|drop|execute|rename|perform)\b/i.test(text)) return { kind: 'other', verb: 'DO' };
  return opaque('what a DO block does is not followed');
}
