import { namedRevisions } from '../history/namedRevisions';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Dialect } from '../schema/dialect';
import type { Schema, Table } from '../schema/schema';
import type { SchemaMemory } from '../schema/schemaAt';
import { schemaAt } from '../schema/schemaAt';
import { schemaDiff } from '../schema/schemaDiff';
import { FileLines } from '../text/fileLines';
import { finish } from '../text/finish';
import type { NoAnswer } from './noAnswer';
import { errorAnswer } from './noAnswer';

/** The schema that revisions and their ancestors leave. */
export interface RevisionSchema {
  readonly ids: readonly string[];
  readonly dialect: Dialect;
  readonly schema: Schema;
}

/** A place that could not be read, as JSON; the line is counted from one. */
export interface UnknownPlaceAnswer {
  readonly revision: string;
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** A schema as JSON. */
interface SchemaAnswer {
  readonly revision: readonly string[];
  readonly dialect: Dialect;
  readonly tables: readonly TableAnswer[];
  readonly unknown: readonly UnknownPlaceAnswer[];
}

/** The differences between two schemas as JSON. */
interface SchemaDiffAnswer {
  readonly revision: readonly string[];
  readonly against: readonly string[];
  readonly dialect: Dialect;
  readonly differences: ReturnType<typeof schemaDiff>;
  readonly unknown: readonly UnknownPlaceAnswer[];
}

/** The schema at the revisions that an identifier stands for; at all heads without one. */
export function readSchema(
  snapshot: EnvironmentSnapshot,
  identifier: string | undefined,
  dialect: Dialect,
): RevisionSchema | NoAnswer {
  return finish(readSchemaInSteps(snapshot, identifier, dialect));
}

/** The same in steps; `memory` spares the replay of what it knows. */
export function* readSchemaInSteps(
  snapshot: EnvironmentSnapshot,
  identifier: string | undefined,
  dialect: Dialect,
  memory?: SchemaMemory,
): Generator<void, RevisionSchema | NoAnswer> {
  const named =
    identifier === undefined
      ? { ok: true as const, value: snapshot.map.realHeads }
      : namedRevisions(snapshot, [identifier]);
  if (!named.ok) return errorAnswer(named.error);
  return { ids: named.value, dialect, schema: yield* schemaAt(snapshot, named.value, dialect, memory) };
}

/** `unknown` are the places of `unknownPlaces`. */
export function schemaAnswer(
  { ids, dialect, schema }: RevisionSchema,
  unknown: readonly UnknownPlaceAnswer[],
): SchemaAnswer {
  return { revision: ids, dialect, tables: tableAnswers(schema), unknown };
}

export function schemaDiffAnswer(
  before: RevisionSchema,
  after: RevisionSchema,
  unknown: readonly UnknownPlaceAnswer[],
): SchemaDiffAnswer {
  const { ids, dialect } = after;
  const differences = schemaDiff(before.schema, after.schema);
  return { revision: ids, against: before.ids, dialect, differences, unknown };
}

/** Places that could not be read; `shown` gives a path as it is shown. */
export function unknownPlaces(
  snapshot: EnvironmentSnapshot,
  schema: Schema,
  shown: (path: string) => string,
): readonly UnknownPlaceAnswer[] {
  const lines = new FileLines((file) => snapshot.filesByPath.get(file)?.readText());
  return schema.unknownPlaces.map(({ revision, file, range, what }) => ({
    revision,
    file: shown(file),
    line: lines.at(file, range.start).line + 1,
    what,
  }));
}

/** A table as the command line prints it. */
export interface TableAnswer {
  readonly schema: string | null;
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly nullable: boolean;
    readonly default: string | null;
  }[];
  readonly primaryKey: { readonly name: string | null; readonly columns: readonly string[] } | null;
  readonly uniqueConstraints: readonly {
    readonly name: string | null;
    readonly columns: readonly string[];
  }[];
  readonly foreignKeys: readonly {
    readonly name: string | null;
    readonly columns: readonly string[];
    readonly referredSchema: string | null;
    readonly referredTable: string;
    readonly referredColumns: readonly string[];
  }[];
  readonly checks: readonly { readonly name: string | null; readonly text: string }[];
  readonly indexes: readonly {
    readonly name: string | null;
    readonly columns: readonly (string | null)[];
    readonly unique: boolean;
  }[];
  /** False where something that could not be read touched the table. */
  readonly certain: boolean;
}

/** The tables of a schema as plain data, by schema and name. */
export function tableAnswers(schema: Schema): readonly TableAnswer[] {
  return [...schema.tables.values()]
    .filter(({ name }) => name !== 'alembic_version')
    .sort((a, b) => compare(a.schema ?? '', b.schema ?? '') || compare(a.name, b.name))
    .map(tableAnswer);
}

function tableAnswer(table: Table): TableAnswer {
  return {
    schema: table.schema,
    name: table.name,
    columns: table.columns.map(({ name, type, nullable, default: value }) => ({
      name,
      type: type.text,
      nullable,
      default: value,
    })),
    primaryKey: table.primaryKey && { name: table.primaryKey.name, columns: table.primaryKey.columns },
    uniqueConstraints: table.uniqueConstraints.map(({ name, columns }) => ({ name, columns })),
    foreignKeys: table.foreignKeys.map(
      ({ name, columns, referredSchema, referredTable, referredColumns }) => ({
        name,
        columns,
        referredSchema,
        referredTable,
        referredColumns,
      }),
    ),
    checks: table.checks.map(({ name, text }) => ({ name, text })),
    indexes: table.indexes.map(({ name, columns, unique }) => ({ name, columns, unique })),
    certain: table.doubt === undefined,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
