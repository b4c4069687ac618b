import { nameOf } from '../../operations/columnNames';
import type { Operation } from '../../operations/operation';
import { readOperations } from '../../operations/readOperations';
import { textOf } from '../../operations/value';
import type { TextRange } from '../../text/textRange';
import type { Dialect } from '../dialect';
import { applyRevision } from '../replay';
import type { ReplayedRevision } from '../replay';
import type { Schema } from '../schema';
import { tableKey } from '../schema';
import { SchemaBuilder } from '../schemaBuilder';
import { schemaDiff } from '../schemaDiff';
import type { SchemaDifference } from '../schemaDiff';
import { withDatabaseNames } from './databaseNames';

/** What a revision's own `downgrade` leaves otherwise than it was before `upgrade`. */
export interface DowngradeEffect {
  readonly differences: readonly SchemaDifference[];
  /** What fails, since it is about something that is not there. */
  readonly failures: readonly { readonly range: TextRange; readonly reason: string }[];
  /** What `downgrade` does. */
  readonly operations: readonly Operation[];
}

/**
 * Follows `upgrade` and then `downgrade` of one revision; undefined where something in one of them can't be
 * read. A strict `downgrade` fails wherever a database would let it fail.
 */
export function downgradeEffect(
  before: Schema,
  revision: ReplayedRevision,
  dialect: Dialect,
  { isStrict }: { readonly isStrict: boolean } = { isStrict: false },
): DowngradeEffect | undefined {
  const builder = new SchemaBuilder(before, dialect);
  const found = foundTables(before, revision, dialect);
  const up = followed(builder, revision, 'upgrade');
  if (up.failures.length > 0 || builder.build().unknownPlaces.length > before.unknownPlaces.length)
    return undefined;
  if (isStrict) builder.origin = before;
  const { operations, failures } = followed(builder, revision, 'downgrade');
  const after = builder.build();
  if (after.unknownPlaces.length > before.unknownPlaces.length + failures.length) return undefined;
  const isSure = (operation: Operation): boolean => {
    const { doubt, isLive } = operation.context;
    return doubt === undefined && !isLive;
  };
  if (![...up.operations, ...operations].every(isSure)) return undefined;
  const differences = schemaDiff(withDatabaseNames(before), withDatabaseNames(after)).filter(
    ({ certain, table, schema }) => certain && !found.has(tableKey(schema, table)),
  );
  return { differences, failures, operations };
}

/** Tables that `upgrade` drops and that no revision makes: what they were is not known. */
function foundTables(before: Schema, { text }: ReplayedRevision, dialect: Dialect): ReadonlySet<string> {
  const keys = readOperations(text, 'upgrade', { dialect }).flatMap((operation) => {
    if (operation.kind === 'call' && operation.name === 'drop_table') {
      const name = textOf(operation.arguments.get('table_name'));
      return name === undefined ? [] : [tableKey(nameOf(operation.arguments.get('schema')) ?? null, name)];
    }
    if (operation.kind !== 'sql') return [];
    return operation.statements.flatMap(({ action }) =>
      action.kind === 'drop-table'
        ? action.tables.flatMap(({ name, schema }) =>
            name === undefined ? [] : [tableKey(schema ?? null, name)],
          )
        : [],
    );
  });
  return new Set(keys.filter((key) => !before.tables.has(key)));
}

/** A difference as a sentence without its full stop. */
export function differenceText({ kind, what, table, name, before, after }: SchemaDifference): string {
  const thing =
    what === 'table' ? `the table ${table}` : `the ${what} ${name === null ? '' : `${name} `}of ${table}`;
  if (kind === 'added') return `${thing} stays`;
  if (kind === 'removed') return `${thing} does not come back`;
  return `${thing} becomes ${after ?? ''}, not ${before ?? ''}`;
}

function followed(
  builder: SchemaBuilder,
  revision: ReplayedRevision,
  direction: 'upgrade' | 'downgrade',
): Pick<DowngradeEffect, 'operations' | 'failures'> {
  const failures: { range: TextRange; reason: string }[] = [];
  const operations = applyRevision(builder, revision, {
    direction,
    onFailed: (failed, reason) => {
      const range = failed.at(-1)?.range;
      if (range) failures.push({ range, reason });
    },
  });
  return { operations, failures };
}
