import type { PythonNode } from '../python/syntax/boundedParse';
import { isSequence, isTrue, itemsOf } from './pythonValue';
import type { PythonValue } from './pythonValue';
import type { NameScope } from './nameScope';
import { UnsupportedTemplate } from './unsupportedTemplate';

/** One `for … in … if …` of a comprehension. */
interface Clause {
  readonly targets: readonly string[];
  /** `for a, in b` takes items of one part apart. */
  readonly isSingle: boolean;
  readonly iterable: PythonNode;
  readonly conditions: readonly PythonNode[];
}

type Evaluate = (node: PythonNode, scope: NameScope) => PythonValue;

/**
 * The items of `ELEMENT for TARGETS in ITERABLE if CONDITION`, all at once, as nothing that templates do
 * shows that Python makes those of a generator later. `parts` are the nodes without the brackets.
 */
export function comprehensionItems(
  parts: readonly PythonNode[],
  source: (node: PythonNode) => string,
  scope: NameScope,
  evaluate: Evaluate,
): readonly PythonValue[] {
  const [element, ...rest] = parts;
  const clauses = clausesOf(rest, source);
  const [first] = clauses;
  if (!element || !first) throw new UnsupportedTemplate('it has a comprehension of another form');
  const names = new Map<string, PythonValue>();
  const inner = scopeWith(scope, names);
  const items: PythonValue[] = [];
  const run = (index: number): void => {
    const clause = clauses[index];
    if (!clause) {
      items.push(evaluate(element, inner));
      return;
    }
    for (const item of itemsOf(evaluate(clause.iterable, index === 0 ? scope : inner))) {
      scope.budget.takeStep();
      bindTargets(names, clause.targets, clause.isSingle, item);
      if (clause.conditions.every((condition) => isTrue(evaluate(condition, inner)))) run(index + 1);
    }
  };
  run(0);
  return items;
}

/** The names that comprehensions somewhere in an expression give to items. */
export function comprehensionTargets(expression: PythonNode, text: string): ReadonlySet<string> {
  const targets = new Set<string>();
  expression.cursor().iterate((node) => {
    if (node.name !== 'for') return;
    for (let next = node.node.nextSibling; next && next.name !== 'in'; next = next.nextSibling)
      next.cursor().iterate(({ name, from, to }) => {
        if (name === 'VariableName') targets.add(text.slice(from, to));
      });
  });
  return targets;
}

/** A scope for an expression with comprehensions: Mako does not look up elsewhere what names their items. */
export function scopeWithout(scope: NameScope, targets: ReadonlySet<string>): NameScope {
  if (targets.size === 0) return scope;
  return {
    ...scope,
    lookUp: (name) => {
      if (targets.has(name)) throw new UnsupportedTemplate(`it uses ${name} for two things`);
      return scope.lookUp(name);
    },
  };
}

/** Gives the targets of a `for` their values. */
export function bindTargets(
  names: Map<string, PythonValue>,
  targets: readonly string[],
  isSingle: boolean,
  item: PythonValue,
): void {
  const [only] = targets;
  if (isSingle && only !== undefined) {
    names.set(only, item);
    return;
  }
  const parts = typeof item === 'string' || isSequence(item) ? itemsOf(item) : [];
  if (parts.length !== targets.length)
    throw new UnsupportedTemplate('it goes through items of another length than it takes');
  for (const [index, name] of targets.entries()) names.set(name, parts[index] ?? null);
}

/** A scope in which some names stand for other values. */
export function scopeWith(scope: NameScope, names: ReadonlyMap<string, PythonValue>): NameScope {
  return {
    ...scope,
    lookUp: (name) => {
      const value = names.get(name);
      return value === undefined ? scope.lookUp(name) : value;
    },
  };
}

function clausesOf(parts: readonly PythonNode[], source: (node: PythonNode) => string): readonly Clause[] {
  const clauses: Clause[] = [];
  let at = 0;
  while (parts[at]?.name === 'for') {
    const start = at + 1;
    const word = parts.findIndex((part, index) => index >= start && part.name === 'in');
    const iterable = parts[word + 1];
    if (word < 0 || !iterable) break;
    const written = parts.slice(start, word);
    const [only] = written;
    const flat = only?.name === 'TupleExpression' && written.length === 1 ? childrenOf(only) : written;
    const targets = flat.filter(({ name }) => !'(),'.includes(name));
    if (targets.length === 0 || targets.some(({ name }) => name !== 'VariableName')) break;
    const conditions: PythonNode[] = [];
    at = word + 2;
    while (parts[at]?.name === 'if') {
      const condition = parts[at + 1];
      if (condition) conditions.push(condition);
      at += 2;
    }
    clauses.push({ targets: targets.map(source), isSingle: flat.length === 1, iterable, conditions });
  }
  return at === parts.length ? clauses : [];
}

function childrenOf(node: PythonNode): readonly PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}
