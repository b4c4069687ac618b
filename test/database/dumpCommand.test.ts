import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import type { DatabaseState } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { dumpCommand } from '../../client/src/infrastructure/alembic/databases/dumpCommand';

suite('the line that backs a database up', () => {
  const state = (over: Partial<DatabaseState>): DatabaseState => ({
    ...{ name: null, dialect: 'postgresql', driver: null, url: 'postgresql://me:***@db/shop', host: 'db' },
    ...{ port: 5433, database: 'shop', user: 'me', versionTable: null, versionTableSchema: null, heads: [] },
    ...over,
  });

  test('names server, user and database, and no password', () => {
    assert.deepEqual(dumpCommand(state({}), 'shop.dump'), {
      program: 'pg_dump',
      arguments: [
        ...[
          '--format=custom',
          '--file=shop.dump',
          '--host=db',
          '--port=5433',
          '--username=me',
          '--dbname=shop',
        ],
      ],
    });
    const odd = dumpCommand(state({ database: "host=evil 'x" }), 'f')?.arguments.at(-1);
    assert.equal(odd, "--dbname=dbname='host=evil \\'x'");
    const mysql = dumpCommand(state({ dialect: 'mysql', host: '/run/my.sock' }), 'f');
    assert.equal(mysql?.program, 'mysqldump');
    assert.ok(mysql.arguments.includes('--socket=/run/my.sock'));
    assert.ok(!mysql.arguments.some((word) => word.startsWith('--port')));
    assert.equal(dumpCommand(state({ dialect: 'oracle' }), 'f'), undefined);
  });
});
