import type { Arguments } from './machine';
import type { OperationSignature } from './signatures';
import type { Value } from './value';

/** The arguments of a call by the parameters that take them. */
export interface BoundArguments {
  readonly arguments: ReadonlyMap<string, Value>;
  readonly rest: readonly Value[];
  readonly options: ReadonlyMap<string, Value>;
  /** Arguments that no parameter takes. */
  readonly surplus: readonly Value[];
}

/**
 * Binds the arguments of a call as Python does. What older releases took by position or under another name is
 * taken too.
 */
export function bindArguments(signature: OperationSignature, given: Arguments): BoundArguments {
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
    if (parameter) bound.set(parameter.name, value);
    else if (takesRest) rest.push(value);
    else surplus.push(value);
  }
  const takesOptions = parameters.some(({ kind }) => kind === 'keywords');
  const names = new Set(
    parameters.filter(({ kind }) => kind === 'positional' || kind === 'keyword').map(({ name }) => name),
  );
  for (const [name, value] of given.keywords) {
    const former = Object.hasOwn(formerNames, name) ? formerNames[name] : undefined;
    const parameter = names.has(name) ? name : former?.find((each) => names.has(each));
    if (parameter !== undefined && !bound.has(parameter)) bound.set(parameter, value);
    else if (takesOptions) options.set(name, value);
    else surplus.push(value);
  }
  return { arguments: bound, rest, options, surplus };
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
