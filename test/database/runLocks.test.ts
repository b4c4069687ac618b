import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import type { DatabaseState } from '../../client/src/infrastructure/alembic/bridge/bridgeAnswers';
import { identify } from '../../client/src/infrastructure/alembic/process/processIdentity';
import type { ProcessIdentity } from '../../client/src/infrastructure/alembic/process/processIdentity';
import { RunLocks } from '../../client/src/infrastructure/alembic/process/runLocks';

const postgres: DatabaseState = {
  name: null,
  dialect: 'postgresql',
  driver: 'psycopg',
  url: 'postgresql+psycopg://me:***@localhost/app',
  host: 'localhost',
  port: null,
  database: 'app',
  user: 'me',
  versionTable: 'alembic_version',
  versionTableSchema: null,
  heads: [],
};
const sqlite: DatabaseState = {
  ...postgres,
  dialect: 'sqlite',
  driver: 'pysqlite',
  url: 'sqlite:///app.db',
  host: null,
  database: 'app.db',
  file: '/srv/app.db',
  user: null,
};

suite('two windows on one database', () => {
  let folder = '';
  const window = (name: string): RunLocks => new RunLocks(folder, name);

  setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'run-locks-'));
  });
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  const files = (): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name));
  /** As if another process had written the only note that there is. */
  const rewrite = (change: {
    readonly owner?: ProcessIdentity;
    readonly program?: ProcessIdentity;
  }): void => {
    const [file = ''] = files();
    const holder = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...holder, ...change }));
  };

  test('the second is told what runs and in which window, until it has ended', async () => {
    const first = await window('shop').take([postgres], 'Upgrading app to head');
    assert.deepEqual(first.others, []);
    const second = await window('web').take([postgres], 'Downgrading app to base');
    assert.deepEqual(
      second.others.map((other) => [other.title, other.window]),
      [['Upgrading app to head', 'shop']],
    );
    await second.release();
    await first.release();
    assert.deepEqual((await window('web').take([postgres], 'Downgrading app to base')).others, []);
  });

  const same: readonly {
    readonly title: string;
    readonly other: DatabaseState;
    readonly as: DatabaseState;
  }[] = [
    { title: 'another user', other: { ...postgres, user: 'you', url: null }, as: postgres },
    { title: 'the port that is meant anyway', other: { ...postgres, port: 5432 }, as: postgres },
    { title: 'another name of this machine', other: { ...postgres, host: '127.0.0.1' }, as: postgres },
    { title: 'another driver', other: { ...postgres, driver: 'asyncpg' }, as: postgres },
    { title: 'another path to the file', other: { ...sqlite, database: '../app.db' }, as: sqlite },
  ];
  for (const { title, other, as } of same) {
    test(`is the same with ${title}`, async () => {
      await window('shop').take([other], 'Upgrading');
      assert.equal((await window('web').take([as], 'Upgrading')).others.length, 1);
    });
  }

  const different: readonly {
    readonly title: string;
    readonly one: DatabaseState;
    readonly other: DatabaseState;
  }[] = [
    { title: 'another name', one: postgres, other: { ...postgres, database: 'other' } },
    { title: 'another port', one: postgres, other: { ...postgres, port: 5433 } },
    { title: 'another host', one: postgres, other: { ...postgres, host: 'db.example.org' } },
    { title: 'another file', one: sqlite, other: { ...sqlite, file: '/srv/other.db' } },
    ...[{ ...sqlite, file: null, database: null }].map((memory) => ({
      title: 'memory of its own',
      one: memory,
      other: memory,
    })),
  ];
  for (const { title, one, other } of different) {
    test(`is another with ${title}`, async () => {
      await window('shop').take([one], 'Upgrading');
      assert.deepEqual((await window('web').take([other], 'Upgrading')).others, []);
    });
  }

  test('of several databases one in common is enough', async () => {
    await window('shop').take([sqlite, postgres], 'Upgrading');
    assert.equal((await window('web').take([postgres], 'Upgrading')).others.length, 1);
  });

  test('nothing of a password or a user is written', async () => {
    await window('shop').take([postgres], 'Upgrading app to head');
    const written = files().map((file) => file + readFileSync(file, 'utf8'));
    assert.doesNotMatch(written.join('\n'), /me:|\*\*\*|localhost/);
  });

  test('a window that is gone is no window, and its note is removed', async () => {
    await window('shop').take([postgres], 'Upgrading');
    rewrite({ owner: { ...identify(process.pid), pid: spawnSync('true').pid } });
    assert.deepEqual((await window('web').take([postgres], 'Upgrading')).others, []);
    assert.equal(files().length, 1);
  });

  test('nor is another process that has the id of one that is gone', async function () {
    if (process.platform !== 'linux') this.skip();
    await window('shop').take([postgres], 'Upgrading');
    rewrite({ owner: { ...identify(process.pid), started: '1' } });
    assert.deepEqual((await window('web').take([postgres], 'Upgrading')).others, []);
  });

  test('nor one from before the machine was started', async () => {
    await window('shop').take([postgres], 'Upgrading');
    rewrite({ owner: { ...identify(process.pid), noted: 0 } });
    assert.deepEqual((await window('web').take([postgres], 'Upgrading')).others, []);
  });

  test('a program that outlives its window still counts, and no longer than it runs', async () => {
    const program = spawn('sleep', ['600']);
    const ended = new Promise((resolve) => program.on('exit', resolve));
    const first = await window('shop').take([postgres], 'Upgrading');
    await first.started(program.pid);
    rewrite({ owner: { ...identify(process.pid), pid: spawnSync('true').pid } });
    const second = await window('web').take([postgres], 'Upgrading');
    assert.equal(second.others.length, 1);
    await second.release();
    program.kill('SIGKILL');
    await ended;
    assert.deepEqual((await window('web').take([postgres], 'Upgrading')).others, []);
  });

  test('rubbish in the folder, and no folder at all, keep nobody from a run', async () => {
    await window('shop').take([postgres], 'Upgrading');
    writeFileSync(files()[0] ?? '', '{"owner": {"pid"');
    assert.deepEqual((await window('web').take([postgres], 'Upgrading')).others, []);
    writeFileSync(join(folder, 'file'), '');
    const nowhere = await new RunLocks(join(folder, 'file'), 'web').take([postgres], 'Upgrading');
    assert.deepEqual(nowhere.others, []);
    await nowhere.release();
  });
});
