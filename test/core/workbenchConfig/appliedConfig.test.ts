import assert from 'node:assert/strict';
import { buildSnapshotAtOnce } from '../../../server/core/project/buildSnapshot';
import { discoverAtOnce } from '../../../server/core/project/discovery/discoverEnvironments';
import { runRules } from '../../../server/core/rules/engine/runRules';
import { configFindings } from '../../../server/core/rules/engine/workbenchProblems';
import type { RuleSettings } from '../../../server/core/rules/engine/ruleSettings';
import { MemoryFileSystem } from '../../fixtures/memoryFileSystem';

const revision = (id: string, parent: string | null): string =>
  `revision = '${id}'\ndown_revision = ${parent === null ? 'None' : `'${parent}'`}\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`;

/** A project with two heads. */
const project = (folder: string): Record<string, string> => ({
  [`${folder}/alembic.ini`]: '[alembic]\nscript_location = %(here)s/m\n',
  [`${folder}/m/env.py`]: '',
  [`${folder}/m/script.py.mako`]: '',
  [`${folder}/m/versions/a.py`]: revision('aaaa', null),
  [`${folder}/m/versions/b.py`]: revision('bbbb', 'aaaa'),
  [`${folder}/m/versions/c.py`]: revision('cccc', 'aaaa'),
});

/** The findings of all environments and config files, as `severity code file`. */
function findingsIn(
  files: Readonly<Record<string, string>>,
  top = '/w',
  settings: RuleSettings = { rules: {} },
): readonly string[] {
  const fileSystem = new MemoryFileSystem(files);
  const { environments, problems, workbench } = discoverAtOnce(fileSystem, top);
  return [
    ...configFindings(problems, workbench, settings),
    ...environments.flatMap((environment) =>
      runRules(buildSnapshotAtOnce({ environment, fileSystem, generation: 1 }), settings),
    ),
  ].map(({ severity, code, file }) => `${severity} ${code} ${file}`);
}

/** The config files of the environments that are found. */
function foundIn(files: Readonly<Record<string, string>>, top = '/w'): readonly (string | undefined)[] {
  const { environments } = discoverAtOnce(new MemoryFileSystem(files), top);
  return environments.map(({ configuration }) => configuration.configFile);
}

const twoHeads = ['warning multiple-heads /w/m/versions/b.py', 'warning multiple-heads /w/m/versions/c.py'];

suite('workbench configuration: what applies', () => {
  const off = (header: string): string => `${header}rules.multiple-heads = "off"\n`;
  const inPyproject = off('[tool.alembic-workbench]\n');

  test('the nearest file applies, from the config file upwards to the root of the repository', () => {
    assert.deepEqual(findingsIn(project('/w')), twoHeads);
    assert.deepEqual(findingsIn({ ...project('/w'), '/w/pyproject.toml': inPyproject }), []);
    assert.deepEqual(findingsIn({ ...project('/w'), '/w/alembic-workbench.toml': off('') }), []);
    const below = { ...project('/w/backend'), '/w/pyproject.toml': inPyproject };
    assert.deepEqual(findingsIn(below), []);
    const nearer = { ...below, '/w/backend/pyproject.toml': '[tool.alembic-workbench]\n' };
    assert.equal(findingsIn(nearer).length, 2);
    assert.deepEqual(findingsIn({ ...below, '/w/backend/pyproject.toml': '[tool.ruff]\n' }), []);
  });

  test('alembic-workbench.toml wins over pyproject.toml in the same folder', () => {
    const files = { ...project('/w'), '/w/pyproject.toml': inPyproject };
    assert.deepEqual(findingsIn({ ...files, '/w/alembic-workbench.toml': '' }), twoHeads);
  });

  test('what lies above a repository belongs to others', () => {
    const files = { ...project('/w/r'), '/w/pyproject.toml': inPyproject };
    assert.equal(findingsIn({ ...files, '/w/r/.git/HEAD': '' }).length, 2);
    assert.equal(findingsIn({ ...files, '/w/r/.git': 'gitdir: /elsewhere' }).length, 2);
    assert.equal(findingsIn(files, '/w/r').length, 2);
    assert.deepEqual(findingsIn({ ...files, '/w/.git/HEAD': '' }, '/w/r'), []);
  });

  test('settings and flags win key by key', () => {
    const files = {
      ...project('/w'),
      '/w/alembic-workbench.toml': 'rules = { multiple-heads = "off", missing-downgrade = "error" }',
    };
    assert.deepEqual(findingsIn(files, '/w', { rules: { 'multiple-heads': 'hint' } }), [
      'hint multiple-heads /w/m/versions/b.py',
      'hint multiple-heads /w/m/versions/c.py',
    ]);
  });

  test('a rule that is off by default is turned on', () => {
    const dated = (id: string, parent: string | null, date: string): string =>
      `"""x\n\nRevision ID: ${id}\nCreate Date: ${date}\n"""\n${revision(id, parent)}`;
    const files = {
      ...project('/w'),
      '/w/m/versions/a.py': dated('aaaa', null, '2024-02-01 10:00:00'),
      '/w/m/versions/b.py': dated('bbbb', 'aaaa', '2024-01-01 10:00:00'),
      '/w/m/versions/c.py': revision('cccc', 'bbbb'),
    };
    assert.deepEqual(findingsIn(files), []);
    const on = { ...files, '/w/alembic-workbench.toml': 'rules.create-date-order = "warning"' };
    assert.deepEqual(findingsIn(on), ['warning create-date-order /w/m/versions/b.py']);
  });

  test('exclude leaves folders out, and nobody but the nearest file says so', () => {
    const files = { ...project('/w/a'), ...project('/w/examples/b'), ...project('/w/a/examples/c') };
    const all = ['/w/a/alembic.ini', '/w/a/examples/c/alembic.ini', '/w/examples/b/alembic.ini'];
    assert.deepEqual(foundIn(files), all);
    const excluding = (exclude: string) =>
      foundIn({ ...files, '/w/alembic-workbench.toml': `exclude = ${exclude}` });
    assert.deepEqual(excluding('["examples"]'), ['/w/a/alembic.ini']);
    assert.deepEqual(excluding('["/examples/"]'), all.slice(0, 2));
    assert.deepEqual(excluding('["**/c/alembic.ini", "a/examples/c/m"]'), [all[0], all[2]]);
    assert.deepEqual(excluding('["/w/examples"]'), all);
    assert.deepEqual(
      foundIn(
        { ...files, '/w/.git/HEAD': '', '/w/alembic-workbench.toml': 'exclude = ["a/examples"]' },
        '/w/a',
      ),
      ['/w/a/alembic.ini'],
    );
    const nearer = {
      '/w/a/alembic-workbench.toml': '',
      '/w/alembic-workbench.toml': 'exclude = ["examples"]',
    };
    assert.deepEqual(foundIn({ ...files, ...nearer }), all.slice(0, 2));
  });

  test('config-files names what is read below its file, and nothing else', () => {
    const files = {
      ...project('/w/a'),
      ...project('/w/b'),
      ...project('/w/other/c'),
      '/w/bare/env.py': 'from alembic import context',
      '/w/bare/script.py.mako': '',
      '/w/bare/versions/a.py': revision('a', null),
    };
    const naming = { ...files, '/w/alembic-workbench.toml': 'config-files = ["b/alembic.ini"]' };
    assert.deepEqual(foundIn(naming), ['/w/b/alembic.ini']);
    assert.deepEqual(foundIn({ ...naming, '/w/.git/HEAD': '' }, '/w/b'), ['/w/b/alembic.ini']);
    assert.deepEqual(foundIn({ ...naming, '/w/.git/HEAD': '' }, '/w/a'), []);
    const inside = { ...files, '/w/other/alembic-workbench.toml': 'config-files = ["c/alembic.ini"]' };
    assert.deepEqual(foundIn({ ...inside, ...project('/w/other/d') }), [
      '/w/a/alembic.ini',
      '/w/b/alembic.ini',
      undefined,
      '/w/other/c/alembic.ini',
    ]);
  });

  test('files that do not exist are said, and the others are read', () => {
    const text = 'config-files = ["alembic.ini", "gone.ini"]\nbaseline = "gone.json"';
    const fileSystem = new MemoryFileSystem({ ...project('/w'), '/w/alembic-workbench.toml': text });
    const { environments, problems } = discoverAtOnce(fileSystem, '/w');
    assert.equal(environments.length, 1);
    assert.deepEqual(
      problems.map(({ message, range }) => [text.slice(range.start, range.end), message]),
      [
        [
          '"gone.ini"',
          'There is no config file gone.ini: correct the path from the folder of alembic-workbench.toml.',
        ],
        [
          '"gone.json"',
          'There is no baseline gone.json: write it with "alembic-ls check --write-baseline", or remove the key.',
        ],
      ],
    );
  });

  test('per-revision-ignore silences its rules for its revision alone', () => {
    const ignoring = (table: string) =>
      findingsIn({ ...project('/w'), '/w/alembic-workbench.toml': `per-revision-ignore = ${table}` });
    assert.deepEqual(ignoring('{ bbbb = ["multiple-heads"] }'), twoHeads.slice(1));
    assert.deepEqual(ignoring('{ bbbb = ["missing-downgrade"], cccc = [] }'), twoHeads);
  });

  test('revisions that do not exist are said, unless another environment may have them', () => {
    const naming = { '/w/alembic-workbench.toml': 'since = ["aaa"]\nper-revision-ignore.zzzz = []' };
    const unknown = 'warning workbench-config /w/alembic-workbench.toml';
    assert.deepEqual(
      findingsIn({ ...project('/w'), ...naming }).filter((each) => each === unknown),
      [unknown, unknown],
    );
    const shared = findingsIn({ ...project('/w/a'), ...project('/w/b'), ...naming });
    assert.deepEqual(
      shared.filter((each) => each === unknown),
      [],
    );
  });

  test('workbench-config itself has a severity', () => {
    const files = {
      ...project('/w'),
      '/w/alembic-workbench.toml': 'x = 1\nrules.workbench-config = "error"',
    };
    assert.equal(findingsIn(files)[0], 'error workbench-config /w/alembic-workbench.toml');
    assert.deepEqual(findingsIn(files, '/w', { rules: { 'workbench-config': 'off' } }), twoHeads);
  });

  test('a baseline silences what it knows, wherever its lines are', () => {
    const baseline = JSON.stringify({
      version: 1,
      findings: [{ revision: 'bbbb', rule: 'multiple-heads', symbol: "'bbbb'" }],
    });
    const files = {
      ...project('/w'),
      '/w/alembic-workbench.toml': 'baseline = "known.json"',
      '/w/known.json': baseline,
      '/w/m/versions/b.py': `# moved\n\n${revision('bbbb', 'aaaa')}`,
    };
    assert.deepEqual(findingsIn(files), twoHeads.slice(1));
    assert.deepEqual(findingsIn({ ...files, '/w/known.json': '[]' }), [
      'warning workbench-config /w/alembic-workbench.toml',
      ...twoHeads,
    ]);
  });

  test('a baseline never hides why Alembic stops', () => {
    const files = {
      ...project('/w'),
      '/w/m/versions/c.py': revision('cccc', 'gone'),
      '/w/alembic-workbench.toml': 'baseline = "known.json"',
      '/w/known.json': JSON.stringify({
        version: 1,
        findings: [{ revision: 'cccc', rule: 'unknown-down-revision', symbol: "'gone'" }],
      }),
    };
    assert.deepEqual(findingsIn(files), ['error unknown-down-revision /w/m/versions/c.py']);
  });
});
