/** How much is tried, as `npm run fuzz` or `npm test` asks for it by environment variables. */
export interface FuzzPlan {
  readonly seed: number;
  /** Inputs over all targets together; undefined where time decides. */
  readonly count: number | undefined;
  /** The first input of each target, for a run that goes on where another one ended. */
  readonly from: number;
  /** Seconds over all targets together. */
  readonly seconds: number;
  /** The one input to run, of the one target that is chosen by mocha's pattern. */
  readonly at: number | undefined;
  /**
   * How many times the limits of time an input may take: the short run finds what never ends, on machines of
   * any speed.
   */
  readonly slack: number;
  /** A file that always holds which input runs, for a process that ends without a word. */
  readonly atFile: string | undefined;
}

/** Reads the plan; without one it is the short run of `npm test`. */
export function readFuzzPlan(environment = process.env): FuzzPlan {
  const number = (name: string): number | undefined =>
    environment[name] === undefined ? undefined : Number(environment[name]);
  return {
    seed: number('FUZZ_SEED') ?? 1,
    count: number('FUZZ_COUNT'),
    from: number('FUZZ_FROM') ?? 0,
    seconds: number('FUZZ_SECONDS') ?? 20,
    at: number('FUZZ_AT'),
    slack: environment['FUZZ_SEED'] === undefined ? 20 : 1,
    atFile: environment['FUZZ_AT_FILE'],
  };
}
