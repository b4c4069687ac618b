import assert from 'node:assert/strict';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import { discoverAtOnce } from '../../server/core/project/discovery/discoverEnvironments';
import { environmentWith } from '../fixtures/environmentWith';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';

const revision = "revision = 'a'\ndown_revision = None\n";
const scripts = (folder: string): Record<string, string> => ({
  [`${folder}/env.py`]: 'from alembic import context\n',
  [`${folder}/script.py.mako`]: '',
  [`${folder}/versions/a.py`]: revision,
});

suite('discovery', () => {
  test('ignored folders are left out unless a setting names the file', () => {
    const files = new MemoryFileSystem({
      '/w/.gitignore': 'build/\n',
      '/w/build/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
      ...scripts('/w/build/migrations'),
      ...scripts('/w/node_modules/x'),
      '/w/env/pyvenv.cfg': '',
      ...scripts('/w/env/lib/x'),
      ...scripts('/w/old/x'),
    });
    assert.deepEqual(discoverAtOnce(files, '/w', { exclude: ['**/old'] }).environments, []);
    const named = discoverAtOnce(files, '/w', { configFiles: [{ file: 'build/alembic.ini' }] });
    assert.deepEqual(
      named.environments.map(({ key }) => key),
      ['/w/build/alembic.ini#alembic'],
    );
  });

  test('what is wrong in a config file is said at its value', () => {
    const text =
      '[alembic]\nscript_location = %(here)s/m\npath_separator = os  # c\nversion_locations = %(here)s/m/versions:%(here)s/gone\ntruncate_slug_lenght = 3\n';
    const files = new MemoryFileSystem({ '/w/alembic.ini': text, ...scripts('/w/m') });
    const [environment] = discoverAtOnce(files, '/w').environments;
    assert.deepEqual(
      environment?.configuration.problems.map(({ code, range }) => [
        code,
        text.slice(range.start, range.end),
      ]),
      [
        ['config-unknown-separator', 'os  # c'],
        ['config-unknown-option', 'truncate_slug_lenght'],
      ],
    );
  });

  test('a missing script directory is a problem of the file', () => {
    const files = new MemoryFileSystem({ '/w/alembic.ini': '[alembic]\nscript_location = gone\n' });
    const { environments, problems } = discoverAtOnce(files, '/w');
    assert.deepEqual(
      [environments.length, problems.map(({ code }) => code)],
      [0, ['config-missing-script-directory']],
    );
  });
});

suite('snapshots', () => {
  test('an edit reads one file, and keeps the graph and the last good header', () => {
    const path = '/project/alembic/versions/a.py';
    const fileSystem = new MemoryFileSystem({
      [path]: revision,
      '/project/alembic/versions/b.py': "revision = 'b'\ndown_revision = 'a'\n",
    });
    const environment = environmentWith({});
    const first = buildSnapshotAtOnce({ environment, fileSystem, generation: 1 });
    fileSystem.write(path, "revision = 'a\ndown_revision = None\n");
    fileSystem.reads.length = 0;
    const changes = { contents: new Set([path]), listing: false };
    const second = buildSnapshotAtOnce({ environment, fileSystem, generation: 2, previous: first, changes });
    assert.deepEqual(fileSystem.reads, [path]);
    assert.equal(second.filesByPath.get(path)?.script, first.filesByPath.get(path)?.script);
    assert.deepEqual([second.map.heads, second.map.refusal?.type], [['b'], 'SyntaxError']);
    fileSystem.write(path, `# edited\n${revision}`);
    const third = buildSnapshotAtOnce({ environment, fileSystem, generation: 3, previous: first, changes });
    assert.equal(third.map, first.map);
  });
});
