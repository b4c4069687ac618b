import { FormatError, percentFormat } from '../text/percentFormat';
import { isSequence, toRepr, toText } from './pythonValue';
import type { PythonValue } from './pythonValue';
import type { TemplateBudget } from './templateBudget';
import { UnsupportedTemplate } from './unsupportedTemplate';

/**
 * Python's `format % value` for a value or a tuple of values. Throws UnsupportedTemplate for keys and
 * fractions, and where Python fails.
 */
export function formatWithPercent(format: string, value: PythonValue, budget: TemplateBudget): string {
  const values = isSequence(value) && value.kind === 'tuple' ? value.items : [value];
  let used = 0;
  const taken = (text: string): string => {
    budget.takeSize(text.length);
    return text;
  };
  try {
    const result = percentFormat<PythonValue>(format, {
      keyed: () => {
        throw new UnsupportedTemplate('it formats with %(');
      },
      next: () => (used < values.length ? values[used++] : undefined),
      textOf: (each) => taken(toText(each)),
      reprOf: (each) => taken(toRepr(each)),
      numberOf: (each) => {
        if (typeof each !== 'number') return undefined;
        if (Number.isInteger(each)) return each;
        throw new UnsupportedTemplate('it formats a fraction');
      },
      typeOf: (each) => (typeof each === 'string' ? 'str' : 'object'),
    });
    if (used < values.length) throw new UnsupportedTemplate('it formats with too many values');
    return result;
  } catch (error) {
    if (error instanceof FormatError) throw new UnsupportedTemplate(`it formats with %: ${error.message}`);
    throw error;
  }
}
