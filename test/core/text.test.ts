import assert from 'node:assert/strict';
import { LineIndex } from '../../server/core/text/lineIndex';
import { applyTextEdits } from '../../server/core/text/textEdit';

suite('text', () => {
  test('lines end at any of the three line ends', () => {
    const index = new LineIndex('a\nb\r\nc\rd');
    assert.equal(index.lineCount, 4);
    assert.deepEqual(index.at(5), { line: 2, character: 0 });
    assert.equal(index.offset({ line: 3, character: 1 }), 8);
  });

  test('edits refer to the text before and must not overlap', () => {
    const edits = [
      { range: { start: 4, end: 5 }, newText: 'X' },
      { range: { start: 0, end: 1 }, newText: 'YY' },
    ];
    assert.equal(applyTextEdits('abcdef', edits), 'YYbcdXf');
    assert.throws(
      () =>
        applyTextEdits('abc', [
          { range: { start: 0, end: 2 }, newText: '' },
          { range: { start: 1, end: 3 }, newText: '' },
        ]),
      RangeError,
    );
  });
});
