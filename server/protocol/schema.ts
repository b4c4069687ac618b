import type { RangeDto } from './range';
import type { RequestMethod } from './requestMethod';

/** The tables that revisions leave, as a text to read. Nothing is run, and no database is asked. */
export const readSchemaText: RequestMethod<SchemaTextParams, SchemaTextDto> = {
  method: 'alembicWorkbench/schemaText',
};

export interface SchemaTextParams {
  readonly environment: string;
  /** An id, or null for all heads. */
  readonly revision: string | null;
  readonly format: SchemaFormat;
}

/** `markdown` has the diagram of Mermaid in it. */
export const schemaFormats = ['sql', 'text', 'markdown'] as const;

export type SchemaFormat = (typeof schemaFormats)[number];

export type SchemaTextDto =
  | { readonly kind: 'schema'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknownEnvironment' };

/** The tables and columns that any revision names; null for an environment that is not there. */
export const listSchemaNames: RequestMethod<SchemaNamesParams, SchemaNamesDto | null> = {
  method: 'alembicWorkbench/schemaNames',
};

export interface SchemaNamesParams {
  readonly environment: string;
}

/** By name. */
export type SchemaNamesDto = readonly TableNamesDto[];

export interface TableNamesDto {
  readonly name: string;
  readonly columns: readonly string[];
  /** Whether the heads have the table; false where it was dropped or renamed. */
  readonly isThere: boolean;
}

/**
 * The operations that touch a table or column, the newest first; null for an environment that is not there.
 */
export const readTouches: RequestMethod<TouchesParams, readonly TouchDto[] | null> = {
  method: 'alembicWorkbench/touches',
};

export interface TouchesParams extends SchemaNamesParams {
  /** `TABLE`, `TABLE.COLUMN` or `SCHEMA.TABLE.COLUMN`. */
  readonly target: string;
}

export interface TouchDto {
  readonly id: string;
  /** First line; empty for what has none. */
  readonly message: string;
  readonly uri: string;
  readonly range: RangeDto;
  /** `add_column`, `ALTER TABLE` and so on. */
  readonly operation: string;
}
