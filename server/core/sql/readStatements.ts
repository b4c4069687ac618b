import { splitStatements } from './splitStatements';
import { hole } from './hole';
import { SqlCursor } from './sqlCursor';
import type { SqlAction, SqlName, SqlStatement, SqlTypeChange } from './sqlStatement';
import { sqlTokens } from './sqlTokens';
import { readAlterTable } from './tableClauses';
import { readCreate } from './createStatements';
import { opaque } from './sqlStatement';

/**
 * The statements of a text of SQL and what each does. Names without quotes are folded unless the dialect is
 * one that keeps them.
 */
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

/**
 * The columns that are set, from behind the table's name on, and whether they are set where they are missing.
 */
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
