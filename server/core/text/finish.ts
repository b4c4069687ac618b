/** The result of work that is done in steps, without a pause between them. */
export function finish<Result>(steps: Iterator<unknown, Result, void>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
