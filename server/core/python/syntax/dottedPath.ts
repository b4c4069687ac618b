import type { Expression } from './expression';

/** `a.b.c`, also behind a subscript as in `Base[int]`; undefined for anything else. */
export function dottedPath(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind === 'subscript') return dottedPath(expression.object);
  if (expression.kind !== 'attribute') return undefined;
  const object = dottedPath(expression.object);
  return object === undefined ? undefined : `${object}.${expression.name}`;
}
