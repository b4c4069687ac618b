import assert from 'node:assert/strict';
import type { ConfigurationProblem } from '../../server/core/config/alembicConfiguration';
import { configurationFixes } from '../../server/core/edits/config/configurationFixes';
import { editConfig } from '../../server/core/edits/config/editConfig';
import { discoverAtOnce } from '../../server/core/project/discovery/discoverEnvironments';
import { MemoryFileSystem } from '../fixtures/memoryFileSystem';
import { applyChange } from './edits/proof';

const scripts = {
  '/w/app/migrations/env.py': 'from alembic import context\n',
  '/w/app/migrations/script.py.mako': '',
  '/w/app/migrations/versions/a.py': "revision = 'a'\ndown_revision = None\n",
};

/**
 * What can be done about the problems of one config file, each as `code: title` and the lines that are
 * different afterwards. Fails where a fix leaves its problem as it is.
 */
function fixesFor(
  name: string,
  text: string,
  more: Readonly<Record<string, string>> = scripts,
): readonly string[] {
  const path = `/w/${name}`;
  const files = { ...more, [path]: text };
  const problems = problemsOf(files);
  return problems.flatMap((problem) =>
    configurationFixes(problem).map((fix) => {
      assert.equal(fix.kind, 'edit-config');
      const outcome = editConfig(fix, { readText: () => text });
      if (!outcome.ok) return `${problem.code}: ${fix.title}: refused: ${outcome.reason}`;
      const before = Object.entries(files).map(([each, content]) => ({ path: each, text: content }));
      const after = applyChange(before, outcome.change);
      const left = problemsOf(Object.fromEntries(after.map((each) => [each.path, each.text])));
      const isSame = (other: ConfigurationProblem): boolean =>
        other.code === problem.code && other.message === problem.message;
      assert.ok(!left.some(isSame), `${fix.title} leaves ‘${problem.message}’`);
      const lines = text.split('\n');
      const changed = (after.find((each) => each.path === path)?.text ?? '')
        .split('\n')
        .filter((line) => !lines.includes(line));
      const created = outcome.change.creates.map(({ file }) => `creates ${file}`);
      return `${problem.code}: ${fix.title} | ${[...changed, ...created].join(' | ')}`;
    }),
  );
}

function problemsOf(files: Readonly<Record<string, string>>): readonly ConfigurationProblem[] {
  const { environments, problems } = discoverAtOnce(new MemoryFileSystem(files), '/w');
  return [...problems, ...environments.flatMap(({ configuration }) => configuration.problems)];
}

/** What is said where Alembic itself is to make a folder of the workspace. */
function initialise(folder: string): string {
  return `config-missing-script-directory: Initialise Alembic in ${folder}…: refused: Only Alembic itself makes a script directory: run "alembic init /w/${folder}".`;
}

const good = 'script_location = %(here)s/app/migrations\n';

suite('fixes: config files', () => {
  test('a script directory that does not exist: the nearest ones, written as before, or a new one', () => {
    assert.deepEqual(fixesFor('alembic.ini', '[alembic]\nscript_location = %(here)s/app/migration  \n'), [
      'config-missing-script-directory: Change to %(here)s/app/migrations | script_location = %(here)s/app/migrations  ',
      initialise('app/migration'),
    ]);
    assert.deepEqual(fixesFor('etc/alembic.ini', '[alembic]\nscript_location = %(here)s/gone\n'), [
      'config-missing-script-directory: Change to %(here)s/../app/migrations | script_location = %(here)s/../app/migrations',
      initialise('etc/gone'),
    ]);
    assert.deepEqual(fixesFor('alembic.ini', '[alembic]\r\nscript_location: gone\r\n'), [
      'config-missing-script-directory: Change to app/migrations | script_location: app/migrations\r',
      initialise('gone'),
    ]);
    assert.deepEqual(fixesFor('pyproject.toml', '[tool.alembic]\nscript_location = "gone" # why\n'), [
      'config-missing-script-directory: Change to app/migrations | script_location = "app/migrations" # why',
      initialise('gone'),
    ]);
    assert.deepEqual(fixesFor('alembic.ini', '[alembic]\nscript_location = gone\n', {}), [
      initialise('gone'),
    ]);
    assert.deepEqual(fixesFor('alembic.ini', '[alembic]\nscript_location = ../gone\n', {}), [], 'elsewhere');
    assert.deepEqual(fixesFor('alembic.ini', '[alembic]\nscript_location = our.package:gone\n', {}), []);
  });

  test('a version location that does not exist: another one, a new folder, or none', () => {
    const other = { ...scripts, '/w/app/billing/versions/b.py': "revision = 'b'\ndown_revision = None\n" };
    const list = (value: string): string =>
      `[alembic]\n${good}path_separator = os\nversion_locations = ${value}\n`;
    assert.deepEqual(
      fixesFor('alembic.ini', list('%(here)s/app/migrations/versions:%(here)s/app/biling/versions'), other),
      [
        'config-missing-version-location: Change to %(here)s/app/billing/versions | version_locations = %(here)s/app/migrations/versions:%(here)s/app/billing/versions',
        'config-missing-version-location: Create the folder app/biling/versions | creates /w/app/biling/versions/.gitkeep',
        'config-missing-version-location: Remove it from the list | version_locations = %(here)s/app/migrations/versions',
      ],
    );
    assert.deepEqual(
      fixesFor(
        'alembic.ini',
        `[alembic]\n${good}path_separator = newline\nversion_locations =\n    app/gone\n    # ours\n    app/migrations/versions\n`,
      ),
      [
        'config-missing-version-location: Create the folder app/gone | creates /w/app/gone/.gitkeep',
        'config-missing-version-location: Remove it from the list | ',
      ],
    );
    assert.deepEqual(fixesFor('alembic.ini', `[alembic]\n${good}version_locations = app/gone\n`), [
      'config-missing-version-location: Change to app/migrations/versions | version_locations = app/migrations/versions',
      'config-missing-version-location: Create the folder app/gone | creates /w/app/gone/.gitkeep',
      'config-missing-version-location: Make a comment of the list, so that the default holds | # version_locations = app/gone',
    ]);
    assert.deepEqual(
      fixesFor(
        'pyproject.toml',
        '[tool.alembic]\nscript_location = "app/migrations"\nversion_locations = [\n  "%(here)s/app/migrations/versions", # ours\n  "%(here)s/app/migrations/version",\n]\n',
      ).slice(-1),
      ['config-missing-version-location: Remove it from the list |   "%(here)s/app/migrations/versions",'],
    );
  });

  test('separators: the comment on its own line, or what was meant', () => {
    const list = 'version_locations = app/migrations/versions\n';
    assert.deepEqual(
      fixesFor('alembic.ini', `[alembic]\n${good}path_separator = os  # default: os\n${list}`),
      [
        'config-unknown-separator: Put the comment on a line of its own, so that the value is ‘os’ | # default: os | path_separator = os',
      ],
    );
    assert.deepEqual(fixesFor('alembic.ini', `[alembic]\n${good}path_separator = Newlines\n`), [
      'config-unknown-separator: Write newline | path_separator = newline',
      'config-unknown-separator: Write os | path_separator = os',
    ]);
    assert.deepEqual(
      fixesFor('alembic.ini', `[alembic]\n${good}version_path_separator = ,\n${list}`).slice(0, 1),
      ['config-unknown-separator: Write os | version_path_separator = os'],
    );
  });

  test('percent signs and references', () => {
    assert.deepEqual(
      fixesFor('alembic.ini', `[alembic]\n${good}file_template = %(year)d_%(rev)s_%%(slug)s\n`),
      [
        'config-interpolation: Double the percent signs that stand for themselves | file_template = %%(year)d_%%(rev)s_%%(slug)s',
        'config-interpolation: Make a comment of file_template, so that the default holds | # file_template = %(year)d_%(rev)s_%%(slug)s',
      ],
    );
    assert.deepEqual(
      fixesFor('alembic.ini', '[alembic]\nscript_location = %(hree)s/app/migrations\n'),
      ['config-interpolation: Change to %(here)s | script_location = %(here)s/app/migrations'].concat(
        'config-interpolation: Double the percent sign that stands for itself | script_location = %%(hree)s/app/migrations',
      ),
    );
    assert.deepEqual(
      fixesFor('alembic.ini', `[DEFAULT]\nroot = 100%\n[alembic]\n${good}timezone = %(root)s\n`).slice(0, 1),
      ['config-interpolation: Double the percent sign that stands for itself | root = 100%%'],
    );
    assert.deepEqual(
      fixesFor(
        'pyproject.toml',
        '[tool.alembic]\nscript_location = "app/migrations"\nfile_template = "%(rev)s"\n',
      ).slice(0, 1),
      ['config-invalid-value: Double the percent sign that stands for itself | file_template = "%%(rev)s"'],
    );
  });

  test('values and names', () => {
    assert.deepEqual(fixesFor('alembic.ini', `[alembic]\n${good}sourceless = Yes\n`), [
      'config-invalid-value: Write true | sourceless = true',
      'config-invalid-value: Write false | sourceless = false',
    ]);
    assert.deepEqual(fixesFor('alembic.ini', `[alembic]\n${good}truncate_slug_length = many\n`), [
      'config-invalid-value: Write 40, the default | truncate_slug_length = 40',
      'config-invalid-value: Make a comment of truncate_slug_length, so that the default holds | # truncate_slug_length = many',
    ]);
    const toml = '[tool.alembic]\nscript_location = "app/migrations"\n';
    assert.deepEqual(fixesFor('pyproject.toml', `${toml}sourceless = "True"\n`), [
      'config-invalid-value: Write true | sourceless = true',
      'config-invalid-value: Make a comment of sourceless, so that the default holds | # sourceless = "True"',
    ]);
    assert.deepEqual(fixesFor('alembic.ini', `[alembic]\n${good}Truncate_Slug_Lenght = 3\n`), [
      'config-unknown-option: Rename it to truncate_slug_length | truncate_slug_length = 3',
    ]);
    assert.deepEqual(fixesFor('pyproject.toml', `${toml}timezone = "UTC"\ntime_zone = "UTC"\n`), [
      'config-unknown-option: Make a comment of it, since timezone is set already | # time_zone = "UTC"',
    ]);
  });

  test('values of a pyproject.toml that is written in other ways', () => {
    const inline = '[tool]\nalembic = { script_location = "app/migrations", sourceless = "True" }\n';
    assert.deepEqual(fixesFor('pyproject.toml', inline), [
      'config-invalid-value: Write true | alembic = { script_location = "app/migrations", sourceless = true }',
    ]);
    const dotted = '[tool.other]\nsourceless = "True"\n[tool]\nalembic.script_location = "app/migrations"\n';
    assert.deepEqual(fixesFor('pyproject.toml', `${dotted}alembic.sourceless = "True" # no ]\n`), [
      'config-invalid-value: Write true | alembic.sourceless = true # no ]',
      'config-invalid-value: Make a comment of sourceless, so that the default holds | # alembic.sourceless = "True" # no ]',
    ]);
    const quoted = '["tool"."alembic"]\nscript_location = "app/migrations"\n"time_zone" = "UTC"\n';
    assert.deepEqual(fixesFor('pyproject.toml', quoted), [
      'config-unknown-option: Rename it to timezone | timezone = "UTC"',
    ]);
    const text = `[tool.alembic]\nx = '''\ntime_zone = 1\n'''\nscript_location = "app/migrations"\n`;
    assert.deepEqual(fixesFor('pyproject.toml', `${text}time_zone = "UTC"\n`), [
      'config-unknown-option: Rename it to timezone | timezone = "UTC"',
    ]);
    const list =
      '[tool.alembic]\nscript_location = "app/migrations"\nversion_locations = [ # see [1], 50 %\n';
    assert.deepEqual(fixesFor('pyproject.toml', `${list}  "a]", # %\n  "%b",\n]\n`).slice(0, 1), [
      'config-invalid-value: Double the percent sign that stands for itself |   "%%b",',
    ]);
    assert.deepEqual(
      fixesFor(
        'pyproject.toml',
        `${list}  '''app/migrations/versions''', # "x"\n  "app/migrations/version]s"\n]\n`,
      ),
      [
        'config-missing-version-location: Create the folder app/migrations/version]s | creates /w/app/migrations/version]s/.gitkeep',
        "config-missing-version-location: Remove it from the list |   '''app/migrations/versions'''",
      ],
    );
  });

  test("files that Python can't read", () => {
    assert.deepEqual(fixesFor('alembic.ini', `${good}\n[alembic]\n${good}`), [
      'config-unreadable: Make a comment of the line | # script_location = %(here)s/app/migrations',
    ]);
    assert.deepEqual(fixesFor('alembic.ini', `# mine\n${good}`), [
      'config-unreadable: Put [alembic] above it | [alembic]',
      'config-unreadable: Make a comment of the line | # script_location = %(here)s/app/migrations',
    ]);
    assert.deepEqual(
      fixesFor('alembic.ini', `[alembic]\n${good}timezone = UTC\ntimezone =\n    Europe/Berlin\n`),
      [
        'config-unreadable: Keep the first one: make a comment of this one | # timezone = | #     Europe/Berlin',
        'config-unreadable: Keep this one: make a comment of the first one | # timezone = UTC',
      ],
    );
    assert.deepEqual(
      fixesFor('alembic.ini', `[alembic]\n${good}\n[other]\na = 1\n\n[alembic]\nsourceless = true\n`),
      ['config-unreadable: Move its options into the first [alembic] | '],
    );
    // A header may be indented, and a value may go on with what looks like one.
    assert.deepEqual(fixesFor('alembic.ini', `[alembic]\n${good}\n[other]\n [other]\na = 1\n`), [
      'config-unreadable: Move its options into the first [other] | ',
    ]);
    assert.deepEqual(
      fixesFor('alembic.ini', `[alembic]\n${good}prepend_sys_path = a\n  [b]\n[other]\n[alembic]\nb = 1\n`),
      ['config-unreadable: Move its options into the first [alembic] | '],
    );
    assert.deepEqual(fixesFor('alembic.ini', `[alembic]\n${good}prepend_sys_path = .\nsrc\n`), [
      'config-unreadable: Make a comment of the line | # src',
      'config-unreadable: Indent it, as a part of the value above |     src',
    ]);
    assert.deepEqual(
      fixesFor('pyproject.toml', '[tool.alembic]\nscript_location = app/migrations # here\nx = [1\n'),
      [
        'config-unreadable: Write "app/migrations" | script_location = "app/migrations" # here',
        'config-unreadable: Make a comment of the line | # script_location = app/migrations # here',
      ],
    );
  });
});
