import { choiceBelowNot, choiceOf } from '../python/syntax/negation';
import type { PythonNode } from '../python/syntax/boundedParse';
import { decodeLiteral } from '../python/pythonString';
import { parseFaultless } from '../python/syntax/boundedParse';
import { attributeOf } from './pythonMethods';
import type { NameScope } from './nameScope';
import { comprehensionItems, comprehensionTargets, scopeWith, scopeWithout } from './comprehensions';
import { describe, isSequence, isTrue, itemsOf, toRepr, toText } from './pythonValue';
import type { PythonCallable, PythonValue } from './pythonValue';
import { BrokenTemplate, shorten, UnsupportedTemplate } from './unsupportedTemplate';
import { applyOperator } from './operators';

/**
 * The value of a Python expression as Mako would compute it. Throws UnsupportedTemplate for what is outside
 * of the supported subset.
 */
export function evaluateSource(source: string, scope: NameScope): PythonValue {
  const text = source.trimStart();
  let parsed = scope.parsed.get(source);
  if (!parsed) {
    const expression = parseExpression(source);
    parsed = { expression, targets: comprehensionTargets(expression, text) };
    scope.parsed.set(source, parsed);
  }
  return new Evaluation(text, scopeWithout(scope, parsed.targets)).evaluate(parsed.expression);
}

/**
 * Parses an expression of a template. Throws UnsupportedTemplate where Python would find no single
 * expression.
 */
export function parseExpression(source: string): PythonNode {
  // Mako reads the expression as a statement of its own first.
  const statement = parseFaultless(source.trimStart())?.topNode.firstChild;
  const expression = statement?.firstChild;
  const isAlone = statement?.name === 'ExpressionStatement' && !statement.nextSibling;
  if (!expression || !isAlone || expression.nextSibling) {
    throw new UnsupportedTemplate(`it has the expression ${shorten(source)}`);
  }
  return expression;
}

class Evaluation {
  readonly #text: string;
  readonly #scope: NameScope;

  constructor(text: string, scope: NameScope) {
    this.#text = text;
    this.#scope = scope;
  }

  evaluate(node: PythonNode): PythonValue {
    const { budget } = this.#scope;
    budget.takeStep();
    return budget.within(() => this.#evaluate(node));
  }

  #evaluate(node: PythonNode): PythonValue {
    const parts = childrenOf(node);
    switch (node.name) {
      case 'ParenthesizedExpression':
        return this.#only(node, parts.slice(1, -1));
      case 'None':
        return null;
      case 'Boolean':
        return this.#source(node) === 'True';
      case 'Number':
        return this.#number(node);
      case 'String':
        return this.#string(node);
      case 'ContinuedString':
        return parts.map((part) => toText(this.evaluate(part))).join('');
      case 'FormatString':
        return this.#formatString(node);
      case 'VariableName':
        return this.#charged(this.#scope.lookUp(this.#source(node)));
      case 'TupleExpression':
        return { kind: 'tuple', items: this.#items(parts) };
      case 'ArrayExpression':
        return { kind: 'list', items: this.#items(parts) };
      case 'ArrayComprehensionExpression':
        return { kind: 'list', items: this.#comprehension(parts) };
      case 'ComprehensionExpression':
        return { kind: 'iterator', items: this.#comprehension(parts) };
      case 'LambdaExpression':
        return this.#lambda(node, parts);
      case 'ConditionalExpression':
        return this.#conditional(node, parts);
      case 'UnaryExpression':
        return this.#unary(node, parts);
      case 'BinaryExpression':
        return this.#binary(node, parts);
      case 'MemberExpression':
        return this.#member(node, parts);
      case 'CallExpression':
        return this.#call(node, parts);
      default:
        throw this.#unsupported(node);
    }
  }

  /** What names stand for and calls give is all that can grow, since the rest is as large as its source. */
  #charged(value: PythonValue): PythonValue {
    this.#scope.budget.takeValue(value);
    return value;
  }

  #only(node: PythonNode, parts: readonly PythonNode[]): PythonValue {
    const [part, ...others] = parts;
    if (!part || others.length > 0) throw this.#unsupported(node);
    return this.evaluate(part);
  }

  #items(parts: readonly PythonNode[]): readonly PythonValue[] {
    return parts.filter((part) => !'()[],'.includes(part.name)).map((part) => this.evaluate(part));
  }

  /** The items of a comprehension, of which the first and the last part are its brackets. */
  #comprehension(parts: readonly PythonNode[]): readonly PythonValue[] {
    const evaluate = (node: PythonNode, scope: NameScope) => new Evaluation(this.#text, scope).evaluate(node);
    return comprehensionItems(parts.slice(1, -1), (node) => this.#source(node), this.#scope, evaluate);
  }

  #lambda(node: PythonNode, parts: readonly PythonNode[]): PythonValue {
    const [, parameters, colon, body] = parts;
    if (parameters?.name !== 'ParamList' || colon?.name !== ':' || !body) throw this.#unsupported(node);
    // Mako does not see what a comprehension in a function uses.
    if (comprehensionTargets(body, this.#text).size > 0) throw this.#unsupported(node);
    const names = parameterNames(parameters, this.#text);
    if (!names) throw this.#unsupported(node);
    return functionOf('lambda', names, this.#scope, (scope) =>
      new Evaluation(this.#text, scope).evaluate(body),
    );
  }

  #number(node: PythonNode): PythonValue {
    const source = this.#source(node);
    if (!/^(?:0|[1-9]\d{0,14})$/.test(source)) throw this.#unsupported(node);
    return Number(source);
  }

  #string(node: PythonNode): PythonValue {
    const decoded = decodeLiteral(this.#source(node));
    if (!decoded || decoded.isBytes) throw this.#unsupported(node);
    return decoded.value;
  }

  #formatString(node: PythonNode): PythonValue {
    const source = this.#source(node);
    const opening = /^[fF]("""|'''|"|')/.exec(source);
    if (!opening || source.includes('\\')) throw this.#unsupported(node);
    let result = '';
    let position = node.from + opening[0].length;
    const plain = (end: number) =>
      this.#text.slice(position, end).replace(/\{\{|\}\}/g, (pair) => pair.charAt(0));
    for (const replacement of childrenOf(node)) {
      // Before Python 3.12 a replacement field can't hold the string's own quotes.
      if (this.#source(replacement).includes(opening[1]?.charAt(0) ?? '')) throw this.#unsupported(node);
      const [open, expression, ...rest] = childrenOf(replacement);
      const [conversion, close, ...others] = rest[0]?.name === '}' ? [undefined, ...rest] : rest;
      if (open?.name !== '{' || !expression || close?.name !== '}' || others.length > 0) {
        throw this.#unsupported(node);
      }
      const value = this.evaluate(expression);
      const mark = conversion && this.#source(conversion);
      if (mark !== undefined && mark !== '!r' && mark !== '!s') throw this.#unsupported(node);
      result += plain(replacement.from) + (mark === '!r' ? toRepr(value) : toText(value));
      position = replacement.to;
    }
    return result + plain(node.to - (opening[1]?.length ?? 1));
  }

  #conditional(node: PythonNode, parts: readonly PythonNode[]): PythonValue {
    const [first, ifWord, condition, elseWord, second] = parts;
    if (!first || ifWord?.name !== 'if' || !condition || elseWord?.name !== 'else' || !second) {
      throw this.#unsupported(node);
    }
    return this.evaluate(isTrue(this.evaluate(condition)) ? first : second);
  }

  #unary(node: PythonNode, parts: readonly PythonNode[]): PythonValue {
    const [operator, operand] = parts;
    if (!operator || !operand) throw this.#unsupported(node);
    if (operator.name === 'not') {
      if (choiceBelowNot(node) === 'unclear') throw this.#unsupported(node);
      return this.#negated(operand);
    }
    const value = this.evaluate(operand);
    if (this.#source(operator) === '-' && typeof value === 'number') return -value;
    throw this.#unsupported(node);
  }

  /** `not a and b`: the `not` belongs to the first part. */
  #negated(node: PythonNode): PythonValue {
    const choice = choiceOf(node);
    if (!choice) return !isTrue(this.evaluate(node));
    const first = this.#negated(choice.left);
    return isTrue(first) === (choice.word === 'or') ? first : this.evaluate(choice.right);
  }

  #binary(node: PythonNode, parts: readonly PythonNode[]): PythonValue {
    const left = parts[0];
    const right = parts[parts.length - 1];
    if (!left || !right || parts.length < 3) throw this.#unsupported(node);
    const operator = parts
      .slice(1, -1)
      .map((part) => this.#source(part))
      .join(' ');
    const first = this.evaluate(left);
    if (operator === 'and') return isTrue(first) ? this.evaluate(right) : first;
    if (operator === 'or') return isTrue(first) ? first : this.evaluate(right);
    if (isComparison(left) || isComparison(right)) throw this.#unsupported(node);
    const second = this.evaluate(right);
    const result = applyOperator(operator, first, second, this.#scope.budget);
    if (result === undefined) throw this.#unsupported(node);
    return result;
  }

  #member(node: PythonNode, parts: readonly PythonNode[]): PythonValue {
    const [target, mark, ...rest] = parts;
    if (!target || !mark) throw this.#unsupported(node);
    const value = this.evaluate(target);
    const [inner] = rest;
    if (mark.name === '.' && inner) return attributeOf(value, this.#source(inner));
    return this.#subscript(node, value, rest.slice(0, -1));
  }

  #subscript(node: PythonNode, value: PythonValue, parts: readonly PythonNode[]): PythonValue {
    const colon = parts.findIndex((part) => part.name === ':');
    if (colon >= 0 && parts.slice(colon + 1).some((part) => part.name === ':')) throw this.#unsupported(node);
    if (typeof value === 'object' && value !== null && value.kind === 'object') {
      const index = this.#only(node, parts);
      const get = attributeOf(value, '__getitem__');
      if (typeof get !== 'object' || get?.kind !== 'callable') throw this.#unsupported(node);
      return this.#charged(get.call([index], new Map(), this.#scope.budget));
    }
    if (typeof value !== 'string' && !isSequence(value)) throw this.#unsupported(node);
    const items = itemsOf(value);
    this.#scope.budget.takeSize(items.length);
    if (colon < 0) {
      const index = this.#only(node, parts);
      if (typeof index !== 'number') throw this.#unsupported(node);
      const item = items.at(index);
      if (item === undefined) throw new BrokenTemplate(`it takes an item that ${describe(value)} lacks`);
      return item;
    }
    const bound = (nodes: readonly PythonNode[]): number | undefined => {
      if (nodes.length === 0) return undefined;
      const index = this.#only(node, nodes);
      if (typeof index !== 'number') throw this.#unsupported(node);
      return index;
    };
    const slice = items.slice(bound(parts.slice(0, colon)) ?? 0, bound(parts.slice(colon + 1)));
    return typeof value === 'string' ? slice.map(toText).join('') : { kind: value.kind, items: slice };
  }

  #call(node: PythonNode, parts: readonly PythonNode[]): PythonValue {
    const [target, argumentList] = parts;
    if (!target || argumentList?.name !== 'ArgList') throw this.#unsupported(node);
    const positional: PythonValue[] = [];
    const named = new Map<string, PythonValue>();
    const pieces = childrenOf(argumentList);
    if (pieces[2]?.name === 'for') positional.push({ kind: 'iterator', items: this.#comprehension(pieces) });
    else this.#arguments(pieces, positional, named);
    const called = this.evaluate(target);
    if (typeof called !== 'object' || called === null || called.kind !== 'callable') {
      const isUndefined = typeof called === 'object' && called?.kind === 'undefined';
      throw new (isUndefined ? BrokenTemplate : UnsupportedTemplate)(
        isUndefined ? `it calls ${describe(called)}` : `it calls ${shorten(this.#source(target))}`,
      );
    }
    return this.#charged(called.call(positional, named, this.#scope.budget));
  }

  #arguments(
    pieces: readonly PythonNode[],
    positional: PythonValue[],
    named: Map<string, PythonValue>,
  ): void {
    for (let index = 0; index < pieces.length; index++) {
      const piece = pieces[index];
      if (!piece || '(),'.includes(piece.name)) continue;
      const value = pieces[index + 2];
      if (pieces[index + 1]?.name === 'AssignOp' && value) {
        named.set(this.#source(piece), this.evaluate(value));
        index += 2;
      } else positional.push(this.evaluate(piece));
    }
  }

  #source(node: PythonNode): string {
    return this.#text.slice(node.from, node.to);
  }

  #unsupported(node: PythonNode): UnsupportedTemplate {
    return new UnsupportedTemplate(`it has the expression ${shorten(this.#source(node))}`);
  }
}

/** The names of parameters without defaults or stars; undefined for others. */
export function parameterNames(parameters: PythonNode, text: string): readonly string[] | undefined {
  const parts = childrenOf(parameters).filter(({ name }) => !'(),'.includes(name));
  return parts.every(({ name }) => name === 'VariableName')
    ? parts.map((part) => text.slice(part.from, part.to))
    : undefined;
}

/** A function of positional parameters; `evaluate` gives what it returns in the scope of a call. */
export function functionOf(
  name: string,
  parameters: readonly string[],
  scope: NameScope,
  evaluate: (scope: NameScope) => PythonValue,
): PythonCallable {
  return {
    kind: 'callable',
    name,
    call: (args, named) => {
      if (named.size > 0 || args.length !== parameters.length)
        throw new UnsupportedTemplate(`it calls ${name} with other arguments than it takes`);
      const names = new Map(parameters.map((parameter, index) => [parameter, args[index] ?? null]));
      return scope.budget.within(() => evaluate(scopeWith(scope, names)));
    },
  };
}

function childrenOf(node: PythonNode): readonly PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}

function isComparison(node: PythonNode): boolean {
  return (
    node.name === 'BinaryExpression' &&
    childrenOf(node).some((child) => ['CompareOp', 'in', 'is'].includes(child.name))
  );
}
