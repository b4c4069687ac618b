import { callTextMethod } from '../../text/textMethods';
import type { TextRange } from '../../text/textRange';
import type { PythonNode } from '../syntax/boundedParse';
import type { StaticValue } from '../revisionFile';
import { comprehensionValue } from './comprehensionValue';
import { valueLimits } from './evaluationScope';
import type { EvaluationScope, Evaluator } from './evaluationScope';
import { templateValue } from './formattedValue';
import { keyOf } from './knownObject';
import type { Known } from './knownObject';
import { attributeOf, stemOf } from './knownMember';
import { hasError, innerChildren } from './nodeChildren';
import { plainOf, valueOfResult } from './plainValue';
import { madeText } from './staticValue';

/** The value of a call of a method of a text, dictionary or path, or of what `os.path` and `pathlib` have. */
export function knownCall(
  node: PythonNode,
  evaluator: Evaluator,
  scope: EvaluationScope,
  range: TextRange,
): Known | undefined {
  const callee = node.firstChild;
  const list = node.lastChild;
  if (!callee || list?.name !== 'ArgList' || hasError(list) || !scope.budget.takeSteps(1)) return undefined;
  if (callee.name === 'VariableName') {
    const called = evaluator.known(callee, scope);
    return called?.kind === 'imported'
      ? importedCall(called.path, argumentsOf(list, evaluator, scope), scope, range)
      : undefined;
  }
  const name = callee.lastChild;
  if (callee.name !== 'MemberExpression' || name?.name !== 'PropertyName' || !callee.firstChild)
    return undefined;
  const method = scope.text.slice(name.from, name.to);
  const object = evaluator.known(callee.firstChild, scope);
  if (!object) return undefined;
  if (object.kind === 'imported' || object.kind === 'class' || object.kind === 'member') {
    const called = hasError(callee) ? undefined : attributeOf(object, method, scope, range);
    if (called?.kind === 'imported')
      return importedCall(called.path, argumentsOf(list, evaluator, scope), scope, range);
  }
  if (object.kind === 'string' && method === 'format')
    return templateValue(object.value, list, evaluator, scope, range);
  const args = list.getChild('for')
    ? [comprehensionValue(list, evaluator, scope, range, 'list')]
    : argumentsOf(list, evaluator, scope);
  if (object.kind === 'string') return textMethodValue(object.value, method, args, scope, range);
  if (object.kind === 'dictionary' && method === 'get') {
    const key = keyOf(args?.[0]);
    if (key === undefined) return undefined;
    return object.entries.get(key) ?? (args?.length === 2 ? args[1] : undefined);
  }
  return object.kind === 'path' ? pathMethod(object.isText, method, args, scope) : undefined;
}

/** Positional arguments; undefined where others are among them. */
function argumentsOf(
  list: PythonNode,
  evaluator: Evaluator,
  scope: EvaluationScope,
): (Known | undefined)[] | undefined {
  const nodes = innerChildren(list);
  if (nodes.some(({ name }) => name === '*' || name === '**' || name === 'AssignOp' || name === 'for'))
    return undefined;
  return nodes.map((node) => evaluator.known(node, scope));
}

function textMethodValue(
  text: string,
  method: string,
  args: readonly (Known | undefined)[] | undefined,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  const plain = args?.map(plainOf);
  if (!plain?.every((value) => value !== undefined)) return undefined;
  if (text.length > valueLimits.size || !scope.budget.takeSteps(text.length)) return undefined;
  return valueOfResult(
    callTextMethod(method, text, plain, (size) => size <= valueLimits.size),
    range,
  );
}

function pathMethod(
  isText: boolean,
  method: string,
  args: readonly (Known | undefined)[] | undefined,
  scope: EvaluationScope,
): Known | undefined {
  if (!args || scope.fileName === undefined) return undefined;
  const [first] = args;
  if (!isText)
    return /^(resolve|absolute|expanduser)$/.test(method) && args.length === 0
      ? { kind: 'path', isText }
      : undefined;
  const isSeparator = first?.kind === 'separator' || (first?.kind === 'string' && first.value === '/');
  return isSeparator && /^(split|rsplit|rpartition)$/.test(method) ? { kind: 'path-parts' } : undefined;
}

function importedCall(
  path: string,
  args: readonly (Known | undefined)[] | undefined,
  scope: EvaluationScope,
  range: TextRange,
): Known | undefined {
  const [only] = args ?? [];
  if (args?.length !== 1 || !only || scope.fileName === undefined) return undefined;
  const isPath = only.kind === 'path';
  switch (path) {
    case 'os.path.basename':
      if (isPath) return madeText(scope.fileName, range);
      return only.kind === 'string' && !/[\\/]/.test(only.value) ? only : undefined;
    case 'os.path.abspath':
    case 'os.path.realpath':
    case 'os.path.normpath':
    case 'os.fspath':
      return isPath ? { kind: 'path', isText: true } : undefined;
    case 'os.path.split':
      return isPath ? { kind: 'path-parts' } : undefined;
    case 'os.path.splitext': {
      if (only.kind !== 'string' || /[\\/]/.test(only.value)) return undefined;
      const stem = stemOf(only.value);
      const items = [madeText(stem, range), madeText(only.value.slice(stem.length), range)];
      return { kind: 'sequence', form: 'tuple', items, range };
    }
    case 'pathlib.Path':
    case 'pathlib.PurePath':
      return isPath ? { kind: 'path', isText: false } : undefined;
    default:
      return undefined;
  }
}
