import { isBefore } from '../text/isBefore';
import type { Arguments } from './machine';
import type { OperationParameter, OperationSignature } from './signatures';
import type { Value } from './value';

/** The arguments of a call by the parameters that take them. */
export interface BoundArguments {
  readonly arguments: ReadonlyMap<string, Value>;
  readonly rest: readonly Value[];
  readonly options: ReadonlyMap<string, Value>;
  /** Arguments that no parameter takes. */
  readonly surplus: readonly Value[];
  /** Why the project's Alembic raises a TypeError; undefined where it takes the arguments or is not known. */
  readonly refusal: string | undefined;
}

/**
 * Binds the arguments of a call as Python does. Where the project's Alembic is not known, what older releases
 * took by position or under another name is taken too.
 */
export function bindArguments(
  signature: OperationSignature,
  given: Arguments,
  alembic?: string,
): BoundArguments {
  const refusals: string[] = [];
  const bound = new Map<string, Value>();
  const options = new Map<string, Value>();
  const rest: Value[] = [];
  const surplus: Value[] = [];
  const { parameters } = signature;
  const takesRest = parameters.some(({ kind }) => kind === 'rest');
  const byPosition = parameters.filter(
    ({ kind, positionalUntil }) => kind === 'positional' || (!takesRest && positionalUntil !== undefined),
  );
  for (const [index, value] of given.positional.entries()) {
    const parameter = byPosition[index];
    if (parameter) {
      bound.set(parameter.name, value);
      refusals.push(...refusedByPosition(parameter, alembic));
    } else if (takesRest) rest.push(value);
    else surplus.push(value);
  }
  const takesOptions = parameters.some(({ kind }) => kind === 'keywords');
  const named = parameters.filter(({ kind }) => kind === 'positional' || kind === 'keyword');
  const isTaken = ({ since }: OperationParameter): boolean => !isNewer(since, alembic);
  const names = new Set(named.filter(isTaken).map(({ name }) => name));
  const later = new Map(named.filter((each) => !isTaken(each)).map(({ name, since }) => [name, since]));
  for (const [name, value] of given.keywords) {
    const former = Object.hasOwn(formerNames, name) ? formerNames[name] : undefined;
    const parameter = names.has(name) ? name : former?.find((each) => names.has(each));
    if (parameter !== undefined && !bound.has(parameter)) bound.set(parameter, value);
    // A release that has only `**kw` there warns of what it does not know, and goes on without it.
    else if (takesOptions) options.set(name, value);
    else if (later.has(name))
      refusals.push(`does not take ${name}, which comes with ${later.get(name) ?? ''}`);
    else surplus.push(value);
  }
  return { arguments: bound, rest, options, surplus, refusal: refusals[0] };
}

/** Whether something comes with a later release than that of the project. */
export function isNewer(since: string | undefined, alembic: string | undefined): boolean {
  return since !== undefined && alembic !== undefined && isBefore(alembic, since);
}

function refusedByPosition(
  { name, positionalUntil }: OperationParameter,
  alembic: string | undefined,
): readonly string[] {
  if (positionalUntil === undefined || alembic === undefined || !isBefore(positionalUntil, alembic))
    return [];
  return [`takes ${name} by name alone, since the release that followed ${positionalUntil}`];
}

/** The names of parameters before Alembic 0.8, and what they are called now. */
const formerNames: Readonly<Record<string, readonly string[]>> = {
  name: ['constraint_name', 'index_name', 'table_name', 'column_name'],
  source: ['source_table', 'table_name'],
  tablename: ['table_name'],
  referent: ['referent_table'],
  type: ['type_'],
  cols: ['columns'],
  local_cols: ['columns'],
  existing_server_default: [],
};
