import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import type { DatabaseState } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { standing } from '../../client/src/infrastructure/alembic/databases/standing';

const at = (database: string, ...heads: readonly string[]): DatabaseState => ({
  name: null,
  dialect: 'postgresql',
  driver: 'psycopg',
  url: `postgresql+psycopg://db/${database}`,
  host: 'db',
  port: 5432,
  database,
  user: null,
  versionTable: 'alembic_version',
  versionTableSchema: null,
  heads,
});

const cases: readonly (readonly [what: string, databases: readonly DatabaseState[], told: string])[] = [
  ['one', [at('app', 'b2', 'a1')], 'It now stands at a1, b2.'],
  ['one without rows', [at('app')], 'It now stands at base.'],
  [
    'several at the same rows, in any order',
    [at('app', 'a1', 'b2'), at('log', 'b2', 'a1')],
    'It now stands at a1, b2.',
  ],
  [
    'several that differ',
    [at('app', 'b2'), at('log'), at('old', 'a1', 'c3')],
    'app now stands at b2; log now stands at base; old now stands at a1, c3.',
  ],
  [
    'rows that are together those of one',
    [at('app', 'a1', 'b2'), at('log', 'a1'), at('old', 'b2')],
    'app now stands at a1, b2; log now stands at a1; old now stands at b2.',
  ],
  [
    'several of one name',
    [at('app', 'b2'), { ...at('app'), versionTableSchema: 'tenant' }],
    'app now stands at b2; app (schema tenant) now stands at base.',
  ],
  ['none', [], ''],
];

suite('where databases stand after a run', () => {
  for (const [what, databases, told] of cases) test(what, () => assert.equal(standing(databases), told));
});
