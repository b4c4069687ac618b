import type { UnseenModelDto } from '../../../../server/protocol/unseenModels';
import type { DatabaseState, ModelDifference } from '../../infrastructure/alembic/bridge/bridgeAnswers';
import { databaseName, databaseNames } from '../../infrastructure/alembic/databases/databaseName';

/** What a check for drift came to. */
export interface Drift {
  /** Key and label of the environment. */
  readonly environment: string;
  readonly label: string;
  readonly databases: readonly DatabaseState[];
  readonly differences: readonly ModelDifference[];
  /** Models whose tables were not compared. */
  readonly unseen: readonly UnseenModelDto[];
  /** Real paths of the files that say what the models are. */
  readonly modelFiles: readonly string[];
  /** Clock time for people, such as 14:02. */
  readonly checkedAt: string;
}

/** The differences of one database. */
export interface DatabaseDrift {
  /** The database for people; null where there is only one, or where nobody knows which one differs. */
  readonly title: string | null;
  readonly tables: readonly TableDrift[];
}

/** The differences of one table. */
export interface TableDrift {
  /** Schema and name; null for what belongs to no table. */
  readonly table: string | null;
  readonly differences: readonly ModelDifference[];
}

/** The differences by database and table, in the order in which autogenerate found them. */
export function groupDrift({ databases, differences }: Drift): readonly DatabaseDrift[] {
  const isNamed = databases.length > 1 && differences.every(({ database }) => database !== null);
  if (!isNamed) return [{ title: null, tables: byTable(differences) }];
  return databases.map((database) => ({
    title: databaseName(database),
    tables: byTable(differences.filter((difference) => difference.database === database.name)),
  }));
}

/** A difference in a line: `add column books.subtitle`. */
export function describeDifference(difference: ModelDifference): string {
  const table = tableOf(difference) ?? '';
  const { operation, name } = difference;
  const subject = name === null ? table : table === '' ? name : `${table}.${name}`;
  return `${operation} ${subject}`.trim();
}

/** On which side something is that the other side has not; `changed` where both have it. */
export function sideOf({ operation }: ModelDifference): 'models' | 'database' | 'changed' {
  const [verb] = operation.split(' ');
  if (verb === 'add' || verb === 'create') return 'models';
  return verb === 'drop' || verb === 'remove' ? 'database' : 'changed';
}

/** What a person reads beside a difference. */
export function differenceDetail(difference: ModelDifference): string {
  const side = { models: 'only in the models', database: 'only in the database', changed: '' };
  return [difference.detail ?? '', side[sideOf(difference)]].filter(Boolean).join(' · ') || 'differs';
}

/** What differs without the table that it is in: `column subtitle`. */
export function differenceSubject({ operation, name, table }: ModelDifference): string {
  const kind = operation.replace(/^(add|create|drop|remove|alter|modify) /, '');
  const subject = name ?? (kind === 'table' ? table : null);
  return subject === null ? kind : `${kind} ${subject}`;
}

/** The databases for people, also where nobody knows what they are called. */
export function driftNames({ databases }: Pick<Drift, 'databases'>): string {
  return databases.length > 0 ? databaseNames(databases) : 'the database';
}

/** What is so, and when it was found; where `stale` says why it may not be so any more, what was so then. */
export function driftSentence(drift: Drift, stale: string | undefined): string {
  const names = driftNames(drift);
  const { length } = drift.differences;
  if (stale !== undefined) {
    const before =
      length === 0
        ? `${names} ${drift.databases.length > 1 ? 'were' : 'was'} what the models said`
        : `there ${length === 1 ? 'was' : 'were'} ${count(length)} between the models and ${names}`;
    return `Out of date: ${stale}. At ${drift.checkedAt} ${before}.`;
  }
  const found = length === 0 ? noDrift(drift) : `${count(length)} between the models and ${names}.`;
  return `${found} Checked at ${drift.checkedAt}.`;
}

/** The sentence of a check that found nothing. */
export function noDrift(drift: Pick<Drift, 'databases'>): string {
  return `No drift: ${driftNames(drift)} ${drift.databases.length > 1 ? 'are' : 'is'} what the models say.`;
}

/** `1 difference`, `3 differences`. */
export function count(differences: number): string {
  return differences === 1 ? '1 difference' : `${differences} differences`;
}

function byTable(differences: readonly ModelDifference[]): readonly TableDrift[] {
  const tables = new Map<string | null, ModelDifference[]>();
  for (const difference of differences) {
    const table = tableOf(difference);
    tables.set(table, [...(tables.get(table) ?? []), difference]);
  }
  return [...tables].map(([table, found]) => ({ table, differences: found }));
}

function tableOf({ schema, table }: ModelDifference): string | null {
  return table === null ? schema : [schema, table].filter((part) => part !== null).join('.');
}
