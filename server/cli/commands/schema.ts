import type { RevisionSchema, UnknownPlaceAnswer } from '../../core/answers/schemaAnswer';
import { readSchema, schemaAnswer, schemaDiffAnswer, unknownPlaces } from '../../core/answers/schemaAnswer';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { schemaMermaid } from '../../core/render/schemaMermaid';
import { schemaSql } from '../../core/render/schemaSql';
import { differencesText, schemaText } from '../../core/render/schemaText';
import { projectDialect } from '../../core/schema/projectDialect';
import { visibleText } from '../../core/text/visibleText';
import type { CommandHost } from '../host';
import { refuseCurrent } from '../host';
import type { CommonOptions, PrintedAnswer } from '../report';
import { answerForEach, failedAnswer } from '../report';
import { shownPath } from '../selectEnvironments';

/** How a schema is printed. */
export const schemaFormats = ['text', 'json', 'sql', 'mermaid'] as const;

export interface SchemaOptions extends CommonOptions {
  readonly format: (typeof schemaFormats)[number];
  readonly diff?: string;
}

/** `alembic-ls schema [REV]`: the schema after a revision and its ancestors; after all heads without REV. */
export async function schemaCommand(
  host: CommandHost,
  revision: string | undefined,
  given: SchemaOptions,
): Promise<number> {
  const options = { ...given, json: given.json === true || given.format === 'json' };
  refuseCurrent([revision, options.diff].filter((word) => word !== undefined));
  return await answerForEach(host, options, (snapshot) => answerSchema(host, options, snapshot, revision));
}

function answerSchema(
  host: CommandHost,
  options: SchemaOptions,
  snapshot: EnvironmentSnapshot,
  revision: string | undefined,
): PrintedAnswer {
  const { dialect } = projectDialect(host.fileSystem, snapshot.environment.configuration, snapshot.files);
  const after = readSchema(snapshot, revision, dialect);
  if (!('schema' in after)) return failedAnswer(after);
  const unknown = unknownPlaces(snapshot, after.schema, (path) => shownPath(host, options, path));
  if (options.diff === undefined)
    return {
      keys: { ...schemaAnswer(after, unknown) },
      text: options.json === true ? '' : printed(after, options.format, unknown),
      failed: false,
    };
  const before = readSchema(snapshot, options.diff, dialect);
  if (!('schema' in before)) return failedAnswer(before);
  const answer = schemaDiffAnswer(before, after, unknown);
  return { keys: { ...answer }, text: differencesText(answer.differences), failed: false };
}

function printed(
  { schema, dialect }: RevisionSchema,
  format: SchemaOptions['format'],
  unknown: readonly UnknownPlaceAnswer[],
): string {
  if (format === 'sql') return schemaSql(schema, dialect);
  if (format === 'mermaid') return schemaMermaid(schema);
  const places = unknown.map(({ file, line, what }) => `  ${visibleText(`${file}:${line}: ${what}`)}\n`);
  return schemaText(schema) + (places.length > 0 ? `\nNot read:\n${places.join('')}` : '');
}
