import { childrenOf } from '../parse/statementTree';
import type { PythonNode } from './boundedParse';
import type { Expression } from './expression';
import { rangeOf, readExpression } from './readExpression';
import type { Block, IfStatement } from './statement';

/**
 * `match` as the branches of an `if`: literals, alternatives of them, `_` and guards are followed; what
 * another pattern takes is not known.
 */
export function readMatch(
  text: string,
  node: PythonNode,
  readBlock: (body: PythonNode | null) => Block,
): IfStatement {
  const [, subject, ...more] = childrenOf(node).filter(({ name }) => name !== 'Comment');
  const isPlain = subject !== undefined && more.length === 1;
  const value: Expression = isPlain
    ? readExpression(text, subject)
    : { kind: 'unread', range: rangeOf(node) };
  const branches: { readonly test: Expression; readonly body: Block }[] = [];
  let otherwise: Block = [];
  for (const clause of node.getChild('MatchBody')?.getChildren('MatchClause') ?? []) {
    const parts = childrenOf(clause).filter(({ name }) => !/^(?:case|Comment|Guard|Body)$/.test(name));
    const [pattern] = parts;
    const body = [...boundNames(text, parts), ...readBlock(clause.getChild('Body'))];
    const guard = clause.getChild('Guard')?.lastChild;
    const isAny = parts.length === 1 && pattern && text.slice(pattern.from, pattern.to) === '_';
    if (isAny && !guard) {
      otherwise = body;
      break;
    }
    const range = rangeOf(clause);
    const condition = guard && readExpression(text, guard);
    const unread: Expression = { kind: 'unread', range };
    const test = pattern && parts.length === 1 ? testOf(text, pattern, value) : unread;
    const whole = condition && !isAny ? joined('and', test, condition) : (condition ?? test);
    branches.push({ test: whole, body });
  }
  return { kind: 'if', branches, otherwise, range: rangeOf(node) };
}

function testOf(text: string, pattern: PythonNode, value: Expression): Expression {
  const parts = childrenOf(pattern).filter(({ name }) => name !== 'LogicOp' && name !== 'Comment');
  const [first, ...more] = parts;
  if (pattern.name === 'LiteralPattern' && first && more.length === 0)
    return joined('==', value, readExpression(text, first));
  if (pattern.name !== 'OrPattern' || !first) return { kind: 'unread', range: rangeOf(pattern) };
  return more.reduce<Expression>(
    (test, part) => joined('or', test, testOf(text, part, value)),
    testOf(text, first, value),
  );
}

function joined(operator: string, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right, range: right.range };
}

/** Names that patterns bind, each to a value that is not known. */
function boundNames(text: string, patterns: readonly PythonNode[]): Block {
  return patterns.flatMap((pattern) => {
    const names: PythonNode[] = [];
    pattern.cursor().iterate(({ name, node }) => {
      if (name === 'VariableName' && text.slice(node.from, node.to) !== '_') names.push(node);
    });
    return names.map((node) => {
      const range = rangeOf(node);
      const target = { kind: 'name', name: text.slice(node.from, node.to), range } as const;
      return { kind: 'assign', targets: [target], value: { kind: 'unread', range }, range } as const;
    });
  });
}
