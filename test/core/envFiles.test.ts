import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import {
  fileWithUrl,
  filesThatSet,
  findEnvFiles,
  sourceOfUrl,
} from '../../client/src/infrastructure/alembic/output/envFiles';
import type { FoundEnvFile } from '../../client/src/infrastructure/alembic/output/envFiles';

suite('the env file that a failure leads to', () => {
  let top = '';
  setup(() => (top = mkdtempSync(join(tmpdir(), 'env-files-'))));
  teardown(() => rmSync(top, { recursive: true }));

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  };
  const find = (envFile = '', folder = 'backend'): readonly FoundEnvFile[] => {
    const workingDirectory = join(top, folder);
    const settings = {
      command: [],
      extraArguments: [],
      xArguments: [],
      env: {},
      interpreter: '',
      envFile,
      commandLines: {},
    };
    const place = {
      configFile: join(workingDirectory, 'alembic.ini'),
      workingDirectory,
      top,
      isElsewhere: false,
    };
    return findEnvFiles({ settings, place });
  };
  const names = (files: readonly FoundEnvFile[]): readonly string[] =>
    files.map(({ path }) => path.slice(top.length + 1));

  test('the nearest .env comes first, none from outside of the workspace', () => {
    write('.env', 'A=1');
    write('backend/.env', 'B=1');
    writeFileSync(join(dirname(top), '.env-of-nobody'), '');
    assert.deepEqual(names(find()), ['backend/.env', '.env']);
    assert.deepEqual(names(find('', '.')), ['.env']);
  });

  test('a file that the settings name is the only one', () => {
    write('.env', 'A=1');
    write('conf/dev.env', 'A=1');
    assert.deepEqual(names(find('conf/dev.env')), ['conf/dev.env']);
    assert.deepEqual(names(find('conf/gone.env')), []);
  });

  test('one with all of the missing variables is offered, whatever their case', () => {
    write('.env', 'DATABASE_URL=postgresql://me@db/shop\nSECRET=1\n');
    const files = find();
    assert.equal(filesThatSet(files, ['DATABASE_URL']).length, 1);
    assert.equal(filesThatSet(files, ['database_url', 'SECRET']).length, 1, 'fields of pydantic');
    assert.equal(filesThatSet(files, ['DATABASE_URL', 'OTHER']).length, 0);
    assert.equal(filesThatSet(find('.env'), ['DATABASE_URL']).length, 0, 'it is used already');
  });

  const refusals: readonly (readonly [url: string, reason: string, isSource: boolean])[] = [
    ['postgresql://app:x@db:5432/shop', 'password authentication failed for user "app"', true],
    ['postgresql://app:x@db:5432/shop', 'password authentication failed for user "other"', false],
    ['postgresql://app:x@db:5432/shop', 'database "shop" does not exist', true],
    ['postgresql://app:x@db:5432/shop', 'database "shopp" does not exist', false],
    [
      'postgresql://app@127.0.0.1:5999/shop',
      'connection to server at "127.0.0.1", port 5999 failed: refused',
      true,
    ],
    [
      'postgresql://app@127.0.0.1:5432/shop',
      'connection to server at "127.0.0.1", port 5999 failed: refused',
      false,
    ],
    ['mysql+pymysql://app@db.lan/shop', "Can't connect to MySQL server on 'db.lan' (refused)", true],
    ['mysql+pymysql://app@db.lan/shop', "Access denied for user 'app'@'10.0.0.1' (using password: NO)", true],
    ['redis://app@db.lan/1', "Access denied for user 'app'@'10.0.0.1'", false],
    ['http://127.0.0.1:5999/', 'connection to server at "127.0.0.1", port 5999 failed: refused', false],
    ['(+(', 'database "(+(" does not exist', false],
  ];
  for (const [url, reason, isSource] of refusals)
    test(`${url} ${isSource ? 'is' : 'is not'} what leads to: ${reason}`, () => {
      write('.env', `OTHER=1\nSHOP_DSN="${url}"\n`);
      assert.equal(sourceOfUrl(find(), reason)?.variable, isSource ? 'SHOP_DSN' : undefined);
    });

  test('a file about other things is not the one with the URL', () => {
    write('.env', 'DEBUG=1\n');
    assert.equal(fileWithUrl(find()), undefined);
    write('.env', 'DATABASE_URL=notaurl\n');
    assert.equal(fileWithUrl(find())?.path, join(top, '.env'));
  });

  test('a folder of that name, and one that is huge, are none', () => {
    mkdirSync(join(top, '.env'));
    write('backend/.env', 'A'.repeat(1_000_001));
    assert.deepEqual(names(find()), []);
  });
});
