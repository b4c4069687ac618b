/** How much one evaluation of foreign text may take. */
export interface BudgetLimits {
  /** Parts of the text that are evaluated, each time that they are. */
  readonly steps: number;
  /** Characters and items of the values that are made or handed on, all together. */
  readonly size: number;
  /** Levels of nesting. */
  readonly depth: number;
}

/** What is left for one evaluation. Once an amount did not fit, no other one of its kind does. */
export class Budget {
  readonly limits: BudgetLimits;
  #steps: number;
  #size: number;

  constructor(limits: BudgetLimits) {
    this.limits = limits;
    this.#steps = limits.steps;
    this.#size = limits.size;
  }

  /** False where the steps are more than what is left. */
  takeSteps(count: number): boolean {
    this.#steps -= count;
    return this.#steps >= 0;
  }

  /** False where the size is more than what is left; asked before anything of that size is made. */
  takeSize(size: number): boolean {
    this.#size -= size;
    return this.#size >= 0;
  }
}

/** Thrown where an evaluation has used up its budget; caught where it was begun. */
export class BudgetExceeded extends Error {}

/**
 * How many characters and items a value has with all that is in it; undefined where it has more than `most`,
 * or more levels than `deepest`.
 */
export function sizeWithin<Value>(
  value: Value,
  itemsOf: (value: Value) => string | readonly Value[] | undefined,
  most: number,
  deepest: number,
): number | undefined {
  let size = 0;
  let level: Value[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return undefined;
    const next: Value[] = [];
    for (const each of level) {
      const items = itemsOf(each);
      size += 1 + (typeof items === 'string' ? items.length : 0);
      if (size > most) return undefined;
      if (typeof items !== 'object') continue;
      if (size + next.length + items.length > most) return undefined;
      for (const item of items) next.push(item);
    }
    level = next;
  }
  return size;
}
