import type { PythonNode } from '../syntax/boundedParse';
import { childrenOf, statementsOf } from './statementTree';

/** Whether a loop's body may leave it, or start the next turn. */
export function mayLeave(body: PythonNode): boolean {
  let found = false;
  body.cursor().iterate(({ name }) => {
    if (name === 'BreakStatement' || name === 'ContinueStatement') found = true;
    return !found;
  });
  return found;
}

/** Whether one of the bodies of a `with` or `match` is run in any case. */
export function isAlwaysRun(node: PythonNode): boolean {
  if (node.name === 'MatchStatement')
    return (node.getChild('MatchBody')?.getChildren('MatchClause') ?? []).some((clause) => {
      const [, pattern, body] = childrenOf(clause).filter(({ name }) => name !== 'Comment');
      return pattern?.name === 'CapturePattern' && body?.name === 'Body';
    });
  const body = node.name === 'WithStatement' ? node.getChild('Body') : null;
  // A context may suppress the error of a statement that fails.
  return body !== null && statementsOf(body).every(cannotFail);
}

/** Whether a statement does nothing but give names what is written out. */
function cannotFail(statement: PythonNode): boolean {
  if (statement.name === 'StatementGroup') return statementsOf(statement).every(cannotFail);
  if (statement.name === 'PassStatement') return true;
  if (statement.name !== 'AssignStatement' || statement.lastChild?.name === 'VariableName') return false;
  const plain = /^(VariableName|AssignOp|String|None|Number|Boolean|Comment)$/;
  return childrenOf(statement).every(({ name }) => plain.test(name));
}
