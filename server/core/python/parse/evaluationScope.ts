import { sizeWithin } from '../../text/budget';
import type { Budget } from '../../text/budget';
import type { PythonNode } from '../syntax/boundedParse';
import type { StaticValue } from '../revisionFile';
import type { Known, KnownObject } from './knownObject';
import { itemsIn, lengthOf } from './staticValue';

/** What an expression's names stand for; undefined for a name that the module has not bound by then. */
export type NameLookup = (name: string) => StaticValue | undefined;

/**
 * Limits for the values of one file; a value beyond them is dynamic. Literals are free. A list read through a
 * name, and a value joined from two, cost their size each time, and stay within `size` and `depth`.
 */
export const valueLimits = { steps: 1_000_000, size: 10_000, depth: 100 };

/** What a look at one expression costs, beside the size of its value. */
export const stepsForExpression = 5;

/** What evaluating needs to know besides the expression. */
export interface EvaluationScope {
  /** With `valueLimits`. */
  readonly budget: Budget;
  readonly text: string;
  readonly lookup: NameLookup;
  /** A dictionary, class or imported module that the name stands for. */
  objectOf(name: string): KnownObject | undefined;
  /** The name of the file without its folder; undefined where it is not known. */
  readonly fileName: string | undefined;
  /** Names that a comprehension or class body binds. */
  readonly locals?: ReadonlyMap<string, Known>;
  /** Whether the name still means Python's built-in. */
  isBuiltin(name: string): boolean;
}

/** Evaluates parts of an expression; passed as an argument, which keeps imports free of circles. */
export interface Evaluator {
  /** The value; undefined where it is not known. */
  value(node: PythonNode, scope: EvaluationScope): StaticValue | undefined;
  /** The value, or the object that the expression stands for. */
  known(node: PythonNode, scope: EvaluationScope): Known | undefined;
}

export function fitsBudget(value: StaticValue, { budget }: EvaluationScope): boolean {
  if (value.kind !== 'sequence') return true;
  const size = sizeWithin(value, itemsIn, valueLimits.size, valueLimits.depth);
  return budget.takeSteps(size ?? valueLimits.size) && size !== undefined;
}

export function canJoin(a: StaticValue, b: StaticValue, { budget }: EvaluationScope): boolean {
  const size = lengthOf(a) + lengthOf(b);
  const cost = a.kind === 'string' && b.kind === 'string' ? a.literals.length + b.literals.length : size;
  return size <= valueLimits.size && budget.takeSteps(cost);
}
