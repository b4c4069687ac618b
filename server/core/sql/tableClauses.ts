import { namesWithin, readCheck, readColumn, readReferences, readType, readValue } from './columnClauses';
import type { SqlCursor } from './sqlCursor';
import type { SqlAction, SqlAlteration, SqlColumn, SqlConstraint, SqlName } from './sqlStatement';

/** Reads `CREATE TABLE`, from behind `TABLE` on. */
export function readCreateTable(cursor: SqlCursor, isTemporary: boolean): SqlAction {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS');
  const table = cursor.name();
  const columns: SqlColumn[] = [];
  const constraints: SqlConstraint[] = [];
  let doubt: string | undefined;
  const body = cursor.parentheses();
  if (body) {
    for (const part of cursor.within(body).commaParts()) {
      const inner = cursor.within(part);
      if (inner.take('LIKE')) {
        doubt = 'its columns are those of another table';
        continue;
      }
      const constraint = readTableConstraint(inner);
      if (constraint) constraints.push(constraint);
      else columns.push(readColumn(inner));
    }
  }
  if (!body || cursor.take('AS') || cursor.take('SELECT'))
    doubt ??= 'its columns are those of a query or another table';
  if (cursor.take('INHERITS') || cursor.take('PARTITION', 'OF'))
    doubt ??= 'its columns are those of another table';
  return { kind: 'create-table', table, ifNotExists, isTemporary, columns, constraints, doubt };
}

/** Reads a constraint of a table or index; undefined where a column stands there. */
function readTableConstraint(cursor: SqlCursor): SqlConstraint | undefined {
  let name: string | undefined;
  if (cursor.take('CONSTRAINT')) {
    if (!['PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK', 'EXCLUDE'].some((word) => cursor.sees(word)))
      name = cursor.identifier();
  }
  if (cursor.take('PRIMARY', 'KEY')) {
    if (cursor.take('USING', 'INDEX'))
      return { kind: 'using-index', name, index: cursor.identifier() ?? '', isPrimary: true };
    return { kind: 'primary', name, columns: listed(cursor) };
  }
  if (cursor.take('UNIQUE')) {
    if (cursor.take('USING', 'INDEX'))
      return { kind: 'using-index', name, index: cursor.identifier() ?? '', isPrimary: false };
    cursor.take('NULLS', 'NOT', 'DISTINCT');
    if (!cursor.take('KEY')) cursor.take('INDEX');
    if (!cursor.sees('(')) name = cursor.identifier() ?? name;
    return { kind: 'unique', name, columns: listed(cursor) };
  }
  if (cursor.take('FOREIGN', 'KEY')) {
    if (!cursor.sees('(')) name = cursor.identifier() ?? name;
    const columns = listed(cursor);
    return readReferences(cursor, name, columns);
  }
  if (cursor.take('CHECK')) return readCheck(cursor, name);
  if (cursor.take('EXCLUDE')) return { kind: 'other', name };
  const isIndex =
    (cursor.sees('INDEX') || cursor.sees('KEY')) &&
    (cursor.peek(1)?.text === '(' || cursor.peek(2)?.text === '(' || cursor.peek(2)?.text === 'USING');
  if (isIndex) {
    cursor.next();
    if (!cursor.sees('(')) name = cursor.identifier();
    if (cursor.take('USING')) cursor.next();
    return { kind: 'index', name, columns: listed(cursor), unique: false };
  }
  if (cursor.sees('FULLTEXT') || cursor.sees('SPATIAL')) {
    cursor.next();
    if (!cursor.take('INDEX')) cursor.take('KEY');
    if (!cursor.sees('(')) name = cursor.identifier();
    return { kind: 'index', name, columns: listed(cursor), unique: false };
  }
  return name === undefined ? undefined : { kind: 'other', name };
}

function listed(cursor: SqlCursor): readonly string[] {
  const inner = cursor.parentheses();
  return inner ? namesWithin(cursor.within(inner)) : [];
}

/** Reads `ALTER TABLE`, from behind `TABLE` on. */
export function readAlterTable(cursor: SqlCursor): SqlAction {
  if (cursor.take('ALL')) return { kind: 'other', verb: 'ALTER TABLE ALL' };
  const ifExists = cursor.take('IF', 'EXISTS');
  cursor.take('ONLY');
  const table = cursor.name();
  cursor.take('*');
  const actions = cursor.commaParts().flatMap((part) => readAlterations(cursor.within(part), table));
  return { kind: 'alter-table', table, ifExists, actions };
}

function readAlterations(cursor: SqlCursor, table: SqlName): readonly SqlAlteration[] {
  if (cursor.take('ADD')) return readAdd(cursor);
  if (cursor.take('DROP')) return [readDrop(cursor)];
  if (cursor.take('ALTER')) return [readAlterColumn(cursor)];
  if (cursor.take('RENAME')) return [readRename(cursor, table)];
  if (cursor.take('MODIFY')) {
    cursor.take('COLUMN');
    const column = readColumn(cursor);
    return [
      column.name === undefined
        ? opaqueAlteration('the name of the column is not known')
        : { kind: 'change-column', column: column.name, to: column },
    ];
  }
  if (cursor.take('CHANGE')) {
    cursor.take('COLUMN');
    const from = cursor.identifier();
    const to = readColumn(cursor);
    return [
      from === undefined || to.name === undefined
        ? opaqueAlteration('the name of the column is not known')
        : { kind: 'change-column', column: from, to },
    ];
  }
  if (cursor.take('SET', 'SCHEMA')) {
    const schema = cursor.identifier();
    return [
      schema === undefined
        ? opaqueAlteration('the name of the schema is not known')
        : { kind: 'set-schema', schema },
    ];
  }
  if (
    cursor.sees('CONVERT') ||
    cursor.sees('EXCHANGE') ||
    cursor.sees('INHERIT') ||
    cursor.sees('NO', 'INHERIT')
  )
    return [opaqueAlteration('this change of a table is not followed')];
  return [{ kind: 'other' }];
}

function readAdd(cursor: SqlCursor): readonly SqlAlteration[] {
  const constraint = readTableConstraint(cursor);
  if (constraint) return [{ kind: 'add-constraint', constraint, notValid: cursor.take('NOT', 'VALID') }];
  if (cursor.sees('PARTITION')) return [{ kind: 'other' }];
  cursor.take('COLUMN');
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS');
  const several = cursor.parentheses();
  if (several)
    return cursor
      .within(several)
      .commaParts()
      .map((part) => ({ kind: 'add-column', column: readColumn(cursor.within(part)), ifNotExists }));
  return [{ kind: 'add-column', column: readColumn(cursor), ifNotExists }];
}

function readDrop(cursor: SqlCursor): SqlAlteration {
  const named = (make: (name: string, ifExists: boolean) => SqlAlteration): SqlAlteration => {
    const ifExists = cursor.take('IF', 'EXISTS');
    const name = cursor.identifier();
    return name === undefined ? opaqueAlteration('a name is not known') : make(name, ifExists);
  };
  if (cursor.take('CONSTRAINT'))
    return named((name, ifExists) => ({ kind: 'drop-constraint', name, ifExists, type: 'any' }));
  if (cursor.take('PRIMARY', 'KEY')) return { kind: 'drop-primary-key' };
  if (cursor.take('FOREIGN', 'KEY'))
    return named((name, ifExists) => ({ kind: 'drop-constraint', name, ifExists, type: 'foreign' }));
  if (cursor.take('CHECK'))
    return named((name, ifExists) => ({ kind: 'drop-constraint', name, ifExists, type: 'check' }));
  if (cursor.take('INDEX') || cursor.take('KEY')) return named((name) => ({ kind: 'drop-index', name }));
  if (cursor.sees('PARTITION')) return { kind: 'other' };
  cursor.take('COLUMN');
  return named((column, ifExists) => ({
    kind: 'drop-column',
    column,
    ifExists,
    cascade: cursor.take('CASCADE'),
  }));
}

function readAlterColumn(cursor: SqlCursor): SqlAlteration {
  if (cursor.sees('CONSTRAINT') || cursor.sees('INDEX') || cursor.sees('CHECK')) return { kind: 'other' };
  cursor.take('COLUMN');
  const column = cursor.identifier();
  if (column === undefined) return opaqueAlteration('the name of the column is not known');
  if (cursor.take('SET', 'DATA', 'TYPE') || cursor.take('TYPE')) {
    const type = readType(cursor);
    if (cursor.take('COLLATE')) cursor.name();
    const using = cursor.take('USING') ? cursor.source(cursor.at, cursor.end) : undefined;
    return { kind: 'set-type', column, type, using };
  }
  if (cursor.take('SET', 'DEFAULT')) return { kind: 'set-default', column, default: readValue(cursor) };
  if (cursor.take('DROP', 'DEFAULT')) return { kind: 'set-default', column, default: undefined };
  if (cursor.take('SET', 'NOT', 'NULL')) return { kind: 'set-nullable', column, nullable: false };
  if (cursor.take('DROP', 'NOT', 'NULL')) return { kind: 'set-nullable', column, nullable: true };
  if (cursor.take('ADD', 'GENERATED')) return { kind: 'generate', column, generated: true };
  if (cursor.take('DROP', 'IDENTITY') || cursor.take('DROP', 'EXPRESSION'))
    return { kind: 'generate', column, generated: false };
  return { kind: 'other' };
}

function readRename(cursor: SqlCursor, table: SqlName): SqlAlteration {
  const pair = (): { readonly from: string; readonly to: string } | undefined => {
    const from = cursor.identifier();
    const separated = cursor.take('TO');
    const to = cursor.identifier();
    return from !== undefined && separated && to !== undefined ? { from, to } : undefined;
  };
  if (cursor.take('CONSTRAINT')) {
    const names = pair();
    return names
      ? { kind: 'rename-constraint', name: names.from, to: names.to }
      : opaqueAlteration('a name is not known');
  }
  if (cursor.sees('INDEX') || cursor.sees('KEY')) {
    cursor.next();
    const names = pair();
    return names
      ? { kind: 'rename-index', name: names.from, to: names.to }
      : opaqueAlteration('a name is not known');
  }
  if (cursor.take('TO') || cursor.take('AS')) {
    const to = cursor.name();
    return to.name === undefined
      ? opaqueAlteration('the new name of the table is not known')
      : { kind: 'rename-table', to: { schema: to.schema ?? table.schema, name: to.name } };
  }
  cursor.take('COLUMN');
  const names = pair();
  return names
    ? { kind: 'rename-column', column: names.from, to: names.to }
    : opaqueAlteration('the name of a column is not known');
}

function opaqueAlteration(reason: string): SqlAlteration {
  return { kind: 'opaque', reason };
}
