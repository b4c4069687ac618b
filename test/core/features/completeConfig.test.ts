import assert from 'node:assert/strict';
import { completeConfig, configNameAt } from '../../../server/core/features/completeConfig';

/** The text after the choice of a name at the `$0`, and what else may be chosen. */
function completed(path: string, source: string, name: string): string | undefined {
  const offset = source.indexOf('$0');
  const text = source.replace('$0', '');
  const completion = completeConfig(path, text, offset);
  const choice = completion?.choices.find((each) => each.name === name);
  if (!completion || !choice) return undefined;
  return text.slice(0, completion.range.start) + choice.text + text.slice(completion.range.end);
}

const own = '/w/alembic-workbench.toml';
const pyproject = '/w/pyproject.toml';

suite('editor: completion in the workbench configuration', () => {
  const cases: Readonly<
    Record<string, readonly [path: string, source: string, name: string, after: string]>
  > = {
    'a key': [own, 'hot$0', 'hot-tables', 'hot-tables = '],
    'a key in an empty line': [own, 'since = []\n$0', 'rules', 'since = []\nrules = '],
    'a key with a value': [own, 'ma$0in = "x"', 'main-branch', 'main-branch = "x"'],
    'a key of our table': [
      pyproject,
      '[tool.alembic-workbench]\n$0\n',
      'since',
      '[tool.alembic-workbench]\nsince = \n',
    ],
    'a rule below its header': [
      pyproject,
      '[tool.ruff]\nx = [1]\n["tool"."alembic-workbench".rules] # why\nmultiple-bases = "off"\nmul$0',
      'multiple-heads',
      '[tool.ruff]\nx = [1]\n["tool"."alembic-workbench".rules] # why\nmultiple-bases = "off"\nmultiple-heads = ',
    ],
    'a rule with a dot': [own, 'rules.$0', 'multiple-heads', 'rules.multiple-heads = '],
    'a rule in an inline table': [
      own,
      'rules = { a = "off", mult$0 }',
      'multiple-heads',
      'rules = { a = "off", multiple-heads }',
    ],
    'a rule in quotation marks': [
      own,
      '[rules]\n"mult$0" = "off"',
      'multiple-heads',
      '[rules]\n"multiple-heads" = "off"',
    ],
    'a severity': [own, '[rules]\nx = $0', 'warning', '[rules]\nx = "warning"'],
    'a severity in quotation marks': [own, 'rules.x = "war$0"', 'warning', 'rules.x = "warning"'],
    'a severity in an inline table': [own, 'rules = { x = $0 }', 'off', 'rules = { x = "off" }'],
    'a dialect': [own, 'dialects = $0', 'mysql', 'dialects = ["mysql"]'],
    'a dialect in its list': [
      own,
      'dialects = ["sqlite",\n  "$0"]',
      'mysql',
      'dialects = ["sqlite",\n  "mysql"]',
    ],
    'true or false': [own, 'check-downgrade = $0', 'true', 'check-downgrade = true'],
    'an ignored rule': [
      own,
      '[per-revision-ignore]\nae10 = ["missing-downgrade", "$0"]',
      'multiple-heads',
      '[per-revision-ignore]\nae10 = ["missing-downgrade", "multiple-heads"]',
    ],
    'our table': [pyproject, '[tool.al$0]', 'tool.alembic-workbench', '[tool.alembic-workbench]'],
    'the table of rules': [own, '[$0', 'rules', '[rules'],
  };
  for (const [name, [path, source, choice, after]] of Object.entries(cases))
    test(name, () => assert.equal(completed(path, source, choice), after));

  test('nothing outside of our table, in comments and in texts', () => {
    for (const [path, source] of [
      [pyproject, '$0'],
      [pyproject, '[tool.ruff]\n$0'],
      [pyproject, '[tool.alembic]\n$0'],
      [pyproject, '[tool.alembic-workbench]\nx = 1\n[project]\n$0'],
      [own, 'main-branch = "$0"'],
      [own, '[per-revision-ignore]\n$0'],
      [own, 'rules.x.y = $0'],
    ] as const)
      for (const name of ['since', 'multiple-heads', 'warning'])
        assert.equal(completed(path, source, name), undefined, source);
  });

  test('a hover tells what a key or rule means', () => {
    const text = '[rules]\nmultiple-heads = "off" # since\n[per-revision-ignore]\na = ["missing-downgrade"]';
    const at = (word: string) => configNameAt(own, text, text.indexOf(word) + 3);
    assert.equal(at('multiple-heads')?.description, 'One lineage has several heads. Default: warning.');
    assert.equal(at('missing-downgrade')?.kind, 'rule');
    assert.equal(at('off'), undefined);
    assert.equal(configNameAt(own, 'since = []', 5)?.kind, 'key');
    assert.equal(configNameAt(pyproject, 'since = []', 5), undefined);
  });

  test('a megabyte of anything is looked at in time', () => {
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
      'a.',
      '{a=',
      '"a",',
      '[a]\n',
      'x = [',
      '[ ',
    ]) {
      const text = unit.repeat(1_000_000 / unit.length);
      const begun = performance.now();
      for (const path of [own, pyproject]) completeConfig(path, text, text.length);
      assert.ok(performance.now() - begun < 10_000, unit);
    }
  });
});
