import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import { MariaDb } from '../fixtures/mariadb';
import { Postgres } from '../fixtures/postgres';

suite('database servers of the tests', () => {
  const usual = process.env['TMPDIR'];
  let own = '';

  // Other layers make folders in the usual one meanwhile.
  setup(() => {
    own = mkdtempSync(join(tmpdir(), 'servers-'));
    chmodSync(own, 0o755);
    process.env['TMPDIR'] = own;
  });
  teardown(() => {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
    rmSync(own, { recursive: true });
  });

  for (const { name, start } of [
    { name: 'postgres', start: () => Postgres.start() },
    { name: 'mariadb', start: () => MariaDb.start() },
  ]) {
    test(`${name} starts, keeps what it is told, and leaves nothing behind`, async () => {
      const server = await start();
      const database = server.createDatabase('kept');
      server.sql(database, 'CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (7)');
      assert.deepEqual(server.sql(database, 'SELECT id FROM t'), ['7']);
      assert.equal(readdirSync(own).filter((each) => each.startsWith(`${name}-`)).length, 1);
      await server.stop();
      assert.deepEqual(readdirSync(own), []);
      assert.throws(() => server.sql(database, 'SELECT 1'));
    });
  }
});
