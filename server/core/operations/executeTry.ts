import type { Block, TryStatement } from '../python/syntax/statement';
import { rangeOf } from './blocks';
import { branch } from './branches';
import type { Flow, Machine } from './machine';
import type { Scope } from './value';

/** Follows the body, and the handlers that take what it may raise. */
export function executeTry(machine: Machine, statement: TryStatement, scope: Scope): Flow {
  const { body, handlers, otherwise, finally: last } = statement;
  const handled = handlers.some((handler) => handler.at(-1)?.kind !== 'raise');
  const result = machine.attempt(handled, () => machine.execute(body, scope));
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
        for (const handler of handlers) branch(machine, scope, () => machine.execute(handler, scope));
      });
    else for (const handler of handlers) machine.followed.skip(rangeOf(handler));
    if (result === 'next')
      flow = machine.within(mayFail && handled ? { doubt } : {}, () => machine.execute(otherwise, scope));
    else machine.followed.skip(rangeOf(otherwise));
  }
  const end = machine.execute(last, scope);
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
  if (possible.length === 1) return machine.execute(first.handler, scope);
  const doubt = machine.context.doubt ?? 'one of several handlers takes the error';
  machine.within({ doubt }, () => {
    for (const { handler } of possible) branch(machine, scope, () => machine.execute(handler, scope));
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
