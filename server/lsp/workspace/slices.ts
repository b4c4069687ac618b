import type { CancellationToken } from 'vscode-languageserver';
import type { Runtime } from '../session/runtime';

/** The longest time for which work keeps the event loop to itself. Milliseconds. */
const sliceLength = 15;

type Clock = Pick<Runtime, 'timers' | 'monotonicMilliseconds'>;

/**
 * Runs work that yields between its steps, and lets others have a turn whenever a slice of time is used up.
 * Work that is stopped is told so.
 */
export async function runInSlices<T>(
  work: Generator<void, T>,
  clock: Clock,
  stopIf: () => boolean,
): Promise<{ readonly finished: true; readonly value: T } | { readonly finished: false }> {
  let sliceStart = clock.monotonicMilliseconds();
  for (;;) {
    const step = work.next();
    if (step.done) return { finished: true, value: step.value };
    if (clock.monotonicMilliseconds() - sliceStart < sliceLength) continue;
    await clock.timers.yieldToOthers();
    if (stopIf()) {
      work.return(undefined as never);
      return { finished: false };
    }
    sliceStart = clock.monotonicMilliseconds();
  }
}

/** Does one thing after the other for each item, in slices of time, until the request is cancelled. */
export async function runSteps<Item, Result>(
  items: readonly Item[],
  clock: Clock,
  token: CancellationToken,
  step: (item: Item) => Result | Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let sliceStart = clock.monotonicMilliseconds();
  for (const item of items) {
    results.push(await step(item));
    if (clock.monotonicMilliseconds() - sliceStart < sliceLength) continue;
    await clock.timers.yieldToOthers();
    if (token.isCancellationRequested) break;
    sliceStart = clock.monotonicMilliseconds();
  }
  return results;
}
