import type { TextRange } from '../../text/textRange';
import type { PythonNode } from '../syntax/boundedParse';
import type { StaticValue } from '../revisionFile';
import { comprehensionValue } from './comprehensionValue';
import type { EvaluationScope, Evaluator } from './evaluationScope';
import { hasError, innerChildren } from './nodeChildren';
import { wholeNumber, withoutRepeats } from './staticValue';

const sequenceBuiltins: Readonly<Record<string, 'tuple' | 'list' | 'set'>> = {
  tuple: 'tuple',
  list: 'list',
  set: 'set',
  frozenset: 'set',
};

/** Whether a call is one of a built-in function that is followed. */
export function isBuiltinCall(node: PythonNode, scope: EvaluationScope): boolean {
  const callee = node.firstChild;
  if (callee?.name !== 'VariableName') return false;
  const name = scope.text.slice(callee.from, callee.to);
  const isFollowed = name === 'int' || name === 'str' || Object.hasOwn(sequenceBuiltins, name);
  return isFollowed && scope.isBuiltin(name);
}

export function builtinCallValue(
  node: PythonNode,
  evaluator: Evaluator,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  const callee = node.firstChild;
  const argumentList = node.lastChild;
  if (!callee || argumentList?.name !== 'ArgList' || hasError(argumentList)) return undefined;
  const name = scope.text.slice(callee.from, callee.to);
  const args = innerChildren(argumentList);
  const isGenerator = argumentList.getChild('for') !== null;
  if (args.length > 1 && !isGenerator) return undefined;
  const argument = isGenerator
    ? comprehensionValue(argumentList, evaluator, scope, range, 'list')
    : args[0] && evaluator.value(args[0], scope);
  if (args[0] && !argument) return undefined;
  if (name === 'int') {
    if (argument?.kind === 'number') return wholeNumber(Math.trunc(argument.value), range);
    const digits =
      argument?.kind === 'string' ? /^\s*([+-]?\d{1,15})\s*$/.exec(argument.value)?.[1] : undefined;
    return digits === undefined ? undefined : wholeNumber(Number(digits), range);
  }
  if (name === 'str') {
    if (argument?.kind === 'string') return { ...argument, range };
    if (argument?.kind === 'number' && Number.isInteger(argument.value) && /^-?\d+$/.test(argument.source))
      return { kind: 'string', value: String(argument.value), range, literals: [] };
    return undefined;
  }
  const form = Object.hasOwn(sequenceBuiltins, name) ? sequenceBuiltins[name] : undefined;
  if (!form) return undefined;
  if (!argument) return { kind: 'sequence', form, items: [], range };
  if (argument.kind !== 'sequence') return undefined;
  return {
    kind: 'sequence',
    form,
    items: form === 'set' ? withoutRepeats(argument.items) : argument.items,
    range,
  };
}
