import assert from 'node:assert/strict';
import { formatWithPercent } from '../../server/core/mako/percentFormat';
import type { PythonValue } from '../../server/core/mako/pythonValue';
import { TemplateBudget } from '../../server/core/mako/templateBudget';

/** What a template's `format % values` makes, or why the template is not rendered. */
function format(text: string, ...values: readonly PythonValue[]): string {
  const [only = null] = values;
  const value: PythonValue = values.length === 1 ? only : { kind: 'tuple', items: values };
  try {
    return formatWithPercent(text, value, new TemplateBudget());
  } catch (error) {
    return String(error);
  }
}

suite('formats with % in templates', () => {
  test('widths, signs and number bases are those of Python', () => {
    assert.equal(format('%05d|%-4s|%x|%+d|%%|%r', 7, 'a', 255, 3, "b'c"), `00007|a   |ff|+3|%|"b'c"`);
    assert.equal(format('%s and %s', null, true), 'None and True');
    assert.equal(format('%.2s', 'abc'), 'ab');
  });

  test('too few or too many values, keys and fractions are refused', () => {
    assert.match(format('%s %s', 'a'), /not enough arguments/);
    assert.match(format('%s', 'a', 'b'), /too many values/);
    assert.match(format('%(a)s', 'a'), /%\(/);
    assert.match(format('%d', 1.5), /a fraction/);
    assert.match(format('%d', 'a'), /a real number is required, not str/);
  });
});
