/** Work as part of a generator that yields undefined where the loop may look after other things. */
export function* inSlices<Result>(work: Generator<void, Result>): Generator<undefined, Result> {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    yield undefined;
  }
}
