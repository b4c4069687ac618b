import type { Expression } from '../python/syntax/expression';
import type { WithStatement } from '../python/syntax/statement';
import { assign } from './assign';
import { callFunction } from './callFunction';
import type { Flow, Machine } from './machine';
import type { ManagerValue, Scope, Value } from './value';

/** Follows a body within its context managers, one after the other from the one at `from`. */
export function executeWith(machine: Machine, statement: WithStatement, scope: Scope, from = 0): Flow {
  const item = statement.items[from];
  if (!item) return machine.execute(statement.body, scope);
  const value = machine.evaluate(item.context, scope);
  const inside = (given: Value): Flow => {
    if (item.target) assign(machine, item.target, given, scope);
    return executeWith(machine, statement, scope, from + 1);
  };
  if (value.kind === 'manager') return executeManaged(machine, value, inside);
  if (value.kind === 'special' && value.role === 'autocommit')
    return machine.within({ isAutocommit: true }, () => inside(value));
  if (isSuppress(machine, item.context, scope)) {
    const flow = machine.attempt(true, () => inside(value));
    return flow === 'failed' || flow === 'raise' ? 'next' : flow;
  }
  const flow = inside(value);
  if (value.kind === 'batch' && flow !== 'raise')
    machine.endBatch({ ...machine.context, batch: value.batch });
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

/** `contextlib.suppress(…)`. */
function isSuppress(machine: Machine, context: Expression, scope: Scope): boolean {
  if (context.kind !== 'call') return false;
  const callee = machine.evaluate(context.callee, scope);
  return callee.kind === 'reference' && callee.path === 'contextlib.suppress';
}
