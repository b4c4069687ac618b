import assert from 'node:assert/strict';
import { tableAnswers } from '../../../server/core/answers/schemaAnswer';
import { projectDialect } from '../../../server/core/schema/projectDialect';
import type { Schema } from '../../../server/core/schema/schema';
import { SchemaMemory, schemaAt } from '../../../server/core/schema/schemaAt';
import { discoverAtOnce } from '../../../server/core/project/discovery/discoverEnvironments';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { recordedAnswers } from '../../fixtures/recordedAnswers';
import { compareTables } from './compareTables';
import type { RecordedTable } from './compareTables';

interface SchemaRecord {
  readonly id: string;
  readonly dialect: string;
  readonly files: Readonly<Record<string, string>>;
  readonly revisions: readonly RecordedRevision[];
  readonly heads: Omit<RecordedRevision, 'revision' | 'ops'> & { readonly revisions: readonly string[] };
  readonly tables: readonly RecordedTable[];
}

interface RecordedRevision {
  readonly revision: string;
  readonly ops: readonly string[];
  readonly schema: readonly number[];
  readonly opaque?: readonly number[];
}

/**
 * Every how many histories one is read, so that the suite takes seconds; all of them with `ALL_SCHEMAS=1`.
 */
const step = process.env['ALL_SCHEMAS'] === '1' ? 1 : 9;

suite('recorded schemas', function () {
  this.timeout('10m');
  const records = (recordedAnswers<SchemaRecord>('schema.jsonl') ?? []).filter(
    (_, index) => index % step === 0,
  );
  const kinds = new Map<string, { equal: number; all: number }>();

  for (const record of records)
    test(record.id, () => {
      const counted = check(record);
      for (const [kind, isEqual] of counted) {
        const count = kinds.get(kind) ?? { equal: 0, all: 0 };
        kinds.set(kind, { equal: count.equal + Number(isEqual), all: count.all + 1 });
      }
    });

  suiteTeardown(() => {
    for (const [kind, { equal, all }] of [...kinds].sort((a, b) => b[1].all - a[1].all))
      console.log(`      ${kind}: ${equal} of ${all} revisions`);
  });
});

/**
 * Compares the schema after every revision and after all heads; gives the kinds of operations of each
 * revision and whether it is equal.
 */
function check(record: SchemaRecord): readonly (readonly [kind: string, isEqual: boolean])[] {
  const fileSystem = new MemoryFileSystem();
  for (const [path, text] of Object.entries(record.files)) fileSystem.write(`/project/${path}`, text);
  const [environment] = discoverAtOnce(fileSystem, '/project').environments;
  assert.ok(environment);
  const snapshot = buildSnapshotAtOnce({ environment, fileSystem, generation: 1 });
  const { dialect } = projectDialect(fileSystem, environment.configuration, snapshot.files);
  assert.equal(dialect, record.dialect);
  const memory = new SchemaMemory();
  const read = (ids: readonly string[]): Schema => {
    const steps = schemaAt(snapshot, ids, dialect, memory);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  };
  const kinds: (readonly [string, boolean])[] = [];
  const differences: string[] = [];
  for (const each of record.revisions) {
    const found = compare(record, each, read([each.revision]));
    for (const kind of new Set(each.ops)) kinds.push([kind, found.length === 0]);
    differences.push(...found.map((text) => `${each.revision} ${text}`));
  }
  differences.push(...compare(record, record.heads, read(snapshot.map.realHeads)));
  assert.deepEqual(differences, []);
  return kinds;
}

function compare(
  record: SchemaRecord,
  wanted: Pick<RecordedRevision, 'schema' | 'opaque'>,
  schema: Schema,
): readonly string[] {
  const key = (table: Pick<RecordedTable, 'schema' | 'name'>): string =>
    `${table.schema ?? ''}.${table.name}`;
  const printed = new Map(tableAnswers(schema).map((table) => [key(table), table]));
  const differences: string[] = [];
  for (const index of wanted.schema) {
    const table = record.tables[index];
    if (!table) continue;
    const found = printed.get(key(table));
    printed.delete(key(table));
    if (!found) differences.push(`${key(table)} is missing`);
    else if (found.certain)
      differences.push(...compareTables(table, found).map((text) => `${key(table)}: ${text}`));
    else if (wanted.opaque?.includes(index) !== true) differences.push(`${key(table)} is called uncertain`);
  }
  return [...differences, ...[...printed.keys()].map((name) => `${name} is not there`)];
}
