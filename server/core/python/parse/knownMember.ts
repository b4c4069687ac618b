import type { TextRange } from '../../text/textRange';
import type { PythonNode } from '../syntax/boundedParse';
import type { StaticValue } from '../revisionFile';
import type { EvaluationScope, Evaluator } from './evaluationScope';
import { keyOf } from './knownObject';
import type { Known } from './knownObject';
import { hasError, innerChildren } from './nodeChildren';
import { madeText } from './staticValue';
import { characterAt, sliced } from './textFormat';

/** The value of `object.name` or `object[key]`. */
export function knownMember(
  node: PythonNode,
  evaluator: Evaluator,
  scope: EvaluationScope,
): Known | undefined {
  const first = node.firstChild;
  const last = node.lastChild;
  if (!first || !last || hasError(node)) return undefined;
  const object = evaluator.known(first, scope);
  if (!object) return undefined;
  const range: TextRange = { start: node.from, end: node.to };
  if (last.name === 'PropertyName')
    return attributeOf(object, scope.text.slice(last.from, last.to), scope, range);
  const parts = innerChildren(node).slice(1);
  if (parts.some(({ name }) => name === ':')) return slicedValue(object, parts, evaluator, scope, range);
  const [key] = parts;
  if (parts.length !== 1 || !key) return undefined;
  const index = evaluator.value(key, scope);
  if (object.kind === 'dictionary') return object.entries.get(keyOf(index) ?? '');
  if (object.kind === 'class')
    return object.isEnum && index?.kind === 'string'
      ? attributeOf(object, index.value, scope, range)
      : undefined;
  if (index?.kind !== 'number' || !Number.isInteger(index.value)) return undefined;
  if (object.kind === 'path-parts')
    return index.value === -1 && scope.fileName !== undefined ? madeText(scope.fileName, range) : undefined;
  if (object.kind === 'sequence') return object.form === 'set' ? undefined : object.items.at(index.value);
  const character = object.kind === 'string' ? characterAt(object.value, index.value) : undefined;
  return character === undefined ? undefined : madeText(character, range);
}

export function attributeOf(
  object: Known,
  name: string,
  scope: EvaluationScope,
  range: TextRange,
): Known | undefined {
  if (object.kind === 'class') {
    const entry = object.entries.get(name);
    return entry && object.isEnum ? { kind: 'member', name, value: entry } : entry;
  }
  if (object.kind === 'member') {
    if (name === 'value') return object.value;
    return name === 'name' ? madeText(object.name, range) : undefined;
  }
  if (object.kind === 'imported') {
    const path = `${object.path}.${name}`;
    return path === 'os.sep' || path === 'os.path.sep' ? { kind: 'separator' } : { kind: 'imported', path };
  }
  if (object.kind !== 'path' || object.isText || scope.fileName === undefined) return undefined;
  if (name === 'name') return madeText(scope.fileName, range);
  return name === 'stem' ? madeText(stemOf(scope.fileName), range) : undefined;
}

export function stemOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot > 0 ? fileName.slice(0, dot) : fileName;
}

function slicedValue(
  object: Known,
  parts: readonly PythonNode[],
  evaluator: Evaluator,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  const bounds: (number | undefined)[] = [undefined];
  for (const part of parts) {
    if (part.name === ':') {
      bounds.push(undefined);
      continue;
    }
    const value = evaluator.value(part, scope);
    if (value?.kind !== 'number' || !Number.isInteger(value.value)) return undefined;
    bounds[bounds.length - 1] = value.value;
  }
  const [from, to, step = 1] = bounds;
  if (step !== 1) return undefined;
  if (object.kind === 'string') {
    const part = sliced(object.value, from, to);
    return part === undefined ? undefined : madeText(part, range);
  }
  if (object.kind !== 'sequence' || object.form === 'set') return undefined;
  if (!scope.budget.takeSteps(object.items.length)) return undefined;
  return { ...object, items: sliced(object.items, from, to) ?? [], range };
}
