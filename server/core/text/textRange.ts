/** A half-open span of a text in UTF-16 code units: `start` is inside, `end` is not. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export function textRange(start: number, end: number): TextRange {
  return { start, end };
}

/** Whether the offset lies in the range or directly at its end, as a cursor does. */
export function rangeTouches(range: TextRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/**
 * Whether the ranges overlap or lie directly beside each other, as a selection and what it is meant to hit.
 */
export function rangesTouch(one: TextRange, other: TextRange): boolean {
  return one.start <= other.end && other.start <= one.end;
}
