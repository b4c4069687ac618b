import assert from 'node:assert/strict';
import { parseTomlFile } from '../../../server/core/config/tomlFile';

/** What is written for a key of `[tool.alembic]`; undefined where the key has no value of its own. */
function writtenFor(text: string, key: string): string | undefined {
  const file = parseTomlFile('/w/pyproject.toml', text);
  assert.equal(file.error, undefined);
  const range = file.entries.get(key)?.value;
  return range && text.slice(range.start, range.end);
}

suite('TOML: where a value is written', () => {
  const cases: Readonly<Record<string, readonly [text: string, key: string, written: string | undefined]>> = {
    'a plain value': ['[tool.alembic]\nx = "a" # why\n', 'x', '"a"'],
    'a list with a bracket in a text': ['[tool.alembic]\nx = ["a]", "b"]\n', 'x', '["a]", "b"]'],
    'a list with a bracket in a comment': [
      '[tool.alembic]\nx = [ # see [1]\n  "a",\n]\n',
      'x',
      '[ # see [1]\n  "a",\n]',
    ],
    'dotted keys under [tool]': ['[tool]\nalembic.x = 1\n', 'x', '1'],
    'dotted keys at the root': ['tool.alembic.x = 1\n[tool.other]\nx = 2\n', 'x', '1'],
    'an inline table': ['[tool.other]\nx = 1\n[tool]\nalembic = { x = "a" }\n', 'x', '"a"'],
    'a quoted header': ['[tool.other]\nx = 1\n["tool"."alembic"]\nx = 2\n', 'x', '2'],
    'a text of several lines': ['[tool.alembic]\nx = """\na\n"""\n', 'x', '"""\na\n"""'],
    'a key inside a text': ["[tool.alembic]\ny = '''\nx = 1\n'''\nx = 2\n", 'x', '2'],
    'a quoted key': ['[tool.alembic]\n"x" = 1\n', 'x', '1'],
    'a header inside a text': [
      '[tool.a]\ny = """\n[tool.alembic]\nx = 1\n"""\n[tool.alembic]\nx = 2\n',
      'x',
      '2',
    ],
    'the key of a table further down': ['[tool.alembic]\n[tool.alembic.y]\nx = 1\n', 'x', undefined],
    'Windows line ends and letters beyond the BMP': ['# 😀é\r\n[tool.alembic]\r\nx = "😀"\r\n', 'x', '"😀"'],
    'a table of its own': ['[tool.alembic.x]\na = 1\n', 'x', undefined],
  };
  for (const [name, [text, key, written]] of Object.entries(cases))
    test(name, () => {
      assert.equal(writtenFor(text, key), written);
    });

  test('the members of a list, with their quotes', () => {
    const text = `[tool.alembic]\nx = ['a]', """b""", # "c"\n "d"]\n`;
    const members = parseTomlFile('', text).entries.get('x')?.members ?? [];
    assert.deepEqual(
      members.map(({ start, end }) => text.slice(start, end)),
      ["'a]'", '"""b"""', '"d"'],
    );
  });
});

suite('TOML: files that Python does not read', () => {
  const errorOf = (text: string): string => {
    const { error } = parseTomlFile('/w/pyproject.toml', text);
    const range = error?.place?.range ?? { start: 0, end: 0 };
    return `${error?.type ?? ''}: ${error?.message ?? ''} | ${text.slice(range.start, range.end)}`;
  };

  test('the error stands where the mistake is', () => {
    assert.equal(
      errorOf('# é😀\r\n[tool.alembic]\r\nx = tru # no\r\n'),
      'TOMLDecodeError: Unexpected character (at line 3, column 5) | tru # no',
    );
    assert.match(
      errorOf('[tool.alembic]\nx = 1\nx = 2\n'),
      /^TOMLDecodeError: .* \(at line 3, column 1\) \| x = 2$/,
    );
  });

  test('a table that is none', () => {
    assert.equal(errorOf('[tool]\nalembic = 1\n'), 'CommandError: Incorrect TOML format | 1');
    assert.equal(errorOf('[[tool.alembic]]\nx = 1\n'), 'CommandError: Incorrect TOML format | alembic');
    assert.equal(errorOf('tool = []\n'), "AttributeError: 'list' object has no attribute 'get' | []");
  });

  test('nesting that no reader follows is an error, not a crash', () => {
    for (const text of [
      `[tool.alembic]\nx = ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`,
      `[tool.alembic]\nx = ${'{a='.repeat(50_000)}1${'}'.repeat(50_000)}\n`,
    ])
      assert.match(errorOf(text), /^RecursionError: /);
    assert.match(errorOf(`x = ${'['.repeat(100_000)}`), /Error: /);
  });

  test('keys that JavaScript knows are keys like any other', () => {
    const { table } = parseTomlFile('', '[tool.alembic]\n__proto__ = 1\nconstructor = 2\n');
    assert.deepEqual(Object.entries(table ?? {}), [
      ['__proto__', 1n],
      ['constructor', 2n],
    ]);
  });
});
