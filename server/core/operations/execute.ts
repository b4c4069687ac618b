import type { Block, FunctionDefinition, IfStatement, Statement } from '../python/syntax/statement';
import type { Expression } from '../python/syntax/expression';
import type { TextRange } from '../text/textRange';
import { assign, remove } from './assign';
import { inLoop, runBothBranches } from './branches';
import { isOperations } from './attributes';
import { joined, rangeOf } from './blocks';
import { executeFor, executeWhile } from './executeLoop';
import { executeTry } from './executeTry';
import { executeWith } from './executeWith';
import { emitUnfollowed } from './call';
import { defaultsOf } from './callFunction';
import { opposite, whyUnknown } from './conditions';
import { itemsOf } from './containers';
import { evaluateBinary } from './binaryOperators';
import { evaluate } from './evaluate';
import { isHarmless } from './harmlessModules';
import type { Arguments, Flow, PossibleExit, Machine } from './machine';
import { Raised } from './machine';
import type { OperationContext } from './operation';
import type { Scope, Value } from './value';
import { bind, isLive, truthOf } from './value';

/**
 * Follows statements in order. What comes behind a place where the function may have been left runs under
 * doubt.
 */
export function execute(machine: Machine, block: Block, scope: Scope): Flow {
  for (const [index, statement] of block.entries()) {
    machine.step();
    const before = machine.frame.left;
    const flow = untilRaised(machine, () => executeStatement(machine, statement, scope));
    if (flow !== 'next') {
      machine.followed.skip(rangeOf(block.slice(index + 1)));
      return flow;
    }
    const { left } = machine.frame;
    if (left && left !== before) {
      const rest = block.slice(index + 1);
      return machine.within(joined(machine.context, left), () => execute(machine, rest, scope));
    }
  }
  return 'next';
}

/** Follows a statement; what raises an error in one of its expressions ends it. */
function untilRaised(machine: Machine, body: () => Flow): Flow {
  const { context, frame } = machine;
  try {
    return body();
  } catch (error) {
    if (!(error instanceof Raised) || machine.frame !== frame || machine.context !== context) throw error;
    frame.error = error.error;
    return 'raise';
  }
}

function executeStatement(machine: Machine, statement: Statement, scope: Scope): Flow {
  switch (statement.kind) {
    case 'import':
      for (const { name, path } of statement.names) {
        machine.followed.bind(name, path);
        bind(scope, name, { kind: 'reference', path, range: statement.range });
      }
      if (statement.star !== undefined) bindStar(statement.star, scope, statement.range);
      return 'next';
    case 'assign': {
      const value = evaluate(machine, statement.value, scope);
      for (const target of statement.targets) assign(machine, target, value, scope);
      return 'next';
    }
    case 'augment': {
      const { target, operator, range } = statement;
      const value = evaluate(machine, statement.value, scope);
      const left = evaluate(machine, target, scope);
      if (operator === '+=' && left.kind === 'list' && left.form === 'list') {
        const items = itemsOf(value);
        left.items.push(...(items?.items ?? []));
        if (!items || items.doubt !== undefined) left.doubt ??= 'what is added to the list is not known';
        if (machine.context.doubt !== undefined) left.doubt ??= machine.context.doubt;
        return 'next';
      }
      // Each side is worked out once, since that may run operations.
      const sides: Scope = {
        variables: new Map([
          ['left', left],
          ['right', value],
        ]),
        parent: undefined,
      };
      const side = (name: string): Expression => ({ kind: 'name', name, range });
      const sum = evaluateBinary(
        machine,
        { kind: 'binary', operator: operator.slice(0, -1), left: side('left'), right: side('right'), range },
        sides,
      );
      assign(machine, target, sum, scope);
      return 'next';
    }
    case 'expression':
      executeExpression(machine, statement.value, scope);
      return 'next';
    case 'if':
      return executeIf(machine, statement, 0, scope);
    case 'for':
      return inLoop(machine, () => executeFor(machine, statement, scope));
    case 'while':
      return inLoop(machine, () => executeWhile(machine, statement, scope));
    case 'with':
      return executeWith(machine, statement, scope);
    case 'try':
      return executeTry(machine, statement, scope);
    case 'function':
      bind(scope, statement.name, defineFunction(machine, statement, scope));
      return 'next';
    case 'scope':
      scope.outer ??= new Map();
      for (const name of statement.names) scope.outer.set(name, statement.isGlobal);
      return 'next';
    case 'class': {
      // What a decorator makes of it is not known.
      if (statement.isDecorated) return 'next';
      const inner: Scope = { variables: new Map(), parent: scope };
      machine.followed.inClass(statement.range, () => execute(machine, statement.body, inner));
      scope.variables.set(statement.name, {
        kind: 'class',
        name: statement.name,
        bases: statement.bases.map((base) => evaluate(machine, base, scope)),
        members: inner.variables,
        range: statement.range,
      });
      return 'next';
    }
    case 'return':
      if (statement.value) {
        const value = evaluate(machine, statement.value, scope);
        machine.frame.result ??= value;
      }
      return 'return';
    case 'yield': {
      const value = statement.value && evaluate(machine, statement.value, scope);
      const { onYield } = machine.frame;
      if (onYield) onYield(value);
      else if (value) (machine.frame.yielded ??= []).push(value);
      return 'next';
    }
    case 'delete':
      for (const target of statement.targets) remove(machine, target, scope);
      return 'next';
    case 'raise': {
      for (const value of statement.values) evaluate(machine, value, scope);
      const [raised] = statement.values;
      const name = raised?.kind === 'call' ? raised.callee : raised;
      machine.frame.error = name && machine.text.slice(name.range.start, name.range.end);
      return 'raise';
    }
    case 'assert': {
      const test = statement.test && evaluate(machine, statement.test, scope);
      if (!test || truthOf(test) !== false) machine.followed.skip(behind(statement));
      else machine.frame.error = 'AssertionError';
      return test && truthOf(test) === false ? 'raise' : 'next';
    }
    case 'break':
    case 'continue':
      return statement.kind;
    case 'pass':
    case 'unread':
      return 'next';
  }
}

/** The message of an assertion, which is worked out only where it fails. */
function behind({ test, range }: Extract<Statement, { kind: 'assert' }>): TextRange {
  return { start: test?.range.end ?? range.start, end: range.end };
}

/** A function as its decorators leave it; those that are not known may keep it from running. */
function defineFunction(machine: Machine, statement: FunctionDefinition, scope: Scope): Value {
  const { range, name } = statement;
  let isContextManager = false;
  let doubt: string | undefined;
  for (const decorator of statement.decorators) {
    const value = evaluate(machine, decorator, scope);
    const path = value.kind === 'reference' ? value.path : '';
    if (path === 'contextlib.contextmanager') isContextManager = true;
    else if (!/^(?:functools|typing|builtins)\./.test(path) || path.includes('singledispatch'))
      doubt = `the decorator of ${name} may keep it from running`;
  }
  machine.followed.define(range, doubt !== undefined);
  return {
    kind: 'function',
    definition: statement,
    defaults: defaultsOf(machine, statement.parameters, scope),
    scope,
    range,
    ...(isContextManager && { isContextManager }),
    ...(doubt !== undefined && { doubt }),
  };
}

/** What a star import is known to bind. */
function bindStar(module: string, scope: Scope, range: Statement['range']): void {
  if (module === 'alembic')
    for (const name of ['op', 'context'])
      scope.variables.set(name, { kind: 'reference', path: `alembic.${name}`, range });
  if (module === 'alembic.op' || /^sqlalchemy(?:\.|$)/.test(module)) {
    const existing = scope.star ?? [];
    scope.star = [...existing, module];
  }
}

/** A call by itself, which is made for its effect. */
function executeExpression(machine: Machine, expression: Expression, scope: Scope): void {
  const value = evaluate(machine, expression, scope);
  if (expression.kind !== 'call') return;
  if (value.kind === 'unknown' && value.isCall === true)
    emitUnfollowed(machine, value.reason, noArguments, expression.range);
  if (value.kind !== 'construct') return;
  const { path } = value;
  const isOwn = /^(?:sqlalchemy|sqlmodel|alembic|method)\./.test(path) || path.startsWith('functools.');
  if (
    isOwn ||
    isHarmless(path) ||
    value.receiver ||
    /\.(?:commit|flush|rollback|close|add|remove)$/.test(path)
  )
    return;
  const args = { positional: value.positional, keywords: value.keywords, doubt: value.doubt };
  // Where it is given operations, that has been told already.
  if (![...value.positional, ...value.keywords.values()].some(isOperations))
    emitUnfollowed(machine, `${path} is not in this file`, args, expression.range);
}

const noArguments: Arguments = { positional: [], keywords: new Map(), doubt: undefined };

function executeIf(machine: Machine, statement: IfStatement, index: number, scope: Scope): Flow {
  const current = statement.branches[index];
  if (!current) return execute(machine, statement.otherwise, scope);
  const test = evaluate(machine, current.test, scope);
  const truth = truthOf(test);
  const dialects = test.kind === 'boolean' || test.kind === 'unknown' ? test.dialects : undefined;
  const live = isLive(test);
  if (truth !== undefined) {
    const change: Partial<OperationContext> = {
      isLive: machine.context.isLive || live,
      dialects: dialects
        ? [...machine.context.dialects, truth ? dialects : opposite(dialects)]
        : machine.context.dialects,
    };
    const body = rangeOf(current.body);
    if (!truth) machine.followed.skip(body);
    else if (body) machine.followed.skip({ start: body.end, end: statement.range.end });
    return machine.within(change, () =>
      truth ? execute(machine, current.body, scope) : executeIf(machine, statement, index + 1, scope),
    );
  }
  // Either may run: both are followed, each from the variables as they are now.
  const { doubt: outer, dialects: tests } = machine.context;
  const doubt = outer ?? (dialects ? undefined : whyUnknown(test));
  const inside = (held: boolean): Partial<OperationContext> => ({
    doubt,
    isLive: machine.context.isLive || live,
    dialects: dialects ? [...tests, held ? dialects : opposite(dialects)] : tests,
  });
  const flows = runBothBranches(
    machine,
    scope,
    () => machine.within(inside(true), () => execute(machine, current.body, scope)),
    () => machine.within(inside(false), () => executeIf(machine, statement, index + 1, scope)),
  );
  const [first, second] = flows;
  if (first === second) return first;
  // A branch that raises is taken for one that is not run.
  if (first === 'raise') return second;
  if (second === 'raise') return first;
  const leaving = first !== 'next' ? first : second;
  const isLoop = leaving === 'break' || leaving === 'continue';
  const behind: PossibleExit = dialects
    ? { isLoop, dialects: [first !== 'next' ? opposite(dialects) : dialects] }
    : { isLoop, doubt: whyUnknown(test), isLive: live };
  if (first !== 'next' && second !== 'next') return 'return';
  machine.frame.left = behind;
  return 'next';
}
