import type { ForStatement, WhileStatement } from '../python/syntax/statement';
import { assign } from './assign';
import { joined, rangeOf } from './blocks';
import { afterPossibleReturn, branch, inRound } from './branches';
import { whyUnknown } from './conditions';
import { itemsOf } from './containers';
import type { Flow, Machine } from './machine';
import type { Scope } from './value';
import { isLive, truthOf, unknown } from './value';

/** Runs the rounds of a loop for as long as its condition is known to hold; behind that, one in doubt. */
export function executeWhile(machine: Machine, statement: WhileStatement, scope: Scope): Flow {
  const { test, body, otherwise, range: loop } = statement;
  const outer = machine.frame.left;
  const within = rangeOf(body);
  const isEndless =
    test.kind === 'boolean' &&
    !/\b(?:break|return|raise|exit)\b/.test(within ? machine.text.slice(within.start, within.end) : '');
  for (let round = 0; ; round++) {
    if (isEndless && round > 0) return 'return';
    const found = machine.evaluate(test, scope);
    const truth = truthOf(found);
    const { left } = machine.frame;
    const isCertain = truth !== undefined && left === outer && round < mostRounds;
    if (isCertain && !truth) {
      machine.followed.skip(rangeOf(body));
      return machine.execute(otherwise, scope);
    }
    if (!isCertain) {
      const change = { doubt: machine.context.doubt ?? whyUnknown(found), loop };
      const flow = machine.within(change, () => branch(machine, scope, () => machine.execute(body, scope)));
      const ended = afterPossibleReturn(machine, flow, { doubt: whyUnknown(found) });
      if (ended !== 'next' || otherwise.length === 0) return ended;
      return machine.within(flow === 'break' ? change : {}, () => machine.execute(otherwise, scope));
    }
    const flow = inRound(machine, () => machine.within({ loop }, () => machine.execute(body, scope)));
    if (flow === 'return' || flow === 'raise') return flow;
    if (flow === 'break') {
      machine.followed.skip(rangeOf(otherwise));
      return 'next';
    }
  }
}

const mostIterations = 2000;
/** Rounds of `while` that are followed one by one. */
const mostRounds = 200;

/** Runs the rounds of a loop over what is known; over anything else, one in doubt. */
export function executeFor(machine: Machine, statement: ForStatement, scope: Scope): Flow {
  const iterable = machine.evaluate(statement.iterable, scope);
  const items = itemsOf(iterable);
  const live = isLive(iterable);
  const loop = statement.range;
  if (!items || items.doubt !== undefined || items.items.length > mostIterations) {
    const doubt =
      items?.doubt ??
      (iterable.kind === 'special'
        ? whyUnknown(iterable)
        : `what is looped over is not known: ${whyUnknown(iterable)}`);
    const change = { doubt: machine.context.doubt ?? doubt, isLive: machine.context.isLive || live, loop };
    const flow = machine.within(change, () =>
      branch(machine, scope, () => {
        const item =
          iterable.kind === 'special' ? iterable : unknown(statement.target.range, doubt, { isLive: live });
        assign(machine, statement.target, item, scope);
        for (const known of items?.items ?? []) {
          assign(machine, statement.target, known, scope);
          machine.execute(statement.body, scope);
        }
        if (items && items.items.length > 0) return 'next';
        return machine.execute(statement.body, scope);
      }),
    );
    const ended = afterPossibleReturn(machine, flow, { doubt, isLive: live });
    if (ended !== 'next' || statement.otherwise.length === 0) return ended;
    return machine.within(flow === 'break' ? change : {}, () => machine.execute(statement.otherwise, scope));
  }
  const outer = machine.frame.left;
  if (items.items.length === 0) machine.followed.skip(rangeOf(statement.body));
  return machine.within({ loop, isLive: machine.context.isLive || live }, () => {
    for (const item of items.items) {
      machine.step();
      assign(machine, statement.target, item, scope);
      const left = machine.frame.left;
      // What a round leaves in doubt holds for the next rounds where it may have left the loop.
      const flow = inRound(machine, () =>
        machine.within(left && left !== outer ? joined(machine.context, left) : {}, () =>
          machine.execute(statement.body, scope),
        ),
      );
      if (flow === 'return' || flow === 'raise') return flow;
      if (flow === 'break') {
        machine.followed.skip(rangeOf(statement.otherwise));
        return 'next';
      }
    }
    return machine.execute(statement.otherwise, scope);
  });
}
