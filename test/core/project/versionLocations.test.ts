import assert from 'node:assert/strict';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import { discoverAtOnce } from '../../../server/core/project/discovery/discoverEnvironments';
import { whyPlanIsUndetermined } from '../../../server/core/history/undeterminedAnswers';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';
import { revisionText, tellWorkspace } from './tellWorkspace';

const flaskIni = '[alembic]\n# the program sets what matters\n[loggers]\nkeys = root\n';
const missing = "No revision here has the id 'c4415009f164', so it is not checked";

/** A Flask project whose one revision depends on one that is not here. */
const dependent = {
  'srv/__init__.py': '',
  'srv/migrations/alembic.ini': flaskIni,
  'srv/migrations/env.py': 'from alembic import context\n',
  'srv/migrations/script.py.mako': '',
  'srv/migrations/versions/a1.py': revisionText('5b1d90c7aa01', null),
  'srv/migrations/versions/b1.py': revisionText('7cfe02d1bb02', '5b1d90c7aa01', 'c4415009f164'),
};

suite('discovery: version locations that code sets', () => {
  const settings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'in the package around': {
      'srv/app.py':
        '@migrate.configure\ndef f(config):\n    config.set_main_option("version_locations", " ".join(x))\n',
    },
    'in a package beside': {
      'srv/db/places.py': 'cfg.set_section_option("alembic", "version_locations", x)\n',
    },
    'at the root': { 'manage.py': 'KEY = "version_locations"\ncfg.set_main_option(KEY, x)\n' },
    'in env.py': { 'srv/migrations/env.py': 'script.version_locations = [x]\n' },
    'in a dictionary': { 'srv/config.py': 'ALEMBIC = {"version_locations": [x]}\n' },
    'as a keyword': { 'srv/cli.py': 'ScriptDirectory(here, version_locations=places())\n' },
  };
  for (const [where, files] of Object.entries(settings))
    test(`${where}: an id that is not here is a hint`, () => {
      const [name = ''] = Object.keys(files);
      assert.deepEqual(tellWorkspace({ ...dependent, ...files }), [
        'srv/migrations/alembic.ini#alembic has 7cfe02d1bb02',
        `srv/migrations/versions/b1.py: hint[unknown-dependency] ${missing}: ${name} sets version_locations while it runs and may name other folders.`,
      ]);
    });

  test('also where the ini names locations', () => {
    const told = tellWorkspace({
      ...dependent,
      'srv/migrations/alembic.ini':
        '[alembic]\nversion_locations = %(here)s/versions,%(here)s/versions/imports\n',
      'srv/migrations/versions/imports/i1.py': revisionText('9ad1e0f3cc03', null),
      'srv/app.py': 'config.set_main_option("version_locations", x)\n',
    });
    assert.deepEqual(
      told.filter((line) => !line.includes('hint[unknown-dependency]')),
      ['srv/migrations/alembic.ini#alembic has 7cfe02d1bb02 9ad1e0f3cc03'],
    );
  });

  test('code that only reads or mentions them, and tests, set nothing', () => {
    const told = tellWorkspace({
      ...dependent,
      'srv/app.py': 'x = config.get_main_option("version_locations")\nversion_locations = config.get(x)\n',
      'srv/other.py': '# cfg.set_main_option("version_locations", x)\n',
      'srv/tests/test_app.py': 'cfg.set_main_option("version_locations", x)\n',
      'other/setup.py': '',
    });
    assert.match(told[1] ?? '', /error\[unknown-dependency\]/);
  });

  test('a plan that misses such an id is not known', () => {
    const fileSystem = new MemoryFileSystem();
    const files = { ...dependent, 'srv/app.py': 'config.set_main_option("version_locations", x)\n' };
    for (const [path, text] of Object.entries(files)) fileSystem.write(`/w/${path}`, text);
    const [environment] = discoverAtOnce(fileSystem, '/w').environments;
    assert.ok(environment);
    const snapshot = buildSnapshotAtOnce({ environment, fileSystem, generation: 1 });
    const error = snapshot.map.loadError;
    assert.equal(error?.type, 'KeyError');
    assert.equal(
      whyPlanIsUndetermined(snapshot, 'upgrade', 'heads', [], { ok: false, error }),
      "What would run can't be known, since the revision 'c4415009f164' is not here: srv/app.py sets version_locations while it runs and may name other folders.",
    );
  });

  const squashed = {
    'app/cli.py': 'cfg.set_main_option("version_locations", a + " " + b)\n',
    'app/migrations/alembic.ini': flaskIni,
    'app/migrations/env.py': '',
    'app/migrations/script.py.mako': '',
    'app/migrations/versions/0001.py': revisionText('9ad1e0f3cc03', null),
    'app/migrations/versions/new.py': revisionText('aad1e0f3dd04', '9ad1e0f3cc03'),
    'app/migrations/versions/legacy/l1.py': revisionText('5b1d90c7aa01', null),
    'app/migrations/versions/legacy/l3.py': revisionText('9ad1e0f3cc03', '5b1d90c7aa01'),
  };

  test('a history before a squash, which ends with an id of the new one, is left alone', () => {
    assert.deepEqual(tellWorkspace(squashed), ['app/migrations/alembic.ini#alembic has aad1e0f3dd04']);
  });

  test('folders beside it are read', () => {
    const told = tellWorkspace({
      ...squashed,
      'app/migrations/versions/more/deep/m.py': revisionText('bbd1e0f3dd05', 'aad1e0f3dd04'),
    });
    assert.deepEqual(told, ['app/migrations/alembic.ini#alembic has bbd1e0f3dd05']);
  });
});
