import type { Flow, Machine, Variables } from './machine';
import type { OperationContext } from './operation';
import type { Scope, UnknownValue, Value } from './value';
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
  if (one !== two) {
    keepEnd(machine, one, afterFirst);
    if (isEnd(two)) keepEnd(machine, two, variablesOf(scope));
  }
  if (one === 'next') {
    if (two === 'next') mergeVariables(afterFirst);
    else restore(afterFirst);
  } else if (one === two) mergeVariables(afterFirst);
  return [one, two];
}

function isEnd(flow: Flow): flow is 'break' | 'continue' {
  return flow === 'break' || flow === 'continue';
}

function keepEnd(machine: Machine, flow: Flow, variables: Variables): void {
  if (isEnd(flow)) machine.frame.ends.push({ flow, variables });
}

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
export function eitherValue(one: Value, two: Value): UnknownValue {
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

/**
 * Runs a loop. A round that ends early casts no doubt on what stands behind the loop, but the variables may
 * be those of that round.
 */
export function inLoop(machine: Machine, body: () => Flow): Flow {
  const { left, ends } = machine.frame;
  const before = ends.length;
  const flow = body();
  if (machine.frame.left?.isLoop === true) machine.frame.left = left;
  for (const { variables } of ends.splice(before)) mergeVariables(variables);
  return flow;
}

/** Runs a round of a loop; behind it the variables may be those of a place where it may have ended. */
export function inRound(machine: Machine, body: () => Flow): Flow {
  const { ends } = machine.frame;
  const before = ends.length;
  const flow = body();
  const [ended, left] = [[] as Variables[], [] as typeof ends];
  for (const each of ends.splice(before))
    if (each.flow === 'continue') ended.push(each.variables);
    else left.push(each);
  ends.push(...left);
  for (const variables of ended) mergeVariables(variables);
  return flow;
}
