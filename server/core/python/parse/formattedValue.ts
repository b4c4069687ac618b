import { FormatError, percentFormat } from '../../text/percentFormat';
import type { TextRange } from '../../text/textRange';
import type { PythonNode } from '../syntax/boundedParse';
import { decodeLiteral } from '../pythonString';
import type { StaticValue } from '../revisionFile';
import { valueLimits } from './evaluationScope';
import type { EvaluationScope, Evaluator } from './evaluationScope';
import type { Known } from './knownObject';
import { hasError, innerChildren } from './nodeChildren';
import { plainOf } from './plainValue';
import { madeText } from './staticValue';
import { formatTemplate, formatted } from './textFormat';
import type { Plain } from './textFormat';

/** The value of an f-string. */
export function formatStringValue(
  node: PythonNode,
  evaluator: Evaluator,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  const { text } = scope;
  const opening = /^([rRfF]*)('''|"""|'|")/.exec(text.slice(node.from, node.from + 6));
  if (!opening || hasError(node)) return undefined;
  const [whole, letters = '', quotes = ''] = opening;
  const prefix = /r/i.test(letters) ? 'r' : '';
  let at = node.from + whole.length;
  let value = '';
  const addText = (end: number): boolean => {
    const decoded = decodeLiteral(prefix + quotes + text.slice(at, end) + quotes);
    if (!decoded) return false;
    value += decoded.value.replaceAll('{{', '{').replaceAll('}}', '}');
    return true;
  };
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'FormatReplacement' || !addText(child.from)) return undefined;
    const field = fieldValue(child, evaluator, scope);
    if (field === undefined) return undefined;
    value += field;
    at = child.to;
    if (value.length > valueLimits.size || !scope.budget.takeSteps(value.length)) return undefined;
  }
  const end = node.to - quotes.length;
  return end >= at && text.slice(end, node.to) === quotes && addText(end)
    ? madeText(value, range)
    : undefined;
}

function fieldValue(node: PythonNode, evaluator: Evaluator, scope: EvaluationScope): string | undefined {
  const [expression, ...rest] = innerChildren(node);
  if (!expression || hasError(node)) return undefined;
  let specification = '';
  for (const part of rest) {
    const source = scope.text.slice(part.from, part.to);
    if (part.name === 'FormatSpec' && !part.getChild('FormatReplacement')) specification = source.slice(1);
    else if (part.name !== 'FormatConversion' || source !== '!s') return undefined;
  }
  const plain = plainOf(evaluator.value(expression, scope));
  return plain === undefined ? undefined : formatted(plain, specification);
}

/** The value of `template % values`. */
export function percentValue(
  template: string,
  right: PythonNode,
  evaluator: Evaluator,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  if (template.length > valueLimits.size) return undefined;
  const values = evaluator.known(right, scope);
  if (!values || !scope.budget.takeSteps(template.length)) return undefined;
  const isTuple = values.kind === 'sequence' && values.form === 'tuple';
  const items: Known[] = isTuple ? [...values.items] : [values];
  const plain = (value: Known): string | number => {
    const found = plainOf(value);
    if (typeof found !== 'string' && typeof found !== 'number') throw notFollowed();
    return found;
  };
  try {
    const value = percentFormat<Known>(template, {
      keyed: (key) => {
        const entry = values.kind === 'dictionary' ? values.entries.get(`text ${key}`) : undefined;
        if (!entry) throw notFollowed();
        return entry;
      },
      next: () => items.shift(),
      textOf: (each) => String(plain(each)),
      reprOf: () => {
        throw notFollowed();
      },
      numberOf: (each) => {
        const number = plain(each);
        return typeof number === 'number' ? number : undefined;
      },
      typeOf: (each) => each.kind,
    });
    if (items.length > 0 && values.kind !== 'dictionary') return undefined;
    return value.length <= valueLimits.size ? madeText(value, range) : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function notFollowed(): FormatError {
  return new FormatError('TypeError', 'not followed');
}

/** The value of `template.format(…)`. */
export function templateValue(
  template: string,
  list: PythonNode,
  evaluator: Evaluator,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  if (template.length > valueLimits.size || !scope.budget.takeSteps(template.length)) return undefined;
  const nodes = innerChildren(list);
  const positional: Plain[] = [];
  const keyed = new Map<string, Plain>();
  for (let index = 0; index < nodes.length; index++) {
    let node = nodes[index];
    if (!node) continue;
    const isKeyword = nodes[index + 1]?.name === 'AssignOp';
    const name = scope.text.slice(node.from, node.to);
    if (isKeyword) node = nodes[(index += 2)];
    const isPlain = node?.name !== '*' && node?.name !== '**';
    const value = node && isPlain ? plainOf(evaluator.value(node, scope)) : undefined;
    if (value === undefined) return undefined;
    if (isKeyword) keyed.set(name, value);
    else positional.push(value);
  }
  const value = formatTemplate(template, positional, keyed);
  return value === undefined ? undefined : madeText(value, range);
}
