import { Budget, sizeWithin } from '../text/budget';
import type { PythonValue, ValueBudget } from './pythonValue';
import { UnsupportedTemplate } from './unsupportedTemplate';

/**
 * What rendering one template may take; Alembic's own takes some hundred steps. `text` is the length of the
 * template itself.
 */
export const templateLimits = { text: 30_000, steps: 20_000, size: 100_000, depth: 100 };

/** What is left for rendering one template. Each method throws UnsupportedTemplate where it is not enough. */
export class TemplateBudget implements ValueBudget {
  readonly #budget = new Budget(templateLimits);
  #depth = 0;

  takeStep(): void {
    if (!this.#budget.takeSteps(1))
      throw new UnsupportedTemplate(`it takes more than ${templateLimits.steps} steps`);
  }

  /** Asked before anything of that size is made. */
  takeSize(size: number): void {
    if (!(size >= 0) || !this.#budget.takeSize(size)) throw tooLarge();
  }

  /** Takes the size of a value with all that is in it, which is then not too large to be gone through. */
  takeValue(value: PythonValue): void {
    const size = sizeWithin(value, contentOf, templateLimits.size, templateLimits.depth);
    if (size === undefined) throw tooLarge();
    this.takeSize(size);
  }

  /** Does something one level deeper. */
  within<Result>(act: () => Result): Result {
    if (++this.#depth > templateLimits.depth)
      throw new UnsupportedTemplate(`it nests deeper than ${templateLimits.depth} levels`);
    const result = act();
    this.#depth--;
    return result;
  }
}

function tooLarge(): UnsupportedTemplate {
  return new UnsupportedTemplate(`it makes values of more than ${templateLimits.size} characters`);
}

function contentOf(value: PythonValue): string | readonly PythonValue[] | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'items' in value ? value.items : undefined;
}
