import assert from 'node:assert/strict';
import type { EnvironmentDto } from '../../server/protocol/environments';
import { driverInstall } from '../../client/src/infrastructure/alembic/output/driverInstall';
import { nextSteps } from '../../client/src/infrastructure/alembic/output/nextSteps';

suite('what a failed run leads to', () => {
  const steps = (message: string): string =>
    nextSteps(message, { key: 'shop' } as EnvironmentDto)
      .map(({ title }) => title)
      .join();

  test('tables that are there already, or not there', () => {
    for (const message of [
      '(sqlite3.OperationalError) table users already exists',
      '(psycopg2.errors.DuplicateTable) relation "users" already exists',
      '(psycopg.errors.UndefinedTable) relation "users" does not exist',
      '(1050, "Table \'users\' already exists")',
      "(1146, \"Table 'shop.users' doesn't exist\")",
      '(sqlite3.OperationalError) duplicate column name: phone',
      '(1060, "Duplicate column name \'phone\'")',
      'sqlite3.OperationalError: no such table: users',
    ])
      assert.equal(steps(message), 'Stamp…', message);
  });

  test("Alembic's own refusals", () => {
    assert.equal(steps("Can't locate revision identified by 'ae10'"), 'Find Revision…');
    assert.equal(steps('Target database is not up to date.'), 'Upgrade…');
    assert.equal(steps("Multiple head revisions are present for given argument 'head'"), 'Merge Heads…');
    assert.equal(steps('The script directory has multiple heads (due to branching)'), 'Merge Heads…');
    assert.equal(steps('ZeroDivisionError: division by zero'), '');
    assert.equal(steps('database "shop" does not exist'), '');
  });

  test('a missing driver is installed by a line for that very Python', () => {
    const line = (reason: string): string | undefined => driverInstall('/my venv/bin/python', reason);
    assert.equal(line("No module named 'psycopg2'"), "'/my venv/bin/python' -m pip install psycopg2-binary");
    assert.equal(line("No module named 'MySQLdb'"), "'/my venv/bin/python' -m pip install mysqlclient");
    assert.equal(line("No module named 'asyncpg'"), "'/my venv/bin/python' -m pip install asyncpg");
    assert.equal(line("No module named 'shop'"), undefined);
    assert.equal(line("Can't load plugin: sqlalchemy.dialects:oraclf"), undefined);
  });
});
