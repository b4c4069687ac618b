import type { Block } from '../python/syntax/statement';
import type { TextRange } from '../text/textRange';
import type { PossibleExit } from './machine';
import type { OperationContext } from './operation';

/** The text of a block; undefined for one without statements. */
export function rangeOf(block: Block): TextRange | undefined {
  const [first, last] = [block[0], block.at(-1)];
  return first && last && { start: first.range.start, end: last.range.end };
}

/** What holds of the operations behind a place where the function may have been left. */
export function joined(context: OperationContext, change: PossibleExit): Partial<OperationContext> {
  return {
    doubt: context.doubt ?? change.doubt,
    isLive: context.isLive || change.isLive === true,
    dialects: [...context.dialects, ...(change.dialects ?? [])],
  };
}
