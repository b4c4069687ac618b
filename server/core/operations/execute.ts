import type {
  Block,
  ForStatement,
  FunctionDefinition,
  IfStatement,
  Statement,
  TryStatement,
  WhileStatement,
  WithStatement,
} from '../python/syntax/statement';
import type { Expression } from '../python/syntax/expression';
import type { TextRange } from '../text/textRange';
import { assign, remove } from './assign';
import { afterPossibleReturn, branch, inLoop, inRound, runBothBranches } from './branches';
import { isOperations } from './attributes';
import { emitUnfollowed } from './call';
import { callFunction, defaultsOf } from './callFunction';
import { opposite, whyUnknown } from './conditions';
import { itemsOf } from './containers';
import { evaluateBinary } from './binaryOperators';
import { evaluate } from './evaluate';
import { isHarmless } from './harmlessModules';
import type { Arguments, Flow, PossibleExit, Machine } from './machine';
import { Raised } from './machine';
import type { OperationContext } from './operation';
import type { ManagerValue, Scope, Value } from './value';
import { bind, isLive, truthOf, unknown } from './value';

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

function rangeOf(block: Block): TextRange | undefined {
  const [first, last] = [block[0], block.at(-1)];
  return first && last && { start: first.range.start, end: last.range.end };
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

/** Runs the rounds of a loop for as long as its condition is known to hold; behind that, one in doubt. */
function executeWhile(machine: Machine, statement: WhileStatement, scope: Scope): Flow {
  const { test, body, otherwise, range: loop } = statement;
  const outer = machine.frame.left;
  const within = rangeOf(body);
  const isEndless =
    test.kind === 'boolean' &&
    !/\b(?:break|return|raise|exit)\b/.test(within ? machine.text.slice(within.start, within.end) : '');
  for (let round = 0; ; round++) {
    if (isEndless && round > 0) return 'return';
    const found = evaluate(machine, test, scope);
    const truth = truthOf(found);
    const { left } = machine.frame;
    const isCertain = truth !== undefined && left === outer && round < mostRounds;
    if (isCertain && !truth) {
      machine.followed.skip(rangeOf(body));
      return execute(machine, otherwise, scope);
    }
    if (!isCertain) {
      const change = { doubt: machine.context.doubt ?? whyUnknown(found), loop };
      const flow = machine.within(change, () => branch(machine, scope, () => execute(machine, body, scope)));
      const ended = afterPossibleReturn(machine, flow, { doubt: whyUnknown(found) });
      if (ended !== 'next' || otherwise.length === 0) return ended;
      return machine.within(flow === 'break' ? change : {}, () => execute(machine, otherwise, scope));
    }
    const flow = inRound(machine, () => machine.within({ loop }, () => execute(machine, body, scope)));
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

function executeFor(machine: Machine, statement: ForStatement, scope: Scope): Flow {
  const iterable = evaluate(machine, statement.iterable, scope);
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
          execute(machine, statement.body, scope);
        }
        if (items && items.items.length > 0) return 'next';
        return execute(machine, statement.body, scope);
      }),
    );
    const ended = afterPossibleReturn(machine, flow, { doubt, isLive: live });
    if (ended !== 'next' || statement.otherwise.length === 0) return ended;
    return machine.within(flow === 'break' ? change : {}, () => execute(machine, statement.otherwise, scope));
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
          execute(machine, statement.body, scope),
        ),
      );
      if (flow === 'return' || flow === 'raise') return flow;
      if (flow === 'break') {
        machine.followed.skip(rangeOf(statement.otherwise));
        return 'next';
      }
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
  const callee = evaluate(machine, context.callee, scope);
  return callee.kind === 'reference' && callee.path === 'contextlib.suppress';
}

function executeTry(machine: Machine, statement: TryStatement, scope: Scope): Flow {
  const { body, handlers, otherwise, finally: last } = statement;
  const handled = handlers.some((handler) => handler.at(-1)?.kind !== 'raise');
  const result = machine.attempt(handled, () => execute(machine, body, scope));
  let flow: Flow;
  if (result === 'failed' || (result === 'raise' && handled)) {
    machine.followed.skip(rangeOf(body));
    machine.followed.skip(rangeOf(otherwise));
    const error = result === 'raise' ? machine.frame.error : undefined;
    flow = executeHandler(machine, statement, error, result === 'failed', scope);
  } else {
    flow = result;
    // An error may be raised and caught: then the handlers run, and what follows the body does not.
    const mayFail = result === 'next' && mayRaise(machine.text, body);
    const doubt = mayFail ? (machine.context.doubt ?? 'an error may be caught here') : machine.context.doubt;
    if (mayFail && handled)
      machine.within({ doubt }, () => {
        for (const handler of handlers) branch(machine, scope, () => execute(machine, handler, scope));
      });
    else for (const handler of handlers) machine.followed.skip(rangeOf(handler));
    if (result === 'next')
      flow = machine.within(mayFail && handled ? { doubt } : {}, () => execute(machine, otherwise, scope));
    else machine.followed.skip(rangeOf(otherwise));
  }
  const end = execute(machine, last, scope);
  return end === 'next' ? flow : end;
}

/** Follows the handler that takes an error; where several may, each in doubt. */
function executeHandler(
  machine: Machine,
  { handlers, handled }: TryStatement,
  error: string | undefined,
  isOfDatabase: boolean,
  scope: Scope,
): Flow {
  const takers = handlers.flatMap((handler, index) => {
    const takes = takesError(handled[index], error, isOfDatabase);
    return takes === false ? [] : [{ handler, isSure: takes === true }];
  });
  const surest = takers.findIndex(({ isSure }) => isSure);
  const possible = surest < 0 ? takers : takers.slice(0, surest + 1);
  for (const handler of handlers)
    if (possible.every((each) => each.handler !== handler)) machine.followed.skip(rangeOf(handler));
  const [first] = possible;
  if (!first) return 'raise';
  if (possible.length === 1) return execute(machine, first.handler, scope);
  const doubt = machine.context.doubt ?? 'one of several handlers takes the error';
  machine.within({ doubt }, () => {
    for (const { handler } of possible) branch(machine, scope, () => execute(machine, handler, scope));
  });
  return 'next';
}

/** Whether a handler takes an error; undefined where the names do not tell. */
function takesError(
  taken: string | undefined,
  error: string | undefined,
  isOfDatabase: boolean,
): boolean | undefined {
  if (taken === undefined) return true;
  const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
  const names = taken
    .replace(/[()\s]/g, '')
    .split(',')
    .map(last);
  if (names.some((name) => /^(?:Base)?Exception$/.test(name))) return true;
  // What the database or Alembic raises depends on the driver.
  if (isOfDatabase)
    return names.some((name) => /^(?:SQLAlchemyError|DBAPIError|DatabaseError)$/.test(name))
      ? true
      : undefined;
  if (error === undefined) return undefined;
  if (names.includes(last(error))) return true;
  return plainErrors.has(last(error)) && names.every((name) => plainErrors.has(name)) ? false : undefined;
}

/** Errors of Python that are no kind of one another, and none of a database. */
const plainErrors: ReadonlySet<string> = new Set(
  'AssertionError AttributeError ImportError IndexError KeyError NameError SystemExit TypeError ValueError ZeroDivisionError'.split(
    ' ',
  ),
);

/** Whether something may raise an error of which nothing else is known: an import, an item, an own call. */
function mayRaise(text: string, body: Block): boolean {
  const range = rangeOf(body);
  const source = range ? text.slice(range.start, range.end) : '';
  if (/^[ \t]*(?:import|from)[ \t]+(?!alembic\b|sqlalchemy\b)/m.test(source)) return true;
  return /\b(?:int|float|next|open|getattr|import_module|loads|index|remove)\(|[\w\])}]\[|(?<!\.)\bassert\b/.test(
    source,
  );
}
