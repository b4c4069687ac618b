import assert from 'node:assert/strict';
import { parseBounded } from '../../server/core/python/syntax/boundedParse';
import { readRevisionFile } from '../../server/core/python/readRevisionFile';

const header = "revision = 'a'\ndown_revision = None\n";
/** Sound Python that the scanner leaves to the parser, far longer than what is always parsed. */
const long = `if x:\n    pass\n${'call(a, [1, 2, {3: 4}], "text")\n'.repeat(2000)}`;
const nonsense = 'lorem ipsum dolor sit amet consectetur '.repeat(25_000);

suite('how far a text is parsed', () => {
  const problemsOf = (text: string): readonly (readonly [string, number])[] =>
    readRevisionFile(text).problems.map(({ pythonMessage, range }) => [pythonMessage, range.start]);
  const idOf = (text: string): string | undefined => {
    const value = readRevisionFile(text).header.revision?.value;
    return value?.kind === 'string' ? value.value : undefined;
  };

  test('long texts to their end', () => {
    assert.equal(parseBounded(long).end, long.length);
    assert.deepEqual([idOf(long + header), problemsOf(long + header)], ['a', []]);
  });

  test('with a few mistakes, too', () => {
    const broken = `def (:\n    pass\n${long}${header}`;
    assert.equal(parseBounded(broken).end, broken.length);
    assert.deepEqual([idOf(broken), problemsOf(broken)], ['a', [["'(' was never closed", 4]]]);
    // Syntax that is newer than the parser is no mistake.
    const newer = `def f():\n    print(f"{x!r:{y}}" if [*a] else (yield))\n    type X[T] = T\n${long}${header}`;
    assert.deepEqual([idOf(newer), problemsOf(newer)], ['a', []]);
  });

  test('not what is no Python, of which the beginning is read', () => {
    const text = header + nonsense;
    assert.ok(parseBounded(text).end < 100_000);
    assert.deepEqual([idOf(text), problemsOf(text)], ['a', [['invalid syntax', header.length + 6]]]);
  });

  test('what was left out of a text is a problem even where none was seen', () => {
    const text = `${header}del y\ndef f():\n    ${nonsense}\n`;
    const { end } = parseBounded(text);
    assert.ok(end < text.length);
    assert.deepEqual(problemsOf(text), [['invalid syntax', end]]);
  });

  test('no deeper than Python goes', () => {
    const nested = (depth: number): string => `x = ${'('.repeat(depth)}1${')'.repeat(depth)}\n`;
    assert.deepEqual(problemsOf(`${header}del y\n${nested(200)}`), []);
    const text = header + '('.repeat(1_000_000);
    assert.deepEqual(
      [idOf(text), problemsOf(text)],
      ['a', [['too many nested parentheses', header.length + 200]]],
    );
    // Brackets in strings are text.
    const strings = `${header}del y\nx = """${'('.repeat(20_000)}"""\nrevision = 'b'\n`;
    assert.deepEqual([idOf(strings), problemsOf(strings)], ['b', []]);
  });
});
