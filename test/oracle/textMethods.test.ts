import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { callTextMethod } from '../../server/core/text/textMethods';
import type { TextArgument } from '../../server/core/text/textMethods';
import { pythonWith } from './graphOracle';

const texts = [
  '',
  '  a b ',
  '\tx\n\x1c',
  'aaa',
  'a-b--c',
  'Hello wORLD',
  '+7',
  '-12',
  '7',
  'é ß',
  'ΑΣ Σ',
  'a\r\nb\x0bc\x1dd\u2028e\n',
  '\ufeffa ',
  'x😀y',
  'path/to/033_c.py',
  'a\x85b c',
];

/** A list of several texts stands for a tuple where Python wants one. */
const calls: readonly (readonly [method: string, ...args: readonly TextArgument[]])[] = [
  ['strip'],
  ['lstrip'],
  ['rstrip'],
  ['strip', 'a-'],
  ['lstrip', '+-a'],
  ['rstrip', 'c.py'],
  ['strip', '😀x'],
  ['strip', null],
  ['lower'],
  ['upper'],
  ['capitalize'],
  ['title'],
  ['casefold'],
  ['split'],
  ['split', '-'],
  ['split', 'aa'],
  ['rsplit', 'aa'],
  ['split', '-', 1],
  ['rsplit', '-', 1],
  ['rsplit', '/', 0],
  ['split', ''],
  ['splitlines'],
  ['partition', '-'],
  ['rpartition', '-'],
  ['partition', 'zz'],
  ['rpartition', 'zz'],
  ['removeprefix', 'a'],
  ['removesuffix', ''],
  ['removesuffix', 'c'],
  ['startswith', 'a'],
  ['startswith', ['x', 'a']],
  ['endswith', ['c', 'y']],
  ['replace', 'a', 'bb'],
  ['replace', '', '-'],
  ['replace', 'a', 'b', 1],
  ['replace', '', '-', 2],
  ['zfill', 5],
  ['zfill', 0],
  ['rjust', 6],
  ['ljust', 6, '*'],
  ['rjust', 5, '😀'],
  ['join', ['1', '2', '3']],
  ['join', 'xy'],
];

const program = `
import json, sys
texts, calls = json.load(sys.stdin)
def answer(text, name, args):
    args = [tuple(each) if isinstance(each, list) else each for each in args]
    try:
        result = getattr(text, name)(*args)
    except ValueError:
        return {"kind": "error"}
    if isinstance(result, bool):
        return {"kind": "boolean", "value": result}
    if isinstance(result, str):
        return {"kind": "text", "value": result}
    return {"kind": type(result).__name__, "items": list(result)}
json.dump([[answer(text, name, args) for name, *args in calls] for text in texts], sys.stdout)
`;

suite('methods of texts', () => {
  test('give what Python gives, or nothing', async () => {
    const python = await pythonWith('oracle-newest', ['alembic', 'sqlalchemy']);
    const output = execFileSync(python, ['-c', program], {
      input: JSON.stringify([texts, calls]),
      encoding: 'utf8',
      env: { ...process.env, PYTHONUTF8: '1' },
    });
    const expected = JSON.parse(output) as unknown[][];
    let followed = 0;
    texts.forEach((text, row) => {
      calls.forEach(([name, ...args], column) => {
        const result = callTextMethod(name, text, args, () => true);
        if (!result) return;
        followed++;
        const plain = result.kind === 'error' ? { kind: 'error' } : result;
        assert.deepEqual(
          plain,
          expected[row]?.[column],
          `${JSON.stringify(text)}.${name}(${JSON.stringify(args)})`,
        );
      });
    });
    assert.ok(followed > 600, String(followed));
  });
});
