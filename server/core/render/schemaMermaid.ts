import type { Schema, Table } from '../schema/schema';
import { mermaidText } from './mermaidText';
import { fullName, sortedTables } from './schemaText';

/** The tables of a schema and their foreign keys as an entity-relationship diagram of Mermaid. */
export function schemaMermaid(schema: Schema): string {
  const tables = sortedTables(schema);
  const lines = ['erDiagram'];
  for (const table of tables) {
    lines.push(`  ${entity(fullName(table))} {`);
    for (const { name, type } of table.columns) {
      const keys = keysOf(table, name);
      lines.push(`    ${word(type.text)} ${word(name)}${keys === '' ? '' : ` ${keys}`}`);
    }
    lines.push('  }');
  }
  for (const table of tables)
    for (const key of table.foreignKeys) {
      const target = fullName({ schema: key.referredSchema, name: key.referredTable });
      const required = key.columns.every(
        (column) => table.columns.find(({ name }) => name === column)?.nullable === false,
      );
      lines.push(
        `  ${entity(target)} ${required ? '||' : '|o'}--o{ ${entity(fullName(table))} : ${label(key.columns.join(', '))}`,
      );
    }
  return `${lines.join('\n')}\n`;
}

function keysOf(table: Table, column: string): string {
  const keys = [
    ...(table.primaryKey?.columns.includes(column) === true ? ['PK'] : []),
    ...(table.foreignKeys.some(({ columns }) => columns.includes(column)) ? ['FK'] : []),
    ...(table.uniqueConstraints.some(({ columns }) => columns.length === 1 && columns[0] === column)
      ? ['UK']
      : []),
  ];
  return keys.join(', ');
}

/** A name as Mermaid takes it for an entity. */
function entity(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : label(name);
}

/** A type or column: letters, digits and what Mermaid allows between them. */
function word(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9_()[\]-]+/g, '_').replace(/(?<!_)_+(?=\)|$)/g, '');
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

function label(text: string): string {
  return `"${mermaidText(text)}"`;
}
