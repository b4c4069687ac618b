import type { Runtime } from '../session/runtime';

/** The longest time for which indexing keeps the event loop to itself. Milliseconds. */
const sliceLength = 15;

/** Runs work that yields between its steps, and lets others have a turn whenever a slice of time is used up. */
export async function runInSlices<T>(
  work: Generator<void, T>,
  runtime: Pick<Runtime, 'timers' | 'monotonicMilliseconds'>,
  stopIf: () => boolean,
): Promise<{ readonly finished: true; readonly value: T } | { readonly finished: false }> {
  let sliceStart = runtime.monotonicMilliseconds();
  for (;;) {
    const step = work.next();
    if (step.done) return { finished: true, value: step.value };
    if (runtime.monotonicMilliseconds() - sliceStart < sliceLength) continue;
    await runtime.timers.yieldToOthers();
    if (stopIf()) return { finished: false };
    sliceStart = runtime.monotonicMilliseconds();
  }
}
