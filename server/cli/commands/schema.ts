import { tableAnswers } from '../../core/answers/schemaAnswer';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { schemaMermaid } from '../../core/render/schemaMermaid';
import { schemaSql } from '../../core/render/schemaSql';
import { differencesText, schemaText } from '../../core/render/schemaText';
import type { Dialect } from '../../core/schema/dialect';
import { projectDialect } from '../../core/schema/projectDialect';
import type { Schema } from '../../core/schema/schema';
import { schemaAt } from '../../core/schema/schemaAt';
import { schemaDiff } from '../../core/schema/schemaDiff';
import { LineIndex } from '../../core/text/lineIndex';
import { visibleText } from '../../core/text/visibleText';
import type { CommandHost } from '../host';
import { refuseCurrent } from '../host';
import { namedRevisions, reasonOf } from '../namedRevisions';
import type { CommonOptions, EnvironmentAnswer } from '../report';
import { answerForEach } from '../report';
import { shownPath } from '../selectEnvironments';
import { finish } from '../../core/text/finish';

/** How a schema is printed. */
export const schemaFormats = ['text', 'json', 'sql', 'mermaid'] as const;

export interface SchemaOptions extends CommonOptions {
  readonly format: (typeof schemaFormats)[number];
  readonly diff?: string;
}

/** `alembic-ls schema [REV]`: the schema that a revision and its ancestors leave, that of all heads where none is named. */
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
): EnvironmentAnswer {
  const { dialect } = projectDialect(host.fileSystem, snapshot.environment.configuration, snapshot.files);
  const read = (
    identifier: string | undefined,
  ): { readonly ids: readonly string[]; readonly schema: Schema } | EnvironmentAnswer => {
    const named =
      identifier === undefined
        ? { ok: true as const, value: snapshot.map.realHeads }
        : namedRevisions(snapshot, [identifier]);
    if (!named.ok) {
      const { type, message } = named.error;
      return {
        keys: { error: { type, message } },
        text: `${visibleText(reasonOf(named.error))}\n`,
        failed: true,
      };
    }
    return { ids: named.value, schema: finish(schemaAt(snapshot, named.value, dialect)) };
  };
  const after = read(revision);
  if ('failed' in after) return after;
  const { ids, schema } = after;
  const unknown = unknownPlaces(host, options, snapshot, schema);
  const keys = { revision: ids, dialect, tables: tableAnswers(schema), unknown };
  if (options.diff === undefined)
    return {
      keys,
      text: options.json === true ? '' : shown(schema, options.format, dialect, unknown),
      failed: false,
    };
  const before = read(options.diff);
  if ('failed' in before) return before;
  const differences = schemaDiff(before.schema, schema);
  return {
    keys: { revision: ids, against: before.ids, dialect, differences, unknown },
    text: differencesText(differences),
    failed: false,
  };
}

function shown(
  schema: Schema,
  format: SchemaOptions['format'],
  dialect: Dialect,
  unknown: readonly { readonly file: string; readonly line: number; readonly what: string }[],
): string {
  if (format === 'sql') return schemaSql(schema, dialect);
  if (format === 'mermaid') return schemaMermaid(schema);
  const places = unknown.map(({ file, line, what }) => `  ${visibleText(`${file}:${line}: ${what}`)}\n`);
  return schemaText(schema) + (places.length > 0 ? `\nNot read:\n${places.join('')}` : '');
}

function unknownPlaces(
  host: CommandHost,
  options: SchemaOptions,
  snapshot: EnvironmentSnapshot,
  schema: Schema,
): readonly {
  readonly revision: string;
  readonly file: string;
  readonly line: number;
  readonly what: string;
}[] {
  const lines = new Map<string, LineIndex>();
  return schema.unknownPlaces.map(({ revision, file, range, what }) => {
    let index = lines.get(file);
    if (!index) lines.set(file, (index = new LineIndex(snapshot.filesByPath.get(file)?.text ?? '')));
    return { revision, file: shownPath(host, options, file), line: index.at(range.start).line + 1, what };
  });
}
