import type { SqlCursor } from './sqlCursor';
import type { SqlColumn, SqlConstraint, SqlType } from './sqlStatement';

/** Words that end the type or default of a column. */
const clauseWords: ReadonlySet<string> = new Set(
  (
    'NOT NULL DEFAULT PRIMARY UNIQUE REFERENCES CHECK CONSTRAINT COLLATE GENERATED AUTO_INCREMENT AUTOINCREMENT COMMENT ' +
    'KEY ON AFTER FIRST AS USING ENCODE DEFERRABLE INITIALLY STORAGE COMPRESSION CHARACTER CHARSET UNSIGNED SIGNED ' +
    'ZEROFILL VIRTUAL STORED INVISIBLE VISIBLE IDENTITY MATCH'
  ).split(' '),
);

/** Words that belong to the name of a type after its first. */
const typeWords: ReadonlySet<string> = new Set(
  'PRECISION VARYING VARCHAR CHAR CHARACTER LARGE OBJECT INTEGER INT BIGINT SMALLINT TO YEAR MONTH DAY HOUR MINUTE SECOND'.split(
    ' ',
  ),
);

/** Reads a type: `character varying(20)`, `timestamp with time zone`, `"state"`, `text[]`. */
export function readType(cursor: SqlCursor): SqlType | undefined {
  const first = cursor.peek();
  if (!first || (first.kind !== 'word' && first.kind !== 'name')) return undefined;
  const start = cursor.at;
  const { schema, name } = cursor.name();
  const words = [first.kind === 'word' && schema === undefined ? first.text : (name ?? '')];
  const args: string[] = [];
  let dimensions = 0;
  let isUnsigned = false;
  const takeArguments = (): void => {
    const inner = cursor.parentheses();
    if (!inner) return;
    const parts = cursor.within(inner);
    for (const part of parts.commaParts()) args.push(cursor.source(part.start, part.end));
  };
  takeArguments();
  for (;;) {
    if (cursor.take('WITH', 'TIME', 'ZONE')) words.push('WITH TIME ZONE');
    else if (cursor.take('WITHOUT', 'TIME', 'ZONE')) continue;
    else if (cursor.take('WITH', 'LOCAL', 'TIME', 'ZONE')) words.push('WITH LOCAL TIME ZONE');
    else if (cursor.take('UNSIGNED')) isUnsigned = true;
    else if (cursor.take('SIGNED') || cursor.take('ZEROFILL')) continue;
    else if (cursor.take('ARRAY')) dimensions++;
    else if (cursor.sees('[')) {
      while (!cursor.isAtEnd && !cursor.take(']')) cursor.next();
      dimensions = Math.max(1, dimensions);
    } else if (cursor.sees('CHARACTER', 'SET')) return finish();
    else {
      const token = cursor.peek();
      if (token?.kind !== 'word' || !typeWords.has(token.text) || first.kind !== 'word') break;
      words.push(token.text);
      cursor.next();
      takeArguments();
    }
  }
  return finish();

  function finish(): SqlType {
    return {
      name: words.join(' '),
      schema,
      written: cursor.source(start, cursor.at),
      arguments: args,
      dimensions,
      isUnsigned,
    };
  }
}

/** Reads a column from its name on, to the end of the cursor. */
export function readColumn(cursor: SqlCursor): SqlColumn {
  const name = cursor.identifier();
  const first = cursor.peek();
  const isTyped = first !== undefined && !(first.kind === 'word' && clauseWords.has(first.text));
  return { name, ...readColumnRest(cursor, isTyped, name) };
}

function readColumnRest(
  cursor: SqlCursor,
  isTyped: boolean,
  column: string | undefined,
): Omit<SqlColumn, 'name'> {
  const type = isTyped ? readType(cursor) : undefined;
  const constraints: SqlConstraint[] = [];
  const own = column === undefined ? [] : [column];
  let nullable: boolean | undefined;
  let value: string | undefined;
  let comment: string | undefined;
  let isGenerated = type !== undefined && /SERIAL/.test(type.name);
  let constraintName: string | undefined;
  while (!cursor.isAtEnd) {
    if (cursor.take('CONSTRAINT')) {
      constraintName = cursor.identifier();
      continue;
    }
    if (cursor.take('NOT', 'NULL')) nullable = false;
    else if (cursor.take('NULL')) nullable = true;
    else if (cursor.take('DEFAULT')) value = readValue(cursor);
    else if (cursor.take('PRIMARY', 'KEY')) {
      constraints.push({ kind: 'primary', name: constraintName, columns: own });
      nullable = false;
    } else if (cursor.take('UNIQUE')) {
      cursor.take('KEY');
      constraints.push({ kind: 'unique', name: constraintName, columns: own });
    } else if (cursor.sees('REFERENCES')) constraints.push(readReferences(cursor, constraintName, own));
    else if (cursor.take('CHECK')) constraints.push(readCheck(cursor, constraintName));
    else if (cursor.take('AUTO_INCREMENT') || cursor.take('AUTOINCREMENT')) isGenerated = true;
    else if (cursor.take('GENERATED')) {
      isGenerated = true;
      cursor.take('ALWAYS');
      if (cursor.take('BY', 'DEFAULT')) cursor.take('ON', 'NULL');
      cursor.take('AS');
      cursor.take('IDENTITY');
      cursor.parentheses();
    } else if (cursor.take('AS')) {
      isGenerated = true;
      cursor.parentheses();
    } else if (cursor.take('COMMENT')) comment = cursor.next()?.value;
    else if (cursor.take('COLLATE')) cursor.name();
    else {
      cursor.next();
      continue;
    }
    constraintName = undefined;
  }
  return { type, nullable, default: isGenerated ? undefined : value, comment, isGenerated, constraints };
}

/** Reads an expression up to the next clause of the column. */
export function readValue(cursor: SqlCursor): string {
  const start = cursor.at;
  while (!cursor.isAtEnd) {
    const token = cursor.peek();
    if (token?.kind === 'symbol' && token.text === '(') {
      cursor.parentheses();
      continue;
    }
    const isFirst = cursor.at === start;
    if (token?.kind === 'word' && clauseWords.has(token.text) && !(isFirst && token.text === 'NULL')) break;
    cursor.next();
  }
  return cursor.source(start, cursor.at);
}

/** Reads `REFERENCES other (columns) …`. */
export function readReferences(
  cursor: SqlCursor,
  name: string | undefined,
  columns: readonly string[],
): SqlConstraint {
  cursor.take('REFERENCES');
  const table = cursor.name();
  const inner = cursor.parentheses();
  const referredColumns = inner ? namesWithin(cursor.within(inner)) : [];
  const start = cursor.at;
  for (;;) {
    if (cursor.take('MATCH')) cursor.next();
    else if (cursor.take('ON')) {
      cursor.next();
      if (!cursor.take('SET', 'NULL') && !cursor.take('SET', 'DEFAULT') && !cursor.take('NO', 'ACTION'))
        cursor.next();
    } else if (cursor.take('NOT', 'DEFERRABLE') || cursor.take('DEFERRABLE')) continue;
    else if (cursor.take('INITIALLY')) cursor.next();
    else break;
  }
  return { kind: 'foreign', name, columns, table, referredColumns, options: cursor.source(start, cursor.at) };
}

export function readCheck(cursor: SqlCursor, name: string | undefined): SqlConstraint {
  const inner = cursor.parentheses();
  const text = inner ? cursor.source(inner.start, inner.end) : '';
  while (cursor.take('NO', 'INHERIT') || cursor.take('NOT', 'ENFORCED') || cursor.take('ENFORCED'));
  return { kind: 'check', name, text };
}

/** The names between commas; an expression or an ordering is left out of them. */
export function namesWithin(cursor: SqlCursor): readonly string[] {
  return cursor.commaParts().flatMap((part) => {
    const name = cursor.within(part).identifier();
    return name === undefined ? [] : [name];
  });
}
