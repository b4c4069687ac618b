import assert from 'node:assert/strict';
import { readRevisionFile } from '../../server/core/python/readRevisionFile';
import type { StaticValue } from '../../server/core/python/revisionFile';

/** The value as one would write it in Python; `?source` for one that is not known. */
function show(value: StaticValue | undefined): string {
  switch (value?.kind) {
    case undefined:
      return '-';
    case 'none':
      return 'None';
    case 'string':
      return JSON.stringify(value.value);
    case 'bytes':
      return `b${JSON.stringify(value.value)}`;
    case 'number':
      return value.source;
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'sequence':
      return `${value.form}(${value.items.map(show).join(', ')})`;
    case 'dynamic':
      return `?${value.source}`;
  }
}

/** Compares all four variables after executing the text. */
function check(text: string, expected: string): void {
  const { header } = readRevisionFile(text);
  const found = (['revision', 'down_revision', 'branch_labels', 'depends_on'] as const)
    .map((name) => show(header[name]?.value))
    .join(' | ');
  assert.equal(found, expected, text);
}

suite('reading values', () => {
  const spellings: readonly (readonly [string, string])[] = [
    ["'a'", '"a"'],
    ['u"a"', '"a"'],
    ["r'a\\b'", '"a\\\\b"'],
    ["('a')", '"a"'],
    ["'a' 'b'", '"ab"'],
    ["('a'\n  'b')", '"ab"'],
    ["'a' \\\n  'b'", '"ab"'],
    ["'''a'''", '"a"'],
    ["'\\x61\\u0062\\143'", '"abc"'],
    ["'a' + 'b'", '"ab"'],
    ["'ab' * 2", '"abab"'],
    ['str(12)', '"12"'],
    ["b'a'", 'b"a"'],
    ["f'a'", '"a"'],
    ["f'{x}'", "?f'{x}'"],
    ["'a' f'b'", '"ab"'],
    ["'%s' % x", "?'%s' % x"],
    ["'\\N{DASH}'", "?'\\N{DASH}'"],
    ['None', 'None'],
    ['1', '1'],
    ['-1', '-1'],
    ['True', 'True'],
    ['()', 'tuple()'],
    ["('a',)", 'tuple("a")'],
    ["'a',", 'tuple("a")'],
    ["'a', 'b'", 'tuple("a", "b")'],
    ["('a', # one\n 'b',\n)", 'tuple("a", "b")'],
    ["['a', 'b']", 'list("a", "b")'],
    ["{'a', 'a'}", 'set("a")'],
    ["frozenset(['a'])", 'set("a")'],
    ["tuple(['a'])", 'tuple("a")'],
    ["('a', cli.B)", 'tuple("a", ?cli.B)'],
    ["(*('a', 'b'), 'c')", 'tuple("a", "b", "c")'],
    ['get_down_revision(revision)', '?get_down_revision(revision)'],
    ["'a' if x else 'b'", "?'a' if x else 'b'"],
    ["[x for x in 'ab']", "?[x for x in 'ab']"],
    ['other.revision', '?other.revision'],
    ['lambda: 1', '?lambda: 1'],
  ];
  for (const [source, expected] of spellings) {
    test(`down_revision = ${source}`, () => {
      check(`revision = 'r'\ndown_revision = ${source}\n`, `"r" | ${expected} | - | -`);
      check(`revision: str = 'r'\ndown_revision: Union[str, None] = ${source}`, `"r" | ${expected} | - | -`);
    });
  }
});

suite('reading assignments', () => {
  const files: Readonly<Record<string, readonly [string, string]>> = {
    'tuple assignment': ["revision, down_revision = 'a', None", '"a" | None | - | -'],
    'parenthesised targets': ["(revision, [down_revision]) = ('a', ('b',))", '"a" | "b" | - | -'],
    'chained assignment': [
      "revision = x = 'a'\ndown_revision = branch_labels = None",
      '"a" | None | None | -',
    ],
    'last assignment wins': ["revision = 'a'\nrevision = 'b'", '"b" | - | - | -'],
    'several on a line': ["revision = 'a'; down_revision = 'b';", '"a" | "b" | - | -'],
    'annotation without value': ["revision: str\ndown_revision = 'b'", '- | "b" | - | -'],
    'a constant of the module': ["A = 'a'\nrevision = 'b'\ndown_revision = A", '"b" | "a" | - | -'],
    'a constant that is changed later': [
      "A = 'a'\ndown_revision = A\nA = 'b'\nrevision = A",
      '"b" | "a" | - | -',
    ],
    'an imported name': ['from x import A\ndown_revision = A', '- | ?A | - | -'],
    deleted: ["revision = 'a'\ndel revision", '- | - | - | -'],
    augmented: ["down_revision = 'a'\ndown_revision += 'b'", "- | ?down_revision += 'b' | - | -"],
    'in a condition that is not known': [
      "down_revision = 'a'\nif x:\n    down_revision = 'b'",
      "- | ?'b' | - | -",
    ],
    'in both branches alike': ["if x:\n  revision = 'a'\nelse:\n  revision = 'a'", '"a" | - | - | -'],
    'in a constant condition': ["if True:\n  revision = 'a'\nelse:\n  revision = 'b'", '"a" | - | - | -'],
    'only for type checkers': ["revision = 'a'\nif TYPE_CHECKING:\n  revision = 'b'", '"a" | - | - | -'],
    'only as a script': ["revision = 'a'\nif __name__ == '__main__':\n  revision = 'b'", '"a" | - | - | -'],
    'in try': ["try:\n  revision = 'a'\nexcept E:\n  pass", "?'a' | - | - | -"],
    'in try, otherwise the same': ["try:\n  revision = 'a'\nexcept E:\n  revision = 'a'", '"a" | - | - | -'],
    'in try that fails loudly': ["try:\n  revision = 'a'\nexcept E:\n  raise", '"a" | - | - | -'],
    'in finally': ["try:\n  x()\nfinally:\n  revision = 'a'", '"a" | - | - | -'],
    'in with': ["with x:\n  revision = 'a'", '"a" | - | - | -'],
    'in a loop': ["for revision in 'ab':\n  pass", "?for revision in 'ab':\n  pass | - | - | -"],
    'in a function': ["def f():\n  revision = 'a'", '- | - | - | -'],
    'in a class': ["class A:\n  revision = 'a'", '- | - | - | -'],
    'by a function that is called': [
      "revision = 'a'\ndef f():\n  global revision\n  revision = 'b'\nf()",
      "?'a' | - | - | -",
    ],
    'by a function that is not called': [
      "revision = 'a'\ndef upgrade():\n  global revision\n  revision = 'b'\n",
      '"a" | - | - | -',
    ],
    'a list that grows': [
      "depends_on = []\ntry:\n  import x\n  depends_on.append('b')\nexcept ImportError:\n  pass",
      '- | - | - | ?[]',
    ],
    'a list that grows under another name': ["d = ['a']\ndepends_on = d\nd.append('b')", '- | - | - | ?d'],
    'an assignment expression': ["(revision := 'a')\nx = (down_revision := 'b')", '"a" | "b" | - | -'],
    'through globals()': [
      "revision = 'a'\nglobals()['down_revision'] = 'b'",
      "\"a\" | ?globals()['down_revision'] = 'b' | - | -",
    ],
    'a star import before': ["from x import *\nrevision = 'a'\ndown_revision = None", '"a" | None | - | -'],
    'a star import after': ["revision = 'a'\nfrom x import *", "?'a' | ?from x import * | - | -"],
    'a harmless star import after': ["revision = 'a'\nfrom sqlalchemy import *", '"a" | - | - | -'],
    'in a docstring': ["'''\nrevision = 'x'\n'''\nrevision = 'a'", '"a" | - | - | -'],
    'in a comment': ["# revision = 'x'\nrevision = 'a' # revision = 'y'", '"a" | - | - | -'],
    'in the arguments of a call': ["f(\nrevision='x',\n)\nrevision = 'a'", '"a" | - | - | -'],
    'after functions': ["def f():\n  '''\nrevision = 'x'\n'''\n\nrevision = 'a'", '"a" | - | - | -'],
    'with a byte order mark': ["\ufeffrevision = 'a'\r\ndown_revision = 'b'\r\n", '"a" | "b" | - | -'],
    'half typed': ["revision = 'a'\ndown_revision =\nbranch_labels = 'x'", '"a" | ? | "x" | -'],
    'a name bound inside of a larger expression': [
      "revision = 'r'\nx = [(revision := 'a')]\nbranch_labels = 'q'\ny = (1, (branch_labels := 'b'), branch_labels)",
      "?x = [(revision := 'a')] | - | ?y = (1, (branch_labels := 'b'), branch_labels) | -",
    ],
    'a name bound in an annotation': [
      "revision = 'r'\nx: (revision := 'a') = 1",
      "?x: (revision := 'a') = 1 | - | - | -",
    ],
    'a name bound in what is matched': [
      "revision = 'r'\nmatch (revision := 'a'):\n  case 1: pass",
      "?match (revision := 'a'):\n  case 1: pass | - | - | -",
    ],
    'through globals() in the body of a class': [
      "revision = 'a'\nclass A:\n  globals()['revision'] = 'b'",
      "?globals()['revision'] = 'b' | - | - | -",
    ],
    'a set that names something twice': [
      'depends_on = {None, None}\nbranch_labels = {1, True, (2,), (2,)}',
      '- | - | set(1, tuple(2)) | set(None)',
    ],
    'an unclosed string': ["revision = 'a\ndown_revision = 'b'", '?\'a | "b" | - | -'],
  };
  for (const [name, [text, expected]] of Object.entries(files)) test(name, () => check(text, expected));

  // The parser lets a string end at a backslash in front of CR LF, and takes what follows for something else.
  for (const end of ['\n', '\r\n', '\r'])
    test(`lines of strings that a backslash joins, line end ${JSON.stringify(end)}`, () => {
      const lines = [
        "revision = 'r1'",
        'down_revision = list(("a\\',
        'b",))',
        '# a comment that ends with a backslash \\',
        'def upgrade():',
        "    op.execute('''x \\",
        "    ''' 'SELECT \\\\\\",
        "    it\\'s')",
        '    # \\',
        '    pass',
        'def downgrade():',
        '    pass',
        "revision = 'r2'",
      ];
      const text = lines.join(end);
      check(text, '"r2" | list("ab") | - | -');
      const { problems, upgrade, downgrade } = readRevisionFile(text);
      assert.deepEqual(problems, []);
      assert.equal(upgrade?.range.start, text.indexOf('def upgrade'));
      assert.equal(text.slice(upgrade.range.end).trimStart().slice(0, 13), 'def downgrade');
      assert.equal(downgrade?.isEmpty, true);
    });
});

suite('with in parentheses, which the parser does not know', () => {
  const header = "revision = 'a'\ndown_revision = 'b'\n";
  const fine: readonly string[] = [
    'with (open(x) as f):\n    pass\n',
    'with (\n    open("a)") as f,  # it, (is\n    open(\n        (1, 2)\n    ) as g,  # last\n):\n    pass\n',
    'with (open(x) as f, open(y)): pass\r\n',
    'if x:\n    with (open(x) as f,):\n        pass\n',
    'with (open(x)), open(y) as f:\n    pass\n',
    'with (a).b() as f:\n    pass\n',
  ];
  for (const statement of fine) {
    test(JSON.stringify(statement), () => {
      const text = `${header}${statement}`;
      const reading = readRevisionFile(text);
      assert.deepEqual(reading.problems, []);
      check(text, '"a" | "b" | - | -');
      assert.equal(text.slice(reading.header.down_revision?.valueRange.start).slice(0, 3), "'b'");
    });
  }

  test('a header value that it binds is computed', () => {
    const statement = 'with (open(x) as depends_on):\n    pass';
    check(`${header}${statement}\n`, `"a" | "b" | - | ?${statement}`);
  });

  test('what is wrong in it stays wrong', () => {
    for (const statement of [
      'with (open(x) as f:\n    pass\n',
      'with (open(x) as f)\n    pass\n',
      'with (a as b c):\n    pass\n',
    ])
      assert.equal(readRevisionFile(header + statement).problems.length, 1, statement);
  });
});
