import type { ColumnType } from '../operations/columnType';
import type { Dialect } from './dialect';
import { isMysql } from './dialect';

const sqlNames: Readonly<Record<string, string>> = {
  Integer: 'INTEGER',
  BigInteger: 'BIGINT',
  SmallInteger: 'SMALLINT',
  String: 'VARCHAR',
  Unicode: 'VARCHAR',
  Text: 'TEXT',
  UnicodeText: 'TEXT',
  Boolean: 'BOOLEAN',
  Numeric: 'NUMERIC',
  Float: 'FLOAT',
  Double: 'DOUBLE PRECISION',
  Date: 'DATE',
  Time: 'TIME',
  DateTime: 'TIMESTAMP',
  Interval: 'INTERVAL',
  LargeBinary: 'BYTEA',
  Uuid: 'UUID',
};

/** The type in a statement of the dialect. */
export function sqlTypeName(type: ColumnType, dialect: Dialect): string {
  if (type.enumeration) {
    const { name, labels } = type.enumeration;
    if (dialect === 'postgresql' && name !== undefined) return quotedSqlName(name, dialect);
    return `ENUM(${labels?.map((label) => sqlText(label, dialect)).join(', ') ?? '…'})`;
  }
  if (type.item) return `${sqlTypeName(type.item, dialect)}[]`;
  const match = /^(\w+)(?:\((.*)\))?$/s.exec(type.text);
  const name = match?.[1] ?? type.text;
  const args = match?.[2] ?? '';
  const isZoned = args.includes('timezone=True');
  const plain = withoutFlags(args);
  const written = Object.hasOwn(sqlNames, name) ? (sqlNames[name] ?? name) : name;
  const own =
    written === 'BYTEA' && dialect !== 'postgresql'
      ? 'BLOB'
      : written === 'TIMESTAMP' && dialect !== 'postgresql'
        ? 'DATETIME'
        : written;
  return `${own}${plain === '' ? '' : `(${plain})`}${isZoned ? ' WITH TIME ZONE' : ''}`;
}

/** A name, with its schema or without, in quotes where it needs some. */
export function quotedSqlName(name: string, dialect: Dialect): string {
  const quote = isMysql(dialect) ? '`' : '"';
  return name
    .split('.')
    .map((part) =>
      /^[a-z_][a-z0-9_]*$/.test(part) ? part : quote + part.replaceAll(quote, quote + quote) + quote,
    )
    .join('.');
}

/** A text in quotes; in MySQL's a backslash is an escape. */
export function sqlText(text: string, dialect: Dialect): string {
  const doubled = text.replaceAll("'", "''");
  return `'${isMysql(dialect) ? doubled.replaceAll('\\', '\\\\') : doubled}'`;
}

/** Without `name=True`, and the comma in front of it. */
function withoutFlags(args: string): string {
  const parts = args.split(/(?<!\w)\w+=True/);
  return parts
    .map((part, index) => {
      const before = part.trimEnd();
      return index === parts.length - 1 ? part : before.endsWith(',') ? before.slice(0, -1) : before;
    })
    .join('')
    .trim();
}
