import type { ColumnType } from '../operations/columnType';
import { arrayOf, ofEnumeration } from '../operations/columnType';
import { pythonRepr } from '../text/pythonText';
import { typeParameters } from '../operations/typeSignatures';
import { hole } from '../sql/hole';
import type { SqlType } from '../sql/sqlStatement';
import { isMysql } from './dialect';
import type { SchemaBuilder } from './schemaBuilder';

/** The class of a type of SQL, by its name; arguments are kept. */
const classes: Readonly<Record<string, string>> = {
  INTEGER: 'Integer',
  INT: 'Integer',
  INT4: 'Integer',
  MEDIUMINT: 'MEDIUMINT',
  SERIAL: 'Integer',
  SERIAL4: 'Integer',
  BIGINT: 'BigInteger',
  INT8: 'BigInteger',
  BIGSERIAL: 'BigInteger',
  SERIAL8: 'BigInteger',
  SMALLINT: 'SmallInteger',
  INT2: 'SmallInteger',
  SMALLSERIAL: 'SmallInteger',
  VARCHAR: 'String',
  'CHARACTER VARYING': 'String',
  'CHAR VARYING': 'String',
  TEXT: 'Text',
  CHAR: 'CHAR',
  CHARACTER: 'CHAR',
  BPCHAR: 'CHAR',
  BOOLEAN: 'Boolean',
  BOOL: 'Boolean',
  NUMERIC: 'Numeric',
  DECIMAL: 'Numeric',
  DEC: 'Numeric',
  FLOAT: 'Float',
  FLOAT8: 'Double',
  FLOAT4: 'REAL',
  REAL: 'REAL',
  DOUBLE: 'Double',
  'DOUBLE PRECISION': 'Double',
  DATE: 'Date',
  TIME: 'Time',
  TIMETZ: 'Time(timezone=True)',
  'TIME WITH TIME ZONE': 'Time(timezone=True)',
  DATETIME: 'DateTime',
  TIMESTAMP: 'DateTime',
  TIMESTAMPTZ: 'DateTime(timezone=True)',
  'TIMESTAMP WITH TIME ZONE': 'DateTime(timezone=True)',
  BLOB: 'LargeBinary',
  BYTEA: 'LargeBinary',
  UUID: 'Uuid',
  INTERVAL: 'Interval',
  JSON: 'JSON',
  JSONB: 'JSONB',
};

/** The type of a column that SQL describes; undefined where it is not known. */
export function sqlColumnType(builder: SchemaBuilder, type: SqlType | undefined): ColumnType | undefined {
  if (!type || type.written.includes(hole)) return undefined;
  const single = singleType(builder, type);
  return single && type.dimensions > 0 ? arrayOf(single) : single;
}

function singleType(builder: SchemaBuilder, type: SqlType): ColumnType | undefined {
  const name = type.name.toUpperCase();
  if (name === 'ENUM' && isMysql(builder.dialect)) {
    const labels = type.arguments.map((text) => text.replace(/^'|'$/g, '').replaceAll("''", "'"));
    return ofEnumeration({
      name: undefined,
      schema: undefined,
      labels,
      isNative: true,
      isCreatedByTable: false,
    });
  }
  const known = Object.hasOwn(classes, name) ? classes[name] : undefined;
  if (known !== undefined && (type.schema === undefined || type.schema === 'pg_catalog'))
    return withArguments(known, type);
  const enumeration =
    builder.dialect === 'postgresql'
      ? (builder.enumeration(type.name, type.schema) ??
        builder.enumeration(type.name.toLowerCase(), type.schema))
      : undefined;
  if (enumeration)
    return ofEnumeration({
      name: enumeration.name,
      schema: enumeration.schema ?? undefined,
      labels: enumeration.labels,
      isNative: true,
      isCreatedByTable: false,
    });
  const families = isMysql(builder.dialect) ? ['mysql'] : [builder.dialect];
  for (const family of ['', ...families])
    if (Object.hasOwn(typeParameters[family] ?? {}, name)) return withArguments(name, type);
  return { text: withArguments(type.name, type).text, path: type.written };
}

function withArguments(name: string, type: SqlType): ColumnType {
  const args = type.arguments.map((text) => (text.startsWith("'") ? pythonRepr(text.slice(1, -1)) : text));
  // Fractions of seconds of PostgreSQL are an argument that the general classes lack.
  const temporal = /^(?:DateTime|Time)(\(timezone=True\))?$/.exec(name);
  if (temporal && args.length > 0) {
    const class_ = name.startsWith('DateTime') ? 'TIMESTAMP' : 'TIME';
    return { text: `${class_}(${[...args, ...(temporal[1] ? ['timezone=True'] : [])].join(', ')})` };
  }
  const flags = type.isUnsigned ? ['unsigned=True'] : [];
  const shown = type.isUnsigned && name === 'Integer' ? 'INTEGER' : name;
  const all = [...args, ...flags];
  return { text: all.length > 0 ? `${shown}(${all.join(', ')})` : shown };
}
