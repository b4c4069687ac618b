import type { PythonNode } from '../python/syntax/boundedParse';
import type { PythonValue } from './pythonValue';
import type { TemplateBudget } from './templateBudget';

/**
 * Gives the value of a name, `undefinedName` for one that nothing defines; throws UnsupportedTemplate where
 * that can't be known.
 */
export interface NameScope {
  lookUp(name: string): PythonValue;
  readonly budget: TemplateBudget;
  /** The expressions that were parsed already, by their source. */
  readonly parsed: Map<string, ParsedExpression>;
}

interface ParsedExpression {
  readonly expression: PythonNode;
  readonly targets: ReadonlySet<string>;
}
