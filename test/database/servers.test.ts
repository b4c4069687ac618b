import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { suite, test } from 'mocha';
import { MariaDb } from '../fixtures/mariadb';
import { Postgres } from '../fixtures/postgres';

suite('database servers of the tests', () => {
  for (const { name, start } of [
    { name: 'postgres', start: () => Postgres.start() },
    { name: 'mariadb', start: () => MariaDb.start() },
  ]) {
    test(`${name} starts, keeps what it is told, and leaves nothing behind`, async () => {
      const before = folders(name);
      const server = await start();
      const database = server.createDatabase('kept');
      server.sql(database, 'CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (7)');
      assert.deepEqual(server.sql(database, 'SELECT id FROM t'), ['7']);
      const [folder] = folders(name).filter((each) => !before.includes(each));
      assert.ok(folder && existsSync(`${tmpdir()}/${folder}`));
      await server.stop();
      assert.ok(!existsSync(`${tmpdir()}/${folder}`));
      assert.throws(() => server.sql(database, 'SELECT 1'));
    });
  }
});

function folders(name: string): readonly string[] {
  return readdirSync(tmpdir()).filter((each) => each.startsWith(`${name}-`));
}
