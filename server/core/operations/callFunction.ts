import type { Expression, Parameter } from '../python/syntax/expression';
import type { Block } from '../python/syntax/statement';
import type { TextRange } from '../text/textRange';
import type { Arguments, Machine } from './machine';
import { Raised } from './machine';
import type { OperationContext } from './operation';
import type { FunctionValue, Scope, Value } from './value';
import { unknown } from './value';

/** Follows a call of a function of the file. */
export function callFunction(
  machine: Machine,
  callee: FunctionValue,
  given: Arguments,
  range: TextRange,
  onYield?: (value: Value | undefined) => void,
): Value {
  const { definition } = callee;
  // Not followed, so that its operations are said to be hidden.
  if (definition.isAsync) return unknown(range, 'asynchronous functions are not followed');
  if (machine.frame.depth >= deepestCall) {
    machine.emit({
      kind: 'opaque',
      reason: `The call of ${definition.name} is nested too deeply to be followed`,
      tables: undefined,
      range,
    });
    return unknown(range, 'the call is nested too deeply');
  }
  const scope: Scope = { variables: new Map(), parent: callee.scope };
  const args = callee.partial
    ? {
        positional: [...callee.partial.positional, ...given.positional],
        keywords: new Map([...callee.partial.keywords, ...given.keywords]),
        doubt: given.doubt,
      }
    : given;
  machine.followed.follow(callee.range);
  bindParameters(machine, callee, args, scope, range);
  if (!isBlock(definition.body)) return machine.evaluate(definition.body, scope);
  const body = definition.body;
  const frame = {
    depth: machine.frame.depth + 1,
    result: undefined,
    error: undefined,
    yielded: undefined,
    left: undefined,
    ends: [],
    onYield,
  };
  return machine.inFrame(frame, () =>
    machine.within({ calls: [...machine.context.calls, range], ...doubtIn(machine, callee) }, () => {
      const flow = machine.execute(body, scope);
      if (flow === 'raise' && machine.context.doubt === undefined && onYield === undefined)
        throw new Raised(machine.frame.error);
      const { yielded, result, left } = machine.frame;
      if (yielded) return { kind: 'list', form: 'list', items: yielded, range } satisfies Value;
      if (result && left?.doubt !== undefined)
        return unknown(range, left.doubt, { isLive: left.isLive === true });
      return result ?? ({ kind: 'none', range } satisfies Value);
    }),
  );
}

/** The doubt under which the body of a function runs. */
export function doubtIn({ context }: Machine, { doubt }: FunctionValue): Pick<OperationContext, 'doubt'> {
  return { doubt: context.doubt ?? doubt };
}

/** The defaults of parameters, which are worked out where the function is defined. */
export function defaultsOf(
  machine: Machine,
  parameters: readonly Parameter[],
  scope: Scope,
): ReadonlyMap<string, Value> {
  return new Map(
    parameters.flatMap(({ name, default: written }) =>
      written ? [[name, machine.evaluate(written, scope)] as const] : [],
    ),
  );
}

/** How deep calls of the file's own functions are followed. */
const deepestCall = 6;

function isBlock(body: Block | Expression): body is Block {
  return Array.isArray(body);
}

function bindParameters(
  machine: Machine,
  callee: FunctionValue,
  args: Arguments,
  scope: Scope,
  range: TextRange,
): void {
  const { parameters } = callee.definition;
  const keywords = new Map(args.keywords);
  const positional = [...args.positional];
  for (const parameter of parameters) {
    const { name, form } = parameter;
    if (form === 'rest') {
      const items = positional.splice(0);
      scope.variables.set(name, {
        kind: 'list',
        form: 'tuple',
        items,
        range,
        ...(args.doubt === undefined ? {} : { doubt: args.doubt }),
      });
    } else if (form === 'keywords') {
      const entries = new Map<string | number, Value>(keywords);
      scope.variables.set(name, {
        kind: 'dictionary',
        entries,
        range,
        ...(args.doubt === undefined ? {} : { doubt: args.doubt }),
      });
    } else {
      const value = form === 'plain' ? (positional.shift() ?? keywords.get(name)) : keywords.get(name);
      keywords.delete(name);
      const fallback =
        callee.defaults?.get(name) ??
        (parameter.default && machine.evaluate(parameter.default, callee.scope));
      scope.variables.set(
        name,
        value ??
          (args.doubt === undefined ? fallback : undefined) ??
          unknown(range, args.doubt ?? `the argument ${name} is missing`),
      );
    }
  }
}
