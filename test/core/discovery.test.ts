import assert from 'node:assert/strict';
import { buildSnapshotAtOnce } from '../../server/core/project/buildSnapshot';
import {
  discoverAtOnce,
  environmentOfConfig,
} from '../../server/core/project/discovery/discoverEnvironments';
import { applyTextEdits } from '../../server/core/text/textEdit';
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

  test('a merge conflict in script.py.mako is said there, and either side can be kept', () => {
    const template = (middle: string) => `"""\${message}\n${middle}"""\n`;
    const text = template('<<<<<<< HEAD\nours\n||||||| 123\nbefore\n=======\ntheirs\n>>>>>>> other\n');
    const configFiles: readonly Record<string, string>[] = [
      { '/w/alembic.ini': '[alembic]\nscript_location = %(here)s/m\n' },
      {},
    ];
    for (const configFile of configFiles) {
      const files = new MemoryFileSystem({ ...configFile, ...scripts('/w/m'), '/w/m/script.py.mako': text });
      const [environment] = discoverAtOnce(files, '/w').environments;
      assert.ok(environment);
      assert.deepEqual(
        environment.configuration.problems.map(({ code, severity, file, range, fixes }) => ({
          code,
          severity,
          file,
          at: text.slice(range.start, range.end),
          kept: fixes.map(({ title, edits }) => [
            title,
            applyTextEdits(
              text,
              edits.map((edit) => ({ range: edit.range, newText: edit.newText })),
            ),
          ]),
        })),
        [
          {
            code: 'merge-conflict-markers',
            severity: 'warning',
            file: '/w/m/script.py.mako',
            at: '<<<<<<< HEAD',
            kept: [
              ['Keep ours (HEAD)', template('ours\n')],
              ['Keep theirs (other)', template('theirs\n')],
            ],
          },
        ],
      );
    }
  });

  test('code of the project that widens the version table is found', () => {
    const impl =
      'class Impl(PostgresqlImpl):\n    def version_table_impl(self, **kw):\n        return Table("alembic_version", MetaData(), Column("version_num", String(255), nullable=False))\n';
    const widthWith = (files: Record<string, string>) =>
      discoverAtOnce(
        new MemoryFileSystem({
          '/w/alembic.ini': '[alembic]\nscript_location = %(here)s/m\n',
          '/w/pyproject.toml': '',
          ...scripts('/w/m'),
          ...files,
        }),
        '/w',
      ).environments[0]?.configuration.versionWidth;
    assert.equal(widthWith({}), undefined);
    assert.equal(widthWith({ '/w/m/env.py': `from alembic import context\n${impl}` }), 255);
    assert.equal(widthWith({ '/w/app/db/impl.py': impl }), 255);
    assert.equal(widthWith({ '/w/app/db/impl.py': impl.replace('String(255)', 'String(WIDTH)') }), Infinity);
    assert.equal(
      widthWith({ '/w/app/health.py': 'db.execute(text("SELECT version_num FROM alembic_version"))\n' }),
      undefined,
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

  test('a path that holds in a container is the folder of the workspace that bears its name', () => {
    const files = new MemoryFileSystem({
      '/w/migrations/alembic.ini': '[alembic]\nscript_location = /usr/src/app/migrations\n',
      ...scripts('/w/migrations'),
      '/w/server/alembic.ini': '[alembic]\nscript_location = /srv/server/db\n',
      ...scripts('/w/server/db'),
      '/w/other.ini': '[alembic]\nscript_location = /usr/share/project/none\n',
    });
    const { environments, problems } = discoverAtOnce(files, '/w');
    assert.deepEqual(
      environments.map(({ key, configuration }) => [
        key,
        configuration.scriptDirectory,
        configuration.explanations,
      ]),
      [
        [
          '/w/migrations/alembic.ini#alembic',
          '/w/migrations',
          [
            'script_location is ‘/usr/src/app/migrations’, which is not on this machine; migrations is taken in its place.',
          ],
        ],
        [
          '/w/server/alembic.ini#alembic',
          '/w/server/db',
          [
            'script_location is ‘/srv/server/db’, which is not on this machine; server/db is taken in its place.',
          ],
        ],
      ],
    );
    assert.deepEqual(
      problems.map(({ code, file, severity }) => [code, file, severity]),
      [['config-missing-script-directory', '/w/other.ini', 'information']],
    );
    const named = environmentOfConfig(files, 'migrations/alembic.ini', 'alembic', '/w');
    assert.equal(named.configuration.scriptDirectory, '/w/migrations');
  });

  test('a config file that names a folder beats one from elsewhere that may mean it', () => {
    const files = new MemoryFileSystem({
      '/w/alembic.ini': '[alembic]\nscript_location = /srv/a/migrations\n',
      '/w/a/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
      ...scripts('/w/a/migrations'),
    });
    assert.deepEqual(
      discoverAtOnce(files, '/w').environments.map(({ key }) => key),
      ['/w/a/alembic.ini#alembic'],
    );
  });

  test('templates inside of a copied library are no environments', () => {
    const files = new MemoryFileSystem({
      '/w/libs/flask_migrate/templates/flask/alembic.ini.mako': '[alembic]\nfile_template = %%(rev)s\n',
      '/w/libs/flask_migrate/templates/flask/env.py': 'from alembic import context\n',
      '/w/libs/flask_migrate/templates/flask/script.py.mako': '',
    });
    assert.deepEqual(discoverAtOnce(files, '/w'), { environments: [], problems: [], workbench: [] });
  });

  test('an env.py that several environments share is none by itself', () => {
    const shared = {
      '/w/common/alembic.ini': '[alembic]\nscript_location = .\n',
      '/w/common/env.py': 'from alembic import context\n',
    };
    const keys = (files: Record<string, string>): readonly string[] =>
      discoverAtOnce(new MemoryFileSystem(files), '/w').environments.map(({ key }) => key);
    assert.deepEqual(keys(shared), ['/w/common/alembic.ini#alembic']);
    assert.deepEqual(keys({ ...shared, ...scripts('/w/db') }), ['/w/db/#']);
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
    assert.deepEqual([second.map.heads, second.map.loadError?.type], [['b'], 'SyntaxError']);
    fileSystem.write(path, `# edited\n${revision}`);
    const third = buildSnapshotAtOnce({ environment, fileSystem, generation: 3, previous: first, changes });
    assert.equal(third.map, first.map);
  });
});
