import type { Schema, Table } from '../schema/schema';
import { mermaidText } from './mermaidText';
import { fullName, sortedTables } from './schemaText';

/** The tables of a schema and their foreign keys as an entity-relationship diagram of Mermaid. */
export function schemaMermaid(schema: Schema): string {
  const tables = sortedTables(schema);
  const lines = ['erDiagram'];
  for (const table of tables) {
    lines.push(`  ${label(fullName(table))} {`);
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
        `  ${label(target)} ${required ? '||' : '|o'}--o{ ${label(fullName(table))} : ${label(key.columns.join(', '))}`,
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

/** A type or column: letters, digits and what Mermaid allows between them, and no word for a key. */
function word(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9_()[\]-]+/g, '_').replace(/(?<!_)_+(?=\)|$)/g, '');
  return /^[A-Za-z_]/.test(plain) && !/^[PFU]K$/i.test(plain) ? plain : `_${plain}`;
}

/** A text in quotes, so that a table may be called `class` or `style`. */
function label(text: string): string {
  return `"${mermaidText(text)}"`;
}
