import { fileNameOf } from '../files/paths';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Dialect } from '../schema/dialect';
import type { ProjectDialect } from '../schema/projectDialect';
import type { Schema } from '../schema/schema';
import { FileLines } from '../text/fileLines';
import { visibleText } from '../text/visibleText';
import { schemaMermaid } from './schemaMermaid';
import { schemaSql } from './schemaSql';
import { noTables, schemaText, sortedTables } from './schemaText';

/** How a schema is shown as a document. */
export type SchemaDocumentFormat = 'sql' | 'text' | 'markdown';

/** The most places of those that could not be read that a document lists. */
const mostPlaces = 100;

const databases: Readonly<Record<Dialect, string>> = {
  postgresql: 'PostgreSQL',
  sqlite: 'SQLite',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
};

/**
 * A schema as a document to read. What could not be read stands before the tables, with its reason. No
 * revision is named, so that two documents differ only where the tables do.
 */
export function schemaDocument(
  snapshot: EnvironmentSnapshot,
  schema: Schema,
  { dialect, isKnown }: ProjectDialect,
  format: SchemaDocumentFormat,
): string {
  const notes = [
    'Read from the revision files; no database was asked.',
    `By the rules of ${databases[dialect]}${isKnown ? '' : ', since nothing tells the database'}.`,
    ...unreadLines(snapshot, schema),
  ];
  const isEmpty = sortedTables(schema).length === 0;
  if (format === 'markdown') {
    const diagram = isEmpty ? `${noTables(schema)}\n` : `\`\`\`mermaid\n${schemaMermaid(schema)}\`\`\`\n`;
    // In a block of code nothing of it is Markdown.
    const quoted = notes.map((line) => `    ${line}\n`).join('');
    return `${quoted}\n${diagram}`;
  }
  if (format === 'text') return `${notes.join('\n')}\n\n${schemaText(schema)}`;
  const comments = notes.map((line) => `-- ${line}\n`).join('');
  return `${comments}\n${isEmpty ? `-- ${noTables(schema)}\n` : schemaSql(schema, dialect)}`;
}

/** What could not be read, one line each. */
function unreadLines(
  { filesByPath }: EnvironmentSnapshot,
  { doubt, unknownPlaces }: Schema,
): readonly string[] {
  const lines = new FileLines((file) => filesByPath.get(file)?.readText());
  const shown = unknownPlaces.slice(0, mostPlaces).map(({ file, range, what }) => {
    const line = lines.at(file, range.start).line + 1;
    return visibleText(`Not read: ${fileNameOf(file)}:${line}: ${what}`);
  });
  const more = unknownPlaces.length - shown.length;
  return [
    ...(doubt === undefined ? [] : [visibleText(`There may be other tables than these: ${doubt}.`)]),
    ...shown,
    ...(more > 0 ? [`${more} more places were not read.`] : []),
  ];
}
