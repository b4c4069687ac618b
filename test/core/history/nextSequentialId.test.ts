import assert from 'node:assert/strict';
import { nextSequentialId } from '../../../server/core/history/nextSequentialId';

suite('the next sequential id', () => {
  test('continues the numbers as wide as they are', () => {
    assert.equal(nextSequentialId(['0001', '0003', '0002']), '0004');
    assert.equal(nextSequentialId(['098', '099']), '100');
    assert.equal(nextSequentialId(['1', '2', '9', '10']), '11');
  });

  test('is not known where the project does not number its revisions', () => {
    assert.equal(nextSequentialId([]), undefined);
    assert.equal(nextSequentialId(['0001']), undefined);
    assert.equal(nextSequentialId(['0001', 'ae1027a6acf']), undefined);
    assert.equal(nextSequentialId(['001', '02']), undefined);
    assert.equal(nextSequentialId(['202401', '202402']), undefined, 'dates are no numbers');
    assert.equal(nextSequentialId(['975123468102', '123412341234']), undefined);
  });
});
