import type { ColumnType } from '../../operations/columnType';
import { pythonRepr } from '../../text/pythonText';
import { typeParameters } from '../../operations/typeSignatures';
import type { Value } from '../../operations/value';
import type { Dialect } from '../dialect';
import { isMysql } from '../dialect';
import { columnsNamedIn, givenName } from '../objectNames';
import type { Column, ForeignKey, PrimaryKey, Table, TableIndex } from '../schema';
import type { PythonNames } from './pythonNames';
import { byKeyword, takesArguments } from './typeArguments';

/** Thrown where something can't be written, with the reason as a sentence without its full stop. */
export class NotWritable extends Error {}

/** Writes descriptions of tables as calls of SQLAlchemy. */
export class PythonSource {
  constructor(
    readonly names: PythonNames,
    readonly dialect: Dialect,
  ) {}

  /** `sa.Name`. */
  sa(name: string): string {
    return `${this.names.nameOf('sqlalchemy')}.${name}`;
  }

  list(names: readonly string[]): string {
    return `[${names.map(pythonRepr).join(', ')}]`;
  }

  /** A text of SQL as `sa.text(…)`; colons that would begin a parameter are escaped. */
  text(sql: string): string {
    return `${this.sa('text')}(${pythonRepr(sql.replace(/(?<![:\w\\]):(?=\w)/g, '\\:'))})`;
  }

  /** A default as `server_default` takes it. */
  default(sql: string): string {
    // Which SQLite does not know under that name.
    if (/^now\(\)$/i.test(sql)) return this.sa('func.now()');
    if (/^(?:true|false)$/i.test(sql)) return this.sa(`${sql.toLowerCase()}()`);
    const literal = /^'((?:[^']|'')*)'$/.exec(sql)?.[1];
    return literal === undefined ? this.text(sql) : pythonRepr(literal.replaceAll("''", "'"));
  }

  type(type: ColumnType): string {
    const { enumeration, item, path } = type;
    if (enumeration) return this.#enumeration(enumeration);
    const [, name = '', args = ''] = /^(\w+)(?:\(([^]*)\))?$/.exec(type.text) ?? [];
    if (item)
      return `${this.dialect === 'postgresql' ? this.#dialectType('ARRAY') : this.sa('ARRAY')}(${this.type(item)})`;
    const family = isMysql(this.dialect) ? 'mysql' : this.dialect;
    const isGeneral = takesArguments(typeParameters['']?.[name], args);
    const own = isGeneral || path !== undefined ? args : byKeyword(typeParameters[family]?.[name], args);
    const all = [own, ...(type.collation === undefined ? [] : [`collation=${pythonRepr(type.collation)}`])];
    const written = `(${all.filter((each) => each !== '').join(', ')})`;
    if (path !== undefined) {
      if (path.startsWith('.') || !path.includes('.') || args.includes('…'))
        throw new NotWritable(`The type ${type.text} is one of the project`);
      return `${this.names.nameOf(path)}${written}`;
    }
    if (isGeneral) return `${this.sa(name)}${written}`;
    return `${this.#dialectType(name)}${written}`;
  }

  #dialectType(name: string): string {
    const family = isMysql(this.dialect) ? 'mysql' : this.dialect;
    if (!Object.hasOwn(typeParameters[family] ?? {}, name))
      throw new NotWritable(`The type ${name} is not known`);
    return `${this.names.nameOf(`sqlalchemy.dialects.${family}`)}.${name}`;
  }

  #enumeration({ name, labels, schema, isNative }: NonNullable<ColumnType['enumeration']>): string {
    if (!labels) throw new NotWritable('The values of an enumeration are not known');
    const parts = [
      ...labels.map(pythonRepr),
      ...(name === undefined ? [] : [`name=${pythonRepr(name)}`]),
      ...(schema === undefined ? [] : [`schema=${pythonRepr(schema)}`]),
    ];
    // The type of PostgreSQL is made and dropped by itself.
    if (this.dialect === 'postgresql' && isNative)
      return `${this.#dialectType('ENUM')}(${[...parts, 'create_type=False'].join(', ')})`;
    return `${this.sa('Enum')}(${[...parts, ...(isNative ? [] : ['native_enum=False'])].join(', ')})`;
  }

  /** A `Column(…)` without constraints. */
  column(column: Column, table: Table): string {
    const { name, type, nullable, default: value, generated, comment } = column;
    const parts = [pythonRepr(name), this.type(type)];
    if (generated && generated.kind !== 'serial') {
      if (!generated.value) throw new NotWritable(`What generates the column ${name} is not known`);
      parts.push(this.value(generated.value));
    }
    const key = table.primaryKey?.columns ?? [];
    const isKey = key.includes(name);
    if (
      isKey &&
      key.length === 1 &&
      generated === null &&
      this.dialect !== 'sqlite' &&
      /^(?:Big|Small)?Integer$/.test(type.text)
    )
      parts.push('autoincrement=False');
    if (value !== null) parts.push(`server_default=${this.default(value)}`);
    parts.push(`nullable=${nullable ? 'True' : 'False'}`);
    if (comment !== null) parts.push(`comment=${pythonRepr(comment)}`);
    return `${this.sa('Column')}(${parts.join(', ')})`;
  }

  named(name: string | null): readonly string[] {
    return name === null ? [] : [`name=${this.#final(name)}`];
  }

  /** A name that no naming convention changes. */
  #final(name: string): string {
    return `${this.names.nameOf('alembic.op')}.f(${pythonRepr(name)})`;
  }

  name(name: string | null): string {
    return name === null ? 'None' : this.#final(name);
  }

  /**
   * The name of a constraint in `create_table`: one that the database gave under other names of table or
   * columns would be another now.
   */
  #nameInTable(
    table: Table,
    each: { readonly name: string | null; readonly databaseName: string | null },
    kind: 'primary' | 'unique' | 'foreign' | 'check',
    columns: readonly string[],
  ): readonly string[] {
    if (each.name !== null || each.databaseName === null) return this.named(each.name);
    const bare = { ...table, primaryKey: null, uniqueConstraints: [], foreignKeys: [], checks: [] };
    const given = givenName(this.dialect, bare, { kind, columns }, () => false);
    return given === each.databaseName ? [] : this.named(each.databaseName);
  }

  /** Everything that stands between the parentheses of `create_table` behind the name. */
  tableItems(table: Table): readonly string[] {
    const columns = (names: readonly string[]): string => names.map(pythonRepr).join(', ');
    return [
      ...table.columns.map((column) => this.column(column, table)),
      ...(table.primaryKey ? [this.#primaryKey(table, table.primaryKey)] : []),
      ...table.uniqueConstraints.map((each) => {
        const name = this.#nameInTable(table, each, 'unique', each.columns);
        return `${this.sa('UniqueConstraint')}(${[columns(each.columns), ...name].join(', ')})`;
      }),
      ...table.foreignKeys.map((key) =>
        this.foreignKeyConstraint(key, this.#nameInTable(table, key, 'foreign', key.columns)),
      ),
      ...table.checks.map((check) => {
        const name = this.#nameInTable(table, check, 'check', columnsNamedIn(check.text, table));
        return `${this.sa('CheckConstraint')}(${[this.condition(check.text), ...name].join(', ')})`;
      }),
    ];
  }

  #primaryKey(table: Table, key: PrimaryKey): string {
    const columns = key.columns.map(pythonRepr).join(', ');
    const name = this.#nameInTable(table, key, 'primary', key.columns);
    return `${this.sa('PrimaryKeyConstraint')}(${[columns, ...name].join(', ')})`;
  }

  uniqueConstraint(columns: readonly string[]): string {
    return `${this.sa('UniqueConstraint')}(${columns.map(pythonRepr).join(', ')})`;
  }

  checkConstraint(text: string, name: string | null): string {
    return `${this.sa('CheckConstraint')}(${[this.condition(text), ...this.named(name)].join(', ')})`;
  }

  condition(text: string): string {
    // A text is taken for SQL by itself, in which a colon begins a parameter.
    return pythonRepr(text.replace(/(?<![:\w\\]):(?=\w)/g, '\\:'));
  }

  foreignKeyConstraint(key: ForeignKey, name = this.named(key.name)): string {
    const target =
      key.referredSchema === null ? key.referredTable : `${key.referredSchema}.${key.referredTable}`;
    const parts = [
      this.list(key.columns),
      this.list(key.referredColumns.map((column) => `${target}.${column}`)),
      ...name,
      ...this.foreignKeyOptions(key),
    ];
    return `${this.sa('ForeignKeyConstraint')}(${parts.join(', ')})`;
  }

  /**
   * A foreign key among the arguments of the new table of a batch, which does not look for the referred
   * table by its name.
   */
  foreignKeyOfBatch(key: ForeignKey): string {
    const schema = key.referredSchema === null ? [] : [`schema=${pythonRepr(key.referredSchema)}`];
    const targets = key.referredColumns.map((column) => {
      const own = `${this.sa('Column')}(${pythonRepr(column)})`;
      const items = [pythonRepr(key.referredTable), `${this.sa('MetaData')}()`, own, ...schema];
      return `${this.sa('Table')}(${items.join(', ')}).c[${pythonRepr(column)}]`;
    });
    const parts = [this.list(key.columns), `[${targets.join(', ')}]`, ...this.foreignKeyOptions(key)];
    return `${this.sa('ForeignKeyConstraint')}(${parts.join(', ')})`;
  }

  foreignKeyOptions(key: ForeignKey): readonly string[] {
    return [...key.options]
      .filter(([name]) => name !== 'use_alter')
      .map(
        ([name, value]) =>
          `${name}=${typeof value === 'boolean' ? (value ? 'True' : 'False') : pythonRepr(value)}`,
      );
  }

  /** What an index is over, as `create_index` takes it. */
  indexColumns(index: TableIndex): string {
    const parts = index.columns.map((column, at) => {
      if (column !== null && index.expressions[at] === column) return pythonRepr(column);
      const expression = index.expressions[at];
      if (expression === undefined || expression === '…')
        throw new NotWritable(`What the index ${index.name ?? ''} is over is not known`);
      return this.text(expression);
    });
    return `[${parts.join(', ')}]`;
  }

  /** The options of an index, `CONCURRENTLY` and `IF NOT EXISTS` aside. */
  indexOptions(index: TableIndex): readonly string[] {
    const options = [...index.options]
      .filter(([name]) => !/concurrently$|^(?:if_not_exists|unique)$/.test(name))
      .map(([name, value]) => `${name}=${this.value(value)}`);
    if (index.where !== null)
      options.push(`${isMysql(this.dialect) ? 'mysql' : this.dialect}_where=${this.text(index.where)}`);
    return options;
  }

  /** A value of another revision as source. */
  value(value: Value): string {
    switch (value.kind) {
      case 'none':
        return 'None';
      case 'boolean':
        return value.value ? 'True' : 'False';
      case 'number':
        return value.source;
      case 'string':
        return pythonRepr(value.value);
      case 'list': {
        if (value.doubt !== undefined || value.form === 'set') break;
        const items = value.items.map((item) => this.value(item)).join(', ');
        return value.form === 'list' ? `[${items}]` : `(${items}${value.items.length === 1 ? ',' : ''})`;
      }
      case 'dictionary': {
        if (value.doubt !== undefined) break;
        const entries = [...value.entries].map(
          ([key, each]) => `${typeof key === 'string' ? pythonRepr(key) : String(key)}: ${this.value(each)}`,
        );
        return `{${entries.join(', ')}}`;
      }
      case 'reference':
        return this.#reference(value.path);
      case 'construct': {
        if (value.doubt !== undefined) break;
        const args = [
          ...value.positional.map((each) => this.value(each)),
          ...[...value.keywords].map(([name, each]) => `${name}=${this.value(each)}`),
        ];
        if (!value.receiver) return `${this.#reference(value.path)}(${args.join(', ')})`;
        const method = value.path.slice(value.path.lastIndexOf('.') + 1);
        return `${this.value(value.receiver)}.${method}(${args.join(', ')})`;
      }
      case 'method':
        return `${this.value(value.of)}.${value.name}`;
      case 'special':
      case 'batch':
      case 'manager':
      case 'function':
      case 'class':
      case 'unknown':
        break;
    }
    throw new NotWritable('A part of the definition is not known');
  }

  #reference(path: string): string {
    if (path.startsWith('builtins.')) return path.slice('builtins.'.length);
    const dialect = /^(sqlalchemy\.dialects\.\w+)\.(.+)$/.exec(path);
    if (dialect) return `${this.names.nameOf(dialect[1] ?? '')}.${dialect[2] ?? ''}`;
    if (path.startsWith('sqlalchemy.')) return this.sa(path.slice('sqlalchemy.'.length));
    throw new NotWritable(`${path} is not known here`);
  }
}
