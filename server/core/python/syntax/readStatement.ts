import type { TextRange } from '../../text/textRange';
import type { PythonNode } from './boundedParse';
import { assignmentSegments, childrenOf, statementsOf } from '../parse/statementTree';
import type { Expression } from './expression';
import { rangeOf, readArguments, readExpression, readExpressions, readParameters } from './readExpression';
import { readMatch } from './readMatch';
import type { Block, ImportStatement, ImportedName, Statement } from './statement';

/** The statements of a module or body. */
export function readBlock(text: string, node: PythonNode | null | undefined): Block {
  return node ? statementsOf(node).flatMap((statement) => readWithoutOverflow(text, statement)) : [];
}

/** The statement, or an unread one where its expressions are nested deeper than the stack allows. */
function readWithoutOverflow(text: string, node: PythonNode): readonly Statement[] {
  try {
    return readStatement(text, node);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ kind: 'unread', range: rangeOf(node) }];
  }
}

function readStatement(text: string, node: PythonNode): readonly Statement[] {
  const range = rangeOf(node);
  switch (node.name) {
    case 'StatementGroup':
      return readBlock(text, node);
    case 'ImportStatement':
      return [{ kind: 'import', ...readImport(text, node), range }];
    case 'AssignStatement': {
      const segments = assignmentSegments(node).map(({ expressions, isTuple }) =>
        isTuple ? tupleOf(text, expressions) : readExpressions(text, expressions),
      );
      const value = segments.at(-1);
      if (segments.length < 2 || !value) return [{ kind: 'unread', range }];
      const targets = segments.slice(0, -1).filter((target) => target !== undefined);
      return [{ kind: 'assign', targets, value, range }];
    }
    case 'UpdateStatement': {
      const [target, operator, ...rest] = plain(node);
      const value = readExpressions(text, rest);
      return target && operator && value
        ? [
            {
              kind: 'augment',
              target: readExpression(text, target),
              operator: text.slice(operator.from, operator.to),
              value,
              range,
            },
          ]
        : [{ kind: 'unread', range }];
    }
    case 'ExpressionStatement': {
      const value = readExpressions(text, plain(node));
      return value ? [{ kind: 'expression', value, range }] : [];
    }
    case 'IfStatement':
      return [readIf(text, node)];
    case 'ForStatement': {
      const parts = plain(node);
      const start = parts.findIndex(({ name }) => name === 'for');
      const at = parts.findIndex(({ name }) => name === 'in');
      const bodies = node.getChildren('Body');
      const target = readExpressions(text, parts.slice(start + 1, at));
      const from = bodies[0]?.from ?? node.to;
      const iterable = readExpressions(
        text,
        parts.slice(at + 1).filter((part) => part.to <= from),
      );
      return target && iterable
        ? [
            {
              kind: 'for',
              target,
              iterable,
              body: readBlock(text, bodies[0]),
              otherwise: readBlock(text, bodies[1]),
              range,
            },
          ]
        : [{ kind: 'unread', range }];
    }
    case 'WhileStatement': {
      const parts = plain(node);
      const at = parts.findIndex(({ name }) => name === 'Body');
      const test = readExpressions(text, parts.slice(1, at));
      const [body, otherwise] = node.getChildren('Body').map((each) => readBlock(text, each));
      return test && body
        ? [{ kind: 'while', test, body, otherwise: otherwise ?? [], range }]
        : [{ kind: 'unread', range }];
    }
    case 'MatchStatement':
      return [readMatch(text, node, (body) => readBlock(text, body))];
    case 'WithStatement':
      return [{ kind: 'with', ...readWith(text, node), range }];
    case 'TryStatement':
      return [readTry(text, node)];
    case 'FunctionDefinition':
      return readFunction(text, node, []);
    case 'DecoratedStatement': {
      const definition = node.getChild('FunctionDefinition');
      const decorators = node.getChildren('Decorator').map((each) => readDecorator(text, each));
      if (definition) return readFunction(text, definition, decorators);
      const inner = node.getChild('ClassDefinition');
      return inner ? readClass(text, inner, range, true) : [{ kind: 'unread', range }];
    }
    case 'ClassDefinition':
      return readClass(text, node, range, false);
    case 'ReturnStatement':
      return [{ kind: 'return', value: readExpressions(text, plain(node).slice(1)), range }];
    case 'YieldStatement':
      return [{ kind: 'yield', value: readExpressions(text, plain(node).slice(1)), range }];
    case 'DeleteStatement': {
      const targets = plain(node)
        .slice(1)
        .filter(({ name }) => name !== ',');
      return [{ kind: 'delete', targets: targets.map((target) => readExpression(text, target)), range }];
    }
    case 'RaiseStatement':
      return [{ kind: 'raise', values: readValues(text, plain(node).slice(1)), range }];
    case 'ScopeStatement': {
      const [word, ...names] = plain(node).filter(({ name }) => name !== ',');
      const isGlobal = word?.name === 'global';
      return [{ kind: 'scope', isGlobal, names: names.map(({ from, to }) => text.slice(from, to)), range }];
    }
    case 'BreakStatement':
      return [{ kind: 'break', range }];
    case 'ContinueStatement':
      return [{ kind: 'continue', range }];
    case 'PassStatement':
      return [{ kind: 'pass', range }];
    case 'AssertStatement': {
      const test = plain(node)[1];
      return [{ kind: 'assert', test: test && readExpression(text, test), range }];
    }
    default:
      return [{ kind: 'unread', range }];
  }
}

/** Expressions between words of a statement. */
function readValues(text: string, nodes: readonly PythonNode[]): readonly Expression[] {
  const isWord = ({ name }: PythonNode): boolean => name === 'from' || name === ',';
  return nodes.filter((node) => !isWord(node)).map((node) => readExpression(text, node));
}

function plain(node: PythonNode): PythonNode[] {
  return childrenOf(node).filter((child) => child.name !== 'Comment' && !child.type.isError);
}

function tupleOf(text: string, nodes: readonly PythonNode[]): Expression | undefined {
  const first = nodes[0];
  const last = nodes.at(-1);
  if (!first || !last) return undefined;
  const expression = readExpressions(text, nodes);
  if (expression?.kind === 'sequence' && expression.form === 'tuple' && nodes.length > 1) return expression;
  const items = expression ? [expression] : [];
  return { kind: 'sequence', form: 'tuple', items, range: { start: first.from, end: last.to } };
}

function readImport(text: string, node: PythonNode): Pick<ImportStatement, 'names' | 'modules' | 'star'> {
  const tokens = plain(node)
    .filter(({ name }) => name !== '(' && name !== ')')
    .map((child) => text.slice(child.from, child.to));
  const at = tokens.indexOf('import');
  const module = tokens[0] === 'from' ? tokens.slice(1, at).join('') : undefined;
  const names: ImportedName[] = [];
  const modules = module === undefined ? [] : [module];
  let words: string[] = [];
  const take = (): void => {
    const as = words.indexOf('as');
    const path = words.slice(0, as < 0 ? undefined : as).join('');
    const bound = as < 0 ? undefined : words[as + 1];
    words = [];
    if (!path) return;
    if (module !== undefined)
      names.push({ name: bound ?? path, path: `${module}${/\.$/.test(module) ? '' : '.'}${path}` });
    else {
      modules.push(path);
      const root = path.split('.')[0] ?? path;
      names.push(bound === undefined ? { name: root, path: root } : { name: bound, path });
    }
  };
  const imported = tokens.slice(at + 1);
  for (const token of imported) {
    if (token === ',') take();
    else words.push(token);
  }
  const star = module !== undefined && imported[0] === '*' ? module : undefined;
  if (star === undefined) take();
  return { names, modules, star };
}

function readBases(text: string, list: PythonNode | null): readonly Expression[] {
  return list
    ? readArguments(text, list).flatMap(({ name, value }) => (name === undefined ? [value] : []))
    : [];
}

function readIf(text: string, node: PythonNode): Statement {
  const branches: { test: Expression; body: Block }[] = [];
  let otherwise: Block = [];
  let test: Expression | undefined;
  let inElse = false;
  for (const child of plain(node)) {
    if (child.name === 'if' || child.name === 'elif') continue;
    if (child.name === 'else') inElse = true;
    else if (child.name !== 'Body') test = readExpression(text, child);
    else if (inElse) otherwise = readBlock(text, child);
    else
      branches.push({
        test: test ?? { kind: 'unread', range: rangeOf(child) },
        body: readBlock(text, child),
      });
  }
  return { kind: 'if', branches, otherwise, range: rangeOf(node) };
}

function readWith(
  text: string,
  node: PythonNode,
): {
  readonly items: { readonly context: Expression; readonly target: Expression | undefined }[];
  readonly body: Block;
} {
  const items: { context: Expression; target: Expression | undefined }[] = [];
  let group: PythonNode[] = [];
  const take = (): void => {
    const as = group.findIndex(({ name }) => name === 'as');
    const context = group[0];
    const target = as < 0 ? undefined : readExpressions(text, group.slice(as + 1));
    if (context) items.push({ context: readExpression(text, context), target });
    group = [];
  };
  for (const child of plain(node)) {
    if (child.name === 'with' || child.name === 'async') continue;
    if (child.name === ',' || child.name === 'Body') take();
    else group.push(child);
  }
  return { items, body: readBlock(text, node.getChild('Body')) };
}

function readTry(text: string, node: PythonNode): Statement {
  let body: Block = [];
  let otherwise: Block = [];
  let atEnd: Block = [];
  const handlers: Block[] = [];
  const handled: (string | undefined)[] = [];
  let keyword = 'try';
  let taken: string | undefined;
  for (const child of plain(node)) {
    if (['try', 'except', 'else', 'finally'].includes(child.name)) {
      keyword = child.name;
      taken = undefined;
    } else if (keyword === 'except' && child.name !== 'Body' && child.name !== '*')
      taken ??= text.slice(child.from, child.to);
    if (child.name !== 'Body') continue;
    if (keyword === 'except') handled.push(taken);
    const block = readBlock(text, child);
    if (keyword === 'try') body = block;
    else if (keyword === 'except') handlers.push(block);
    else if (keyword === 'else') otherwise = block;
    else atEnd = block;
  }
  return { kind: 'try', body, handlers, handled, otherwise, finally: atEnd, range: rangeOf(node) };
}

/** `range` takes in the decorators. */
function readClass(text: string, node: PythonNode, range: TextRange, isDecorated: boolean): Block {
  const name = node.getChild('VariableName');
  if (!name) return [];
  const bases = readBases(text, node.getChild('ArgList'));
  const body = readBlock(text, node.getChild('Body'));
  return [{ kind: 'class', name: text.slice(name.from, name.to), bases, body, isDecorated, range }];
}

/** The name behind `@`, or the call that it is. */
function readDecorator(text: string, node: PythonNode): Expression {
  const parts = plain(node).filter(({ name }) => name !== 'At');
  const names = parts.filter(({ name }) => name === 'VariableName' || name === 'PropertyName');
  const range = rangeOf(node);
  const [first, ...rest] = names;
  if (!first) return { kind: 'unread', range };
  return rest.reduce<Expression>(
    (object, property) => ({
      kind: 'attribute',
      object,
      name: text.slice(property.from, property.to),
      nameRange: rangeOf(property),
      range,
    }),
    { kind: 'name', name: text.slice(first.from, first.to), range: rangeOf(first) },
  );
}

/** Whether a body yields, functions within it aside. */
function yields(text: string, body: PythonNode | null): boolean {
  if (!body || !text.slice(body.from, body.to).includes('yield')) return false;
  let isFound = false;
  body.cursor().iterate(({ name, from }) => {
    if (from === body.from && name === 'Body') return true;
    if (name === 'yield') isFound = true;
    return !isFound && !/^(?:FunctionDefinition|LambdaExpression|ClassDefinition)$/.test(name);
  });
  return isFound;
}

function readFunction(
  text: string,
  node: PythonNode,
  decorators: readonly Expression[],
): readonly Statement[] {
  const name = node.getChild('VariableName');
  const parameters = node.getChild('ParamList');
  if (!name) return [];
  return [
    {
      kind: 'function',
      name: text.slice(name.from, name.to),
      nameRange: rangeOf(name),
      parameters: parameters ? readParameters(text, parameters) : [],
      body: readBlock(text, node.getChild('Body')),
      isAsync: node.firstChild?.name === 'async',
      isGenerator: yields(text, node.getChild('Body')),
      decorators,
      range: rangeOf(node),
    },
  ];
}
