import assert from 'node:assert/strict';
import { revisionText, tellWorkspace } from './tellWorkspace';

const scripts = {
  'm/env.py': 'from alembic import context\nconfig = context.config\n',
  'm/script.py.mako': '',
};
const one = { ...scripts, 'm/versions/a.py': revisionText('5b1d90c7aa01', null) };
const two = { ...one, 'm/versions/b.py': revisionText('7cfe02d1bb02', '5b1d90c7aa01') };
const ini = (...lines: readonly string[]): Record<string, string> => ({
  'alembic.ini': `[alembic]\nscript_location = %(here)s/m\n${lines.join('\n')}\n`,
});
const findings = (...args: Parameters<typeof tellWorkspace>): readonly string[] =>
  tellWorkspace(...args).filter((line) => line.includes(']'));

suite('discovery: folders of revisions', () => {
  test('those beside env.py are named, whatever they are called', () => {
    const folders = {
      ...scripts,
      'm/sqlite_versions/a.py': revisionText('5b1d90c7aa01', null),
      'm/old_versions/b.py': revisionText('7cfe02d1bb02', null),
      'm/helpers/c.py': 'x = 1\n',
    };
    assert.deepEqual(findings({ ...folders, ...ini('version_locations = versions') }), [
      'alembic.ini: warning[config-missing-version-location] The version location ‘versions’ does not exist, so no revisions are read from it; beside env.py, old_versions, sqlite_versions hold some: name them in version_locations.',
    ]);
    assert.deepEqual(findings({ ...folders, ...ini() }), [
      'alembic.ini: warning[config-missing-version-location] Alembic reads no revisions here, since version_locations is not set and there is no folder versions; beside env.py, old_versions, sqlite_versions hold some: name them in version_locations.',
    ]);
  });

  test('where code sets the locations, each of them is an environment', () => {
    const told = tellWorkspace({
      ...scripts,
      ...ini(),
      'm/env.py': 'script.version_locations = [dialect]\n',
      'm/lite/a.py': revisionText('5b1d90c7aa01', null),
      'm/postgres/b.py': revisionText('7cfe02d1bb02', null),
    });
    assert.deepEqual(told, [
      'alembic.ini#alembic:lite has 5b1d90c7aa01',
      'alembic.ini#alembic:postgres has 7cfe02d1bb02',
    ]);
  });

  test('more of them than any project has are not all read, and what is not read is not called missing', () => {
    const wide = (count: number): Record<string, string> => ({
      ...scripts,
      ...ini('version_locations = %(here)s/m/versions', 'recursive_version_locations = true'),
      'm/versions/a.py': revisionText('5b1d90c7aa01', '7cfe02d1bb02'),
      'm/versions/z/b.py': revisionText('7cfe02d1bb02', null),
      ...Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`m/versions/f${String(at)}/notes.txt`, '']),
      ),
    });
    assert.deepEqual(tellWorkspace(wide(1998)), ['alembic.ini#alembic has 5b1d90c7aa01']);
    assert.deepEqual(tellWorkspace(wide(1999)), [
      'alembic.ini#alembic has 5b1d90c7aa01',
      "m/versions/a.py: hint[unknown-down-revision] No revision here has the id '7cfe02d1bb02', so it is not checked: a folder that is not read may have it.",
      'alembic.ini: warning[config-invalid-value] There are more than 2000 folders below the version locations, and the rest is not read; name folders that hold revisions alone.',
    ]);
  });

  test('one real folder is one environment', () => {
    const store = { 'real/versions_store/a.py': revisionText('5b1d90c7aa01', null) };
    assert.deepEqual(
      tellWorkspace({ ...scripts, ...ini(), ...store }, { 'm/versions': '../real/versions_store' }),
      ['alembic.ini#alembic has 5b1d90c7aa01'],
    );
    const linked = {
      'alembic.ini': '[alembic]\nscript_location = link\n',
      'other.ini': '[alembic]\nscript_location = m\n',
    };
    assert.deepEqual(tellWorkspace({ ...one, ...linked }, { link: 'm' }), [
      'alembic.ini#alembic has 5b1d90c7aa01',
    ]);
  });

  test('a location that is named twice is said once for each time too many', () => {
    const told = findings(
      {
        ...two,
        ...ini('version_locations = %(here)s/m/versions m/versions/ ./m/../m/versions link gone gone'),
        'other/x.ini': '',
      },
      { link: 'm/versions' },
    );
    const same = (value: string): string =>
      `alembic.ini: warning[config-duplicate-location] ‘${value}’ is the same folder as ‘m/versions’, so Alembic warns on every command that its files are loaded twice; remove it.`;
    assert.deepEqual(
      told.filter((line) => line.includes('duplicate')),
      [same('m/versions/'), same('./m/../m/versions'), same('link')],
    );
  });

  test('so is one below another that is read recursively', () => {
    const nested = { ...two, 'm/versions/sub/c.py': revisionText('9ad1e0f3cc03', '7cfe02d1bb02') };
    const lines = ['path_separator = space', 'version_locations = m/versions/sub m/versions'];
    assert.deepEqual(findings({ ...nested, ...ini(...lines) }), []);
    assert.deepEqual(findings({ ...nested, ...ini(...lines, 'recursive_version_locations = true') }), [
      'alembic.ini: warning[config-duplicate-location] ‘m/versions/sub’ lies below the recursively read ‘m/versions’, so Alembic warns on every command that its files are loaded twice; remove it.',
    ]);
  });

  test('a location that holds env.py is wrong', () => {
    const flat = { ...scripts, 'm/a.py': revisionText('5b1d90c7aa01', null) };
    const file =
      'm/env.py: error[missing-revision-header] This is env.py and no revision, but its folder is read as a version location, so every Alembic command fails: name a folder in version_locations that holds revisions alone.';
    const config = (value: string): string =>
      `alembic.ini: error[config-invalid-value] The version location ‘${value}’ holds env.py, which Alembic loads as a revision, so every command fails; name a folder that holds revisions alone.`;
    assert.deepEqual(findings({ ...flat, ...ini('version_locations = m') }), [file, config('m')]);
    assert.deepEqual(
      findings({ ...one, ...ini('version_locations = .', 'recursive_version_locations = true') }),
      [file, config('.')],
    );
  });

  test('the same id in files of the same name is told by their folders', () => {
    const told = findings({
      ...two,
      ...ini('version_locations = m/versions more'),
      'more/b.py': revisionText('7cfe02d1bb02', '5b1d90c7aa01'),
    });
    assert.match(told[0] ?? '', /declared by 'more\/b\.py' too/);
    assert.match(told[1] ?? '', /declared by 'versions\/b\.py' too/);
  });

  test('a variable of a shell is filled in by nothing', () => {
    for (const value of ['${APP_DIR}/m', '$APP_DIR/m', '~/m'])
      assert.match(
        findings({ ...one, 'alembic.ini': `[alembic]\nscript_location = ${value}\n` })[0] ?? '',
        /^alembic\.ini: error\[config-missing-script-directory\] Nothing fills in the variable of script_location/,
      );
    assert.deepEqual(findings({ ...one, 'alembic.ini': '[alembic]\nscript_location = {alembic_dir}\n' }), []);
  });
});

suite('discovery: packages', () => {
  const site = '.venv/lib/python3.12/site-packages';
  const framework = {
    '.venv/pyvenv.cfg': 'home = /usr/bin\n',
    [`${site}/framework/db/alembic/env.py`]: '',
    [`${site}/framework/db/alembic/versions/f1.py`]: revisionText('fc3a254ca061', null),
    'src/shop/db/alembic/versions/s1.py': revisionText('6e1d2c3b0aa1', null),
  };
  const shop = {
    'shop.ini':
      '[alembic]\nscript_location = framework.db:alembic\nprepend_sys_path = src\nversion_locations = shop.db:alembic/versions framework.db:alembic/versions\n',
  };

  test('of virtual environments are found', () => {
    assert.deepEqual(tellWorkspace({ ...framework, ...shop }), [
      'shop.ini#alembic has 6e1d2c3b0aa1 fc3a254ca061',
    ]);
    const moved = Object.fromEntries(
      Object.entries(framework).map(([path, text]) => [
        path.replace('.venv/lib/python3.12', 'tools/py/Lib'),
        text,
      ]),
    );
    const { '.venv/pyvenv.cfg': mark = '', ...others } = moved;
    assert.deepEqual(
      tellWorkspace({
        ...others,
        'tools/py/pyvenv.cfg': mark,
        'tools/shop.ini': shop['shop.ini'].replace('= src', '= ../src'),
      }),
      ['tools/shop.ini#alembic has 6e1d2c3b0aa1 fc3a254ca061'],
    );
  });

  test('that are installed for editing are found by their .pth file', () => {
    assert.deepEqual(
      tellWorkspace(
        {
          '.venv/pyvenv.cfg': '',
          [`${site}/_corp.pth`]: 'import x\n../../../../../elsewhere/corp/src\n',
          'alembic.ini': '[alembic]\nscript_location = corp:migrations\n',
        },
        { elsewhere: '/elsewhere' },
      ),
      [
        'alembic.ini: warning[config-missing-script-directory] The package corp of script_location ‘corp:migrations’ is neither in this workspace nor in its virtual environments, so it is not checked; where it is not installed, every Alembic command fails with ModuleNotFoundError.',
      ],
    );
  });

  test('a plug-in without an env.py is run by others, also where a config file names it', () => {
    const plugin = { 'plugin/m/versions/b.py': revisionText('7cfe02d1bb02', null, 'c4415009f164') };
    const told = tellWorkspace({
      ...plugin,
      'plugin/alembic.ini': '[alembic]\nscript_location = %(here)s/m\n',
    });
    assert.deepEqual(
      told,
      [
        'plugin/alembic.ini#alembic has 7cfe02d1bb02',
        "m/versions/b.py: hint[unknown-dependency] No revision here has the id 'c4415009f164', so it is not checked: what loads this folder may have it elsewhere.",
      ].map((line) => line.replace(/^m/, 'plugin/m')),
    );
  });

  test('templates of projects name no packages', () => {
    assert.deepEqual(
      tellWorkspace({
        '{{cookiecutter.name}}/alembic.ini': '[alembic]\nscript_location = getitfixed:alembic\n',
      }),
      [],
    );
  });

  test('that are found nowhere are said not to be checked, and what they may hold is no error', () => {
    const told = tellWorkspace({
      ...one,
      ...ini('version_locations = m/versions corp.billing:versions'),
      'm/versions/b.py': revisionText('7cfe02d1bb02', '5b1d90c7aa01', 'c4415009f164'),
    });
    assert.deepEqual(told, [
      'alembic.ini#alembic has 7cfe02d1bb02',
      "m/versions/b.py: hint[unknown-dependency] No revision here has the id 'c4415009f164', so it is not checked: the package corp.billing of version_locations, which is not found here, may have it.",
      'alembic.ini: information[config-missing-version-location] The package corp.billing of version_locations ‘corp.billing:versions’ is neither in this workspace nor in its virtual environments, so it is not checked; where it is not installed, every Alembic command fails with ModuleNotFoundError.',
    ]);
  });
});

suite('discovery: prepend_sys_path', () => {
  const corp = {
    'src/corp/m/env.py': '',
    'src/corp/m/script.py.mako': '',
    'src/corp/m/versions/a.py': revisionText('5b1d90c7aa01', null),
  };
  const withPath = (...lines: readonly string[]): readonly string[] =>
    findings({ ...corp, 'alembic.ini': `[alembic]\nscript_location = corp:m\n${lines.join('\n')}\n` });

  test('is split as Alembic splits it', () => {
    const sound: readonly (readonly string[])[] = [
      ['prepend_sys_path = . src'],
      ['prepend_sys_path = .,src'],
      ['prepend_sys_path = .:src'],
      ['path_separator = os', 'prepend_sys_path = .:src'],
      ['path_separator = space', 'prepend_sys_path = . src'],
      ['path_separator = ;', 'prepend_sys_path = .;src'],
      ['path_separator = newline', 'prepend_sys_path =', '  .', '  src'],
      ['version_path_separator = os', 'prepend_sys_path = . src'],
      ['prepend_sys_path = %(here)s/src'],
      ['prepend_sys_path = src /opt/elsewhere'],
    ];
    for (const lines of sound) assert.deepEqual(withPath(...lines), [], lines.join(' | '));
    const joined: readonly (readonly [string, ...string[]])[] = [
      ['. src', 'path_separator = os', 'prepend_sys_path = . src'],
      ['.:src', 'path_separator = space', 'prepend_sys_path = .:src'],
      ['. src', 'path_separator = newline', 'prepend_sys_path = . src'],
      ['.;src', 'prepend_sys_path = .;src'],
    ];
    for (const [entry, ...lines] of joined)
      assert.deepEqual(withPath(...lines), [
        `alembic.ini: error[config-invalid-path] prepend_sys_path has the one path ‘${entry}’ here, which is no folder, so that Alembic fails with ModuleNotFoundError: No module named 'corp'; separate the paths as path_separator says.`,
      ]);
  });

  test('a folder that is not there matters where a package is missed', () => {
    assert.match(
      withPath('prepend_sys_path = scr')[0] ?? '',
      /error\[config-invalid-path\] prepend_sys_path names ‘scr’/,
    );
    assert.match(withPath('prepend_sys_path = src lib')[0] ?? '', /information\[config-invalid-path\]/);
  });

  test('a text in TOML is taken for its characters', () => {
    const told = findings({
      ...one,
      'pyproject.toml':
        '[tool.alembic]\nscript_location = "m"\nprepend_sys_path = "src"\nversion_locations = "m/versions"\n',
    });
    assert.deepEqual(
      told
        .filter((line) => line.includes('is a text'))
        .map((line) => line.split('] ')[1])
        .sort(),
      ['prepend_sys_path', 'version_locations'].map(
        (name) => `${name} is a text, of which Alembic takes each character for a path; write a list.`,
      ),
    );
  });
});

suite('discovery: file_template with a folder', () => {
  const told = (...lines: readonly string[]): readonly string[] => findings({ ...one, ...ini(...lines) });
  const sentence = (folder: string, next: string): string =>
    `alembic.ini: warning[config-unreachable-file-template] file_template puts new revisions into the folder ‘${folder}’, which Alembic does not read, so no command sees them again; ${next}.`;

  test('is read again where locations are read recursively, or where the folder is one of them', () => {
    const recursive = 'recursive_version_locations = true';
    assert.deepEqual(told('file_template = %%(year)d/%%(month).2d/%%(rev)s', recursive), []);
    assert.deepEqual(told('file_template = ./%%(rev)s'), []);
    assert.deepEqual(told('file_template = %%(rev)s_%%(slug)s'), []);
    const listed = ['version_locations = m/versions m/versions/new', 'file_template = new/%%(rev)s'];
    assert.deepEqual(findings({ ...one, 'm/versions/new/.gitkeep': '', ...ini(...listed) }), []);
  });

  test('is not read again elsewhere', () => {
    const either = 'set recursive_version_locations, or leave the folder out';
    assert.deepEqual(told('file_template = %%(year)d/%%(rev)s'), [sentence('%(year)d/', either)]);
    assert.deepEqual(told('file_template = a/b/%%(rev)s'), [sentence('a/b/', either)]);
    assert.deepEqual(told('file_template = ../%%(rev)s'), [sentence('../', 'leave the folder out')]);
    assert.deepEqual(told('file_template = ../%%(year)d/%%(rev)s', 'recursive_version_locations = true'), [
      sentence('../%(year)d/', 'leave the folder out'),
    ]);
  });
});
