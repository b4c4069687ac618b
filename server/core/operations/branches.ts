import type { Flow, Machine } from './machine';
import type { OperationContext } from './operation';
import type { Scope, Value } from './value';
import { isLive, unknown } from './value';

/** Runs a part that may not run; variables that it changes are unknown behind it. */
export function branch(machine: Machine, scope: Scope, body: () => Flow): Flow {
  return runBothBranches(machine, scope, body, () => 'next')[0];
}

/** Runs both parts of a condition that is not known, and keeps what they agree on. */
export function runBothBranches(
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

/** One of two values, of which it is not known which. */
function eitherValue(one: Value, two: Value): Value {
  const alternatives = [one, two].flatMap((value) =>
    value.kind === 'unknown' && value.alternatives ? value.alternatives : [value],
  );
  return unknown(two.range, 'it depends on a condition that is not known', {
    isLive: isLive(one) || isLive(two),
    ...(alternatives.length <= mostAlternatives ? { alternatives } : {}),
  });
}

const mostAlternatives = 16;

/** Keeps what both branches agree on. */
function mergeVariables(other: Variables): void {
  for (const [each, variables] of other) {
    for (const name of new Set([...each.variables.keys(), ...variables.keys()])) {
      const one = variables.get(name);
      const two = each.variables.get(name);
      if (one === two) continue;
      // What only one branch binds is read where that branch has run.
      const merged = one && two ? eitherValue(one, two) : (one ?? two);
      if (merged) each.variables.set(name, merged);
    }
  }
}

/** Goes on behind a part that may have returned: operations below it may not run. */
export function afterPossibleReturn(machine: Machine, flow: Flow, behind: Partial<OperationContext>): Flow {
  if (flow === 'return') machine.frame.left = { ...behind, isLoop: false };
  return 'next';
}

/** Runs a loop; a round that ends early does not matter behind the loop. */
export function inLoop(machine: Machine, body: () => Flow): Flow {
  const { left } = machine.frame;
  const flow = body();
  if (machine.frame.left?.isLoop === true) machine.frame.left = left;
  return flow;
}
