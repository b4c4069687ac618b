import assert from 'node:assert/strict';
import { workbenchProblems } from '../../../server/core/rules/engine/workbenchProblems';
import { applyTextEdits } from '../../../server/core/text/textEdit';
import { configKeys } from '../../../server/core/workbenchConfig/configKeys';
import { readWorkbenchConfig } from '../../../server/core/workbenchConfig/readWorkbenchConfig';

const pyproject = '/w/pyproject.toml';
const own = '/w/alembic-workbench.toml';

/** What is marked and said of a file, and the text after the first fix of each finding. */
function faultsOf(path: string, text: string): readonly (readonly string[])[] {
  const reading = readWorkbenchConfig(path, text);
  return workbenchProblems(reading ? [reading] : []).map(({ message, range, fixes: [fix] }) => [
    text.slice(range.start, range.end),
    message,
    ...(fix ? [applyTextEdits(text, fix.edits)] : []),
  ]);
}

suite('workbench configuration: reading', () => {
  test('every key in each spelling of the table', () => {
    const written = configKeys.map(({ name, example }) => `${name} = ${example}`);
    const spellings = {
      [own]: written.join('\n'),
      [pyproject]: `[project]\nname = "x"\n[tool.alembic-workbench]\n${written.join('\n')}\n`,
      '/w/dotted/pyproject.toml': written.map((line) => `tool.alembic-workbench.${line}`).join('\n'),
      '/w/quoted/pyproject.toml': `["tool".'alembic-workbench']\r\n${written.join('\r\n')}\r\n`,
      '/w/inline/pyproject.toml': `tool = { alembic-workbench = { ${written.join(', ')} } }`,
    };
    for (const [path, text] of Object.entries(spellings)) {
      assert.deepEqual(faultsOf(path, text), [], path);
      const folder = path.slice(0, path.lastIndexOf('/'));
      assert.deepEqual(readWorkbenchConfig(path, text)?.config, {
        path,
        configFiles: [{ file: `${folder}/alembic.ini` }],
        exclude: ['examples/'],
        mainBranch: 'origin/develop',
        dialects: ['postgresql'],
        postgresqlVersion: '14',
        mysqlVersion: '8.0',
        mariadbVersion: '10.11',
        since: ['ae1027a6acf5'],
        baseline: `${folder}/alembic-baseline.json`,
        hotTables: ['orders'],
        smallTables: ['countries'],
        models: ['shop.models'],
        checkDowngrade: false,
        messagePatterns: ['add_*', 'create_index_on_*'],
        rules: { 'multiple-heads': 'error', 'create-date-order': 'warning' },
        perRevisionIgnore: { ae1027a6acf5: ['missing-downgrade'] },
      });
    }
  });

  test('config files with sections, as tables of either kind', () => {
    for (const text of [
      'config-files = ["a.ini", { file = "b/c.ini", section = "x" }]',
      '[[config-files]]\nfile = "a.ini"\n[[config-files]]\nfile = "b/c.ini"\nsection = "x"\n',
    ])
      assert.deepEqual(readWorkbenchConfig(own, text)?.config.configFiles, [
        { file: '/w/a.ini' },
        { file: '/w/b/c.ini', section: 'x' },
      ]);
  });

  const faults: Readonly<Record<string, readonly [text: string, ...faults: (readonly string[])[]]>> = {
    'a key with an underscore': [
      'main_branch = "x"',
      ['main_branch', "There is no key 'main_branch'; did you mean 'main-branch'?", 'main-branch = "x"'],
    ],
    'a key in camel case': [
      'hotTables = []',
      ['hotTables', "There is no key 'hotTables'; did you mean 'hot-tables'?", 'hot-tables = []'],
    ],
    'a misspelt key beside the right one has no fix': [
      'excludes = []\nexclude = []',
      ['excludes', "There is no key 'excludes'; did you mean 'exclude'?"],
    ],
    'a key of nothing': [
      'database-url = "postgresql://"',
      [
        'database-url',
        `There is no key 'database-url': use one of ${configKeys.map(({ name }) => name).join(', ')}.`,
      ],
    ],
    'a key of the prototype': [
      '[rules]\nconstructor = "toString"\n[per-revision-ignore]\n__proto__ = ["x"]',
      ['"toString"', "'toString' is no severity: use error, warning, information, hint or off."],
      ['constructor', `There is no rule 'constructor': use an id that "alembic-ls rules" lists.`],
      ['"x"', `There is no rule 'x': use an id that "alembic-ls rules" lists.`],
    ],
    'a rule that does not exist': [
      'rules = { "multiple-head" = "off" }',
      [
        '"multiple-head"',
        "There is no rule 'multiple-head'; did you mean 'multiple-heads'?",
        'rules = { "multiple-heads" = "off" }',
      ],
    ],
    'a rule that does not exist, ignored': [
      "per-revision-ignore.a = ['missing_downgrade']",
      [
        "'missing_downgrade'",
        "There is no rule 'missing_downgrade'; did you mean 'missing-downgrade'?",
        "per-revision-ignore.a = ['missing-downgrade']",
      ],
    ],
    "another tool's word for a severity": [
      '[rules]\nmultiple-heads = "warn"\nmultiple-bases = false\nfilename-mismatch = 3',
      ['"warn"', "'warn' is no severity; did you mean 'warning'?"],
      ['false', "'false' is no severity; did you mean 'off'?"],
      ['3', "'3' is no severity: use error, warning, information, hint or off."],
    ],
    'a version that is no text': [
      'postgresql-version = 14\nmysql-version = "eight"',
      [
        '14',
        'postgresql-version is a version in quotation marks, such as "14".',
        'postgresql-version = "14"\nmysql-version = "eight"',
      ],
      ['"eight"', 'mysql-version is a version in quotation marks, such as "8.0".'],
    ],
    'a text in place of a list': [
      'since = "a"\nmodels = ["m", 1, ""]',
      ['"a"', 'since is a list of texts, such as ["ae1027a6acf5"].', 'since = ["a"]\nmodels = ["m", 1, ""]'],
      ['1', 'models is a list of texts, such as ["shop.models"].'],
      ['""', 'models is a list of texts, such as ["shop.models"].'],
    ],
    'a table in place of a value, and a value in place of a table': [
      'rules = "off"\n[exclude]\nx = 1',
      ['"off"', 'rules is a table, such as { multiple-heads = "error", create-date-order = "warning" }.'],
      ['exclude', 'exclude is a list of texts, such as ["examples/"].'],
    ],
    'a flag in quotation marks': [
      'check-downgrade = "yes"',
      ['"yes"', 'check-downgrade is true or false, without quotation marks.', 'check-downgrade = true'],
    ],
    'a dialect that does not exist': [
      'dialects = ["postgres", "oracle"]',
      [
        '"postgres"',
        "There is no dialect 'postgres': use postgresql, mysql, mariadb or sqlite.",
        'dialects = ["postgresql", "oracle"]',
      ],
      ['"oracle"', "There is no dialect 'oracle': use postgresql, mysql, mariadb or sqlite."],
    ],
    'paths that leave the folder': [
      'config-files = ["../a.ini", "/etc/a.ini"]\nbaseline = "a/../../b.json"',
      ['"../a.ini"', "'../a.ini' does not lie below the folder of this file: write a relative path in it."],
      [
        '"/etc/a.ini"',
        "'/etc/a.ini' does not lie below the folder of this file: write a relative path in it.",
      ],
      [
        '"a/../../b.json"',
        "'a/../../b.json' does not lie below the folder of this file: write a relative path in it.",
      ],
    ],
    'a header that belongs into pyproject.toml': [
      '[tool.alembic-workbench]\nsince = []',
      ['tool', 'In alembic-workbench.toml the keys stand at top level: take [tool.alembic-workbench] away.'],
    ],
    'no TOML': [
      'since = [\n',
      ['', 'This file is not valid TOML (Unspecified values are invalid): correct the line.'],
    ],
  };
  for (const [name, [text, ...expected]] of Object.entries(faults))
    test(`${name} is said at its place`, () => {
      const found = faultsOf(own, text);
      assert.deepEqual(
        found.map((each, at) => each.slice(0, expected[at]?.length)),
        expected,
      );
    });

  test('the right values beside a wrong one count', () => {
    const config = readWorkbenchConfig(
      own,
      'since = 1\nmain-branch = "x"\n[rules]\na = 1\nb = "off"',
    )?.config;
    assert.deepEqual([config?.mainBranch, config?.since, config?.rules], ['x', [], { b: 'off' }]);
  });

  test('a misspelt table in pyproject.toml', () => {
    const text = '[tool.alembic_workbench]\nsince = []\n';
    assert.deepEqual(faultsOf(pyproject, text), [
      [
        'alembic_workbench',
        'There is no table [tool.alembic_workbench]; did you mean [tool.alembic-workbench]?',
        '[tool.alembic-workbench]\nsince = []\n',
      ],
    ]);
  });

  test('a pyproject.toml without the table says nothing', () => {
    for (const text of [
      '',
      '# alembic-workbench\n[tool.ruff]\nx = 1\n',
      'dependencies = ["alembic-workbench"',
      'tool = 1 # alembic-workbench',
      '[tool]\nx = "alembic-workbench"',
    ])
      assert.equal(readWorkbenchConfig(pyproject, text), undefined, text);
  });

  test('a large file of anything is read in time', () => {
    for (const unit of [
      'a',
      '[',
      '{',
      '"',
      "'",
      '.',
      '#',
      '\n',
      ' ',
      '=',
      '-',
      '\\',
      '[a]\n',
      'a.',
      '[[a]]\n',
      'x = [',
    ]) {
      const text = `[tool.alembic-workbench]\n${unit.repeat(200_000 / unit.length)}`;
      const begun = performance.now();
      readWorkbenchConfig(pyproject, text);
      readWorkbenchConfig(own, text.slice(text.indexOf('\n') + 1));
      assert.ok(performance.now() - begun < 20_000, `${unit}: ${String(performance.now() - begun)}`);
    }
  });
});
