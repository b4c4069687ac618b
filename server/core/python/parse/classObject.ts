import type { PythonNode } from '../syntax/boundedParse';
import { evaluateKnown } from './expressionValue';
import { dynamicValue } from './staticValue';
import type { EvaluationScope } from './evaluationScope';
import type { Known, KnownObject } from './knownObject';
import { assignmentSegments, childrenOf, statementsOf } from './statementTree';

const plainBases = /^(object|str|int|(enum\.)?(Enum|IntEnum|StrEnum))$/;

/** The constants of a class, where its head and body say them whole. */
export function classObject(
  definition: PythonNode,
  statement: PythonNode,
  scope: EvaluationScope,
): KnownObject | undefined {
  const body = definition.name === 'ClassDefinition' ? definition.getChild('Body') : undefined;
  if (!body) return undefined;
  const source = (node: PythonNode): string => scope.text.slice(node.from, node.to);
  const list = definition.getChild('ArgList');
  const bases = list
    ? childrenOf(list)
        .filter(({ name }) => !/^[(),]$/.test(name))
        .map(source)
    : [];
  if (!bases.every((name) => plainBases.test(name))) return undefined;
  const decorators = statement.getChildren('Decorator').map(source);
  if (!decorators.every((decorator) => /^@(enum\.)?unique\s*$/.test(decorator))) return undefined;
  const entries = new Map<string, Known>();
  const inside = { ...scope, locals: entries };
  const statements = statementsOf(body).flatMap((each) =>
    each.name === 'StatementGroup' ? statementsOf(each) : [each],
  );
  for (const each of statements) {
    if (each.name === 'PassStatement' || isText(each)) continue;
    if (each.name === 'FunctionDefinition') {
      const name = each.getChild('VariableName');
      if (name) entries.set(source(name), dynamicValue(scope.text, each));
      continue;
    }
    if (each.name !== 'AssignStatement') return undefined;
    const segments = assignmentSegments(each);
    const values = segments.pop()?.expressions ?? [];
    if (segments.length === 0) continue;
    const [target] = segments[0]?.expressions ?? [];
    const [value] = values;
    if (segments.length !== 1 || target?.name !== 'VariableName' || values.length !== 1 || !value)
      return undefined;
    entries.set(source(target), evaluateKnown(value, inside) ?? dynamicValue(scope.text, value));
  }
  return { kind: 'class', isEnum: bases.some((name) => name.endsWith('Enum')), entries };
}

function isText(statement: PythonNode): boolean {
  return (
    statement.name === 'ExpressionStatement' && /String$|^Ellipsis$/.test(statement.firstChild?.name ?? '')
  );
}
