import type { TextRange } from '../../text/textRange';
import type { PythonNode } from '../syntax/boundedParse';
import type { StaticValue } from '../revisionFile';
import { valueLimits } from './evaluationScope';
import type { EvaluationScope, Evaluator } from './evaluationScope';
import type { Known } from './knownObject';
import { innerChildren } from './nodeChildren';
import { dynamicValue, truthOf, withoutRepeats } from './staticValue';

/** The items of a comprehension with one loop over items that are known. */
export function comprehensionValue(
  node: PythonNode,
  evaluator: Evaluator,
  scope: EvaluationScope,
  range: TextRange,
  form: 'list' | 'set',
): StaticValue | undefined {
  const [element, loop, target, inWord, iterable, ifWord, condition, ...more] = innerChildren(node);
  if (!element || loop?.name !== 'for' || target?.name !== 'VariableName' || inWord?.name !== 'in')
    return undefined;
  if (!iterable || more.length > 0 || (ifWord && ifWord.name !== 'if')) return undefined;
  const over = evaluator.value(iterable, scope);
  if (over?.kind !== 'sequence' || over.items.length > valueLimits.size) return undefined;
  const name = scope.text.slice(target.from, target.to);
  const items: StaticValue[] = [];
  for (const item of over.items) {
    if (!scope.budget.takeSteps(node.to - node.from)) return undefined;
    const inside = { ...scope, locals: new Map<string, Known>([...(scope.locals ?? []), [name, item]]) };
    const holds = condition ? truthOf(evaluator.value(condition, inside)) : true;
    if (holds === undefined) return undefined;
    if (holds) items.push(evaluator.value(element, inside) ?? dynamicValue(scope.text, element));
  }
  return { kind: 'sequence', form, items: form === 'set' ? withoutRepeats(items) : items, range };
}
