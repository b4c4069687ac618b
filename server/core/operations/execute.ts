import type {
  Block,
  ForStatement,
  FunctionDefinition,
  IfStatement,
  Statement,
  TryStatement,
  WithStatement,
} from '../python/syntax/statement';
import type { Expression } from '../python/syntax/expression';
import { assign } from './assign';
import { afterPossibleReturn, branch, inLoop, inRound, runBothBranches } from './branches';
import { emitUnfollowed, isOperations } from './call';
import { callFunction } from './callFunction';
import { opposite } from './conditions';
import { itemsOf } from './containers';
import { evaluate } from './evaluate';
import { isHarmless } from './harmlessModules';
import type { Arguments, Flow, PossibleExit, Machine } from './machine';
import type { OperationContext } from './operation';
import type { ManagerValue, Scope, Value } from './value';
import { isLive, truthOf, unknown } from './value';

/**
 * Follows statements in order. What comes behind a place where the function may have been left runs under
 * doubt.
 */
export function execute(machine: Machine, block: Block, scope: Scope): Flow {
  for (const [index, statement] of block.entries()) {
    machine.step();
    const before = machine.frame.left;
    const flow = executeStatement(machine, statement, scope);
    if (flow !== 'next') return flow;
    const { left } = machine.frame;
    if (left && left !== before) {
      const rest = block.slice(index + 1);
      return machine.within(joined(machine.context, left), () => execute(machine, rest, scope));
    }
  }
  return 'next';
}

function joined(context: OperationContext, change: PossibleExit): Partial<OperationContext> {
  return {
    doubt: context.doubt ?? change.doubt,
    isLive: context.isLive || change.isLive === true,
    dialects: [...context.dialects, ...(change.dialects ?? [])],
  };
}

function executeStatement(machine: Machine, statement: Statement, scope: Scope): Flow {
  switch (statement.kind) {
    case 'import':
      for (const { name, path } of statement.names)
        scope.variables.set(name, { kind: 'reference', path, range: statement.range });
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
      const sum = evaluate(
        machine,
        { kind: 'binary', operator: operator.slice(0, -1), left: target, right: statement.value, range },
        scope,
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
    case 'while': {
      const test = evaluate(machine, statement.test, scope);
      if (truthOf(test) === false) return 'next';
      // A loop that is entered for certain runs at least once.
      const doubt = machine.context.doubt ?? (truthOf(test) === true ? undefined : reasonOf(test));
      const flow = inLoop(machine, () =>
        machine.within({ doubt, loop: statement.range }, () =>
          branch(machine, scope, () => execute(machine, statement.body, scope)),
        ),
      );
      return afterPossibleReturn(machine, flow, { doubt: reasonOf(test) });
    }
    case 'with':
      return executeWith(machine, statement, scope);
    case 'try':
      return executeTry(machine, statement, scope);
    case 'function':
      scope.variables.set(statement.name, defineFunction(machine, statement, scope));
      return 'next';
    case 'class': {
      // What a decorator makes of it is not known.
      if (statement.isDecorated) return 'next';
      const inner: Scope = { variables: new Map(), parent: scope };
      execute(machine, statement.body, inner);
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
      for (const target of statement.targets) if (target.kind === 'name') scope.variables.delete(target.name);
      return 'next';
    case 'raise':
    case 'break':
    case 'continue':
      return statement.kind;
    case 'assert':
    case 'pass':
    case 'unread':
      return 'next';
  }
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
    else if (!/^(?:functools|typing|builtins)\./.test(path))
      doubt = `the decorator of ${name} may keep it from running`;
  }
  return {
    kind: 'function',
    definition: statement,
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
    return machine.within(change, () =>
      truth ? execute(machine, current.body, scope) : executeIf(machine, statement, index + 1, scope),
    );
  }
  // Either may run: both are followed, each from the variables as they are now.
  const { doubt: outer, dialects: tests } = machine.context;
  const doubt = outer ?? (dialects ? undefined : reasonOf(test));
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
    : { isLoop, doubt: reasonOf(test), isLive: live };
  if (first !== 'next' && second !== 'next') return 'return';
  machine.frame.left = behind;
  return 'next';
}

function reasonOf(value: Value): string {
  if (value.kind === 'unknown') return value.reason;
  return value.kind === 'special' ? 'it depends on the rows of the database' : 'a condition is not known';
}

const mostIterations = 2000;

function executeFor(machine: Machine, statement: ForStatement, scope: Scope): Flow {
  const iterable = evaluate(machine, statement.iterable, scope);
  const items = itemsOf(iterable);
  const live = isLive(iterable);
  const loop = statement.range;
  if (!items || items.doubt !== undefined || items.items.length > mostIterations) {
    const doubt =
      items?.doubt ??
      (iterable.kind === 'special'
        ? reasonOf(iterable)
        : `what is looped over is not known: ${reasonOf(iterable)}`);
    const change = { doubt: machine.context.doubt ?? doubt, isLive: machine.context.isLive || live, loop };
    const flow = machine.within(change, () =>
      branch(machine, scope, () => {
        const item =
          iterable.kind === 'special' ? iterable : unknown(statement.target.range, doubt, { isLive: live });
        assign(machine, statement.target, item, scope);
        for (const known of items?.items ?? []) {
          assign(machine, statement.target, known, scope);
          execute(machine, statement.body, scope);
        }
        if (items && items.items.length > 0) return 'next';
        return execute(machine, statement.body, scope);
      }),
    );
    return afterPossibleReturn(machine, flow, { doubt, isLive: live });
  }
  const outer = machine.frame.left;
  return machine.within({ loop, isLive: machine.context.isLive || live }, () => {
    for (const item of items.items) {
      machine.step();
      assign(machine, statement.target, item, scope);
      const left = machine.frame.left;
      // What a round leaves in doubt holds for the next rounds where it may have left the loop.
      const flow = inRound(machine, () =>
        machine.within(left && left !== outer ? joined(machine.context, left) : {}, () =>
          execute(machine, statement.body, scope),
        ),
      );
      if (flow === 'return' || flow === 'raise') return flow;
      if (flow === 'break') return 'next';
    }
    return execute(machine, statement.otherwise, scope);
  });
}

function executeWith(machine: Machine, statement: WithStatement, scope: Scope, from = 0): Flow {
  const item = statement.items[from];
  if (!item) return execute(machine, statement.body, scope);
  const value = evaluate(machine, item.context, scope);
  const inside = (given: Value): Flow => {
    if (item.target) assign(machine, item.target, given, scope);
    return executeWith(machine, statement, scope, from + 1);
  };
  if (value.kind === 'manager') return executeManaged(machine, value, inside);
  if (value.kind === 'special' && value.role === 'autocommit')
    return machine.within({ isAutocommit: true }, () => inside(value));
  if (value.kind === 'construct' && value.path === 'contextlib.suppress') {
    const flow = machine.attempt(true, () => inside(value));
    return flow === 'failed' || flow === 'raise' ? 'next' : flow;
  }
  const flow = inside(value);
  if (value.kind === 'batch') machine.endBatch({ ...machine.context, batch: value.batch });
  return flow;
}

/** Runs the body of a function around that of the `with` that uses it. */
function executeManaged(machine: Machine, value: ManagerValue, body: (given: Value) => Flow): Flow {
  const outer = machine.frame;
  let flow: Flow = 'next';
  const args = { positional: value.positional, keywords: value.keywords, doubt: undefined };
  callFunction(machine, value.function, args, value.range, (given) => {
    flow = machine.inFrame(outer, () => body(given ?? { kind: 'none', range: value.range }));
  });
  return flow;
}

function executeTry(machine: Machine, statement: TryStatement, scope: Scope): Flow {
  const handled = statement.handlers.some((handler) => handler.at(-1)?.kind !== 'raise');
  const result = machine.attempt(handled, () => execute(machine, statement.body, scope));
  let flow: Flow;
  if (result === 'failed') {
    flow = 'next';
    for (const handler of statement.handlers.slice(0, 1)) flow = execute(machine, handler, scope);
  } else {
    flow = result === 'next' ? execute(machine, statement.otherwise, scope) : result;
    if (flow === 'raise' && handled) {
      flow = 'next';
      for (const handler of statement.handlers.slice(0, 1)) flow = execute(machine, handler, scope);
    }
  }
  const last = execute(machine, statement.finally, scope);
  return last === 'next' ? flow : last;
}
