import { formatWithPercent } from './percentFormat';
import { isEqual, isSequence, itemsOf } from './pythonValue';
import type { PythonValue } from './pythonValue';
import type { TemplateBudget } from './templateBudget';
import { UnsupportedTemplate } from './unsupportedTemplate';

/** What an operator gives; undefined for what is not supported. */
export function applyOperator(
  operator: string,
  first: PythonValue,
  second: PythonValue,
  budget: TemplateBudget,
): PythonValue | undefined {
  const areNumbers = typeof first === 'number' && typeof second === 'number';
  const areTexts = typeof first === 'string' && typeof second === 'string';
  switch (operator) {
    case '==':
      return isEqual(first, second);
    case '!=':
      return !isEqual(first, second);
    case 'is':
    case 'is not':
      if (second !== null && typeof second !== 'boolean') return undefined;
      return (first === second) === (operator === 'is');
    case 'in':
    case 'not in':
      return contains(second, first) === (operator === 'in');
    case '<':
    case '<=':
    case '>':
    case '>=':
      return areNumbers ? compare(operator, first, second) : undefined;
    case '+':
      if (areTexts || areNumbers) return areNumbers ? first + second : `${first}${second}`;
      if (!isSequence(first) || !isSequence(second) || first.kind !== second.kind) return undefined;
      return { kind: first.kind, items: [...first.items, ...second.items] };
    case '-':
      return areNumbers ? first - second : undefined;
    case '*':
      return areNumbers ? safely(first * second) : undefined;
    case '%':
      return typeof first === 'string' ? formatWithPercent(first, second, budget) : undefined;
    default:
      return undefined;
  }
}

/** The number, where JavaScript has it exactly. */
function safely(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new UnsupportedTemplate('it computes large numbers');
}

function contains(container: PythonValue, item: PythonValue): boolean {
  if (typeof container === 'string') {
    if (typeof item !== 'string')
      throw new UnsupportedTemplate('it looks for something other than text in a text');
    return container.includes(item);
  }
  return itemsOf(container).some((candidate) => isEqual(candidate, item));
}

function compare(operator: string, first: number, second: number): boolean {
  if (operator === '<') return first < second;
  if (operator === '<=') return first <= second;
  return operator === '>' ? first > second : first >= second;
}
