import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setup, suite, teardown, test } from 'mocha';
import { findToolCommands, isProgramThere } from '../../client/src/infrastructure/python/projectTools';

suite('tools that keep the packages of projects', () => {
  let folder = '';
  setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'tools-'));
  });
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  const write = (...paths: readonly string[]): void => {
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
  };

  test('each is known by its file, nearest first, not above the workspace folder', () => {
    write('poetry.lock', 'project/uv.lock', 'project/api/Pipfile', 'project/api/pyproject.toml');
    const found = findToolCommands(join(folder, 'project', 'api'), join(folder, 'project'));
    assert.deepEqual(
      found.map(({ file, words }) => [file, words.join(' ')]),
      [
        ['Pipfile', 'pipenv run alembic'],
        ['uv.lock', 'uv run alembic'],
      ],
    );
  });

  test('a program is there by its path, or by its name on the PATH it will be started with', () => {
    write('bin/tool');
    const PATH = [join(folder, 'none'), join(folder, 'bin')].join(delimiter);
    assert.equal(isProgramThere('tool', { PATH }), true);
    assert.equal(isProgramThere('tool', { PATH: join(folder, 'none') }), false);
    assert.equal(isProgramThere('tool', {}), false);
    assert.equal(isProgramThere(join(folder, 'bin', 'tool'), {}), true);
    assert.equal(isProgramThere(join(folder, 'tool'), { PATH }), false);
    assert.equal(isProgramThere('./tool', {}), true);
  });
});
