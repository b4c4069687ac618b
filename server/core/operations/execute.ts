import type {
  Block,
  ForStatement,
  IfStatement,
  Statement,
  TryStatement,
  WithStatement,
} from '../python/syntax/statement';
import type { Expression } from '../python/syntax/expression';
import { assign } from './assign';
import { emitUnfollowed, isHarmless } from './call';
import { opposite } from './conditions';
import { itemsOf } from './containers';
import { evaluate } from './evaluate';
import type { Flow, Machine } from './machine';
import type { OperationContext } from './operation';
import type { Scope, Value } from './value';
import { isLive, truthOf, unknown } from './value';

/** Follows statements in order. What comes behind a place where the function may have been left runs under doubt. */
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

function joined(context: OperationContext, change: Partial<OperationContext>): Partial<OperationContext> {
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
      return executeFor(machine, statement, scope);
    case 'while': {
      const test = evaluate(machine, statement.test, scope);
      if (truthOf(test) === false) return 'next';
      const flow = machine.within(
        { doubt: machine.context.doubt ?? reasonOf(test), loop: statement.range },
        () => branch(machine, scope, () => execute(machine, statement.body, scope)),
      );
      return afterUncertain(machine, flow, { doubt: reasonOf(test) });
    }
    case 'with':
      return executeWith(machine, statement, scope);
    case 'try':
      return executeTry(machine, statement, scope);
    case 'function':
      scope.variables.set(
        statement.name,
        statement.isDecorated
          ? unknown(statement.range, `${statement.name} is decorated`)
          : { kind: 'function', definition: statement, scope, range: statement.range },
      );
      return 'next';
    case 'class': {
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
      if (value) (machine.frame.yielded ??= []).push(value);
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
  if (expression.kind !== 'call' || value.kind !== 'construct') return;
  const { path } = value;
  const isOwn = /^(?:sqlalchemy|sqlmodel|alembic|method)\./.test(path) || path.startsWith('functools.');
  if (isOwn || isHarmless(path) || value.receiver) return;
  const args = { positional: value.positional, keywords: value.keywords, doubt: value.doubt };
  if (
    ![...value.positional, ...value.keywords.values()].some(
      (each) => each.kind === 'special' || each.kind === 'batch',
    )
  )
    emitUnfollowed(machine, `${path} is not in this file`, args, expression.range);
}

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
  const flows = eitherBranch(
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
  const leaving = first !== 'next';
  const behind: Partial<OperationContext> = dialects
    ? { dialects: [leaving ? opposite(dialects) : dialects] }
    : { doubt: reasonOf(test), isLive: live };
  if (first !== 'next' && second !== 'next') return 'return';
  machine.frame.left = behind;
  return 'next';
}

function reasonOf(value: Value): string {
  if (value.kind === 'unknown') return value.reason;
  return value.kind === 'special' ? 'it depends on the rows of the database' : 'a condition is not known';
}

/** Runs a part that may not run; variables that it changes are unknown behind it. */
function branch(machine: Machine, scope: Scope, body: () => Flow): Flow {
  return eitherBranch(machine, scope, body, () => 'next')[0];
}

function eitherBranch(
  machine: Machine,
  scope: Scope,
  first: () => Flow,
  second: () => Flow,
): readonly [Flow, Flow] {
  const before = variablesOf(scope);
  const { left, result } = machine.frame;
  const one = first();
  const afterFirst = variablesOf(scope);
  const leftByFirst = machine.frame.left;
  restore(before);
  machine.frame.left = left;
  const two = second();
  machine.frame.left = machine.frame.left === left ? leftByFirst : machine.frame.left;
  if (machine.frame.result !== result && one !== two && machine.frame.result)
    machine.frame.result = unknown(machine.frame.result.range, 'it depends on a condition that is not known');
  if (one === 'next') {
    if (two === 'next') mergeVariables(afterFirst);
    else restore(afterFirst);
  }
  return [one, two];
}

type Variables = readonly (readonly [Scope, ReadonlyMap<string, Value>])[];

function variablesOf(scope: Scope): Variables {
  const all: [Scope, ReadonlyMap<string, Value>][] = [];
  for (let each: Scope | undefined = scope; each; each = each.parent)
    all.push([each, new Map(each.variables)]);
  return all;
}

function restore(saved: Variables): void {
  for (const [each, variables] of saved) {
    each.variables.clear();
    for (const [name, value] of variables) each.variables.set(name, value);
  }
}

/** Keeps what both branches agree on. */
function mergeVariables(other: Variables): void {
  for (const [each, variables] of other) {
    for (const name of new Set([...each.variables.keys(), ...variables.keys()])) {
      const one = variables.get(name);
      const two = each.variables.get(name);
      if (one === two) continue;
      const range = (one ?? two)?.range ?? { start: 0, end: 0 };
      const live = (one !== undefined && isLive(one)) || (two !== undefined && isLive(two));
      each.variables.set(
        name,
        unknown(range, 'it depends on a condition that is not known', { isLive: live }),
      );
    }
  }
}

function afterUncertain(machine: Machine, flow: Flow, behind: Partial<OperationContext>): Flow {
  if (flow === 'return') machine.frame.left = behind;
  return 'next';
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
    return afterUncertain(machine, flow, { doubt, isLive: live });
  }
  const outer = machine.frame.left;
  return machine.within({ loop, isLive: machine.context.isLive || live }, () => {
    for (const item of items.items) {
      machine.step();
      assign(machine, statement.target, item, scope);
      const left = machine.frame.left;
      // What a round leaves in doubt holds for the next rounds where it may have left the loop.
      const flow = machine.within(left && left !== outer ? joined(machine.context, left) : {}, () =>
        execute(machine, statement.body, scope),
      );
      if (flow === 'return' || flow === 'raise') return flow;
      if (flow === 'break') return 'next';
    }
    return execute(machine, statement.otherwise, scope);
  });
}

function executeWith(machine: Machine, statement: WithStatement, scope: Scope): Flow {
  let change: Partial<OperationContext> = {};
  const batches: Value[] = [];
  for (const { context, target } of statement.items) {
    const value = evaluate(machine, context, scope);
    if (value.kind === 'special' && value.role === 'autocommit') change = { ...change, isAutocommit: true };
    if (value.kind === 'batch') batches.push(value);
    if (value.kind === 'construct' && value.path === 'contextlib.suppress')
      change = { ...change, doubt: machine.context.doubt ?? 'its errors are ignored' };
    if (target) assign(machine, target, value, scope);
  }
  const flow = machine.within(change, () => execute(machine, statement.body, scope));
  for (const value of batches.reverse())
    if (value.kind === 'batch') machine.endBatch({ ...machine.context, batch: value.batch });
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
