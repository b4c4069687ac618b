import assert from 'node:assert/strict';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { test } from 'mocha';
import { projectRoot } from '../fixtures/projectRoot';
import { RandomNumbers } from '../oracle/randomNumbers';
import { readFuzzPlan } from './fuzzPlan';
import { processorMilliseconds, slowdown } from './machineTime';
import { reducePieces } from './reducePieces';
import type { Pieces } from './reducePieces';
import { noteInput, Watchdog } from './watchdog';

/** Something of ours that takes text from elsewhere. */
export interface FuzzTarget {
  readonly name: string;
  /** The part of all time that it gets. */
  readonly share: number;
  /**
   * Milliseconds that one input usually takes: where inputs are counted, each target gets as many as take its
   * share of the time.
   */
  readonly usual: number;
  /** Milliseconds of processor time for one input. */
  readonly limit: number;
  readonly make: (random: RandomNumbers) => Pieces;
  /** Throws where something is wrong with the input's handling. */
  readonly run: (pieces: Pieces) => void | Promise<void>;
}

/**
 * Bytes that may be held after a run beyond those after its beginning: caches of a fixed size, and code that
 * was compiled.
 */
const growthLimit = 24_000_000;

/** How many inputs of a target may fail before it is given up. */
const mostFailures = 5;

/** Smaller texts that are tried for an input that takes too long: each try takes long too. */
const triesForSlow = 60;

const plan = readFuzzPlan();
const atFile = plan.atFile === undefined ? undefined : openSync(plan.atFile, 'w');

// Each test file is a bundle with a copy of this module, so what they share lies beside them.
const key = Symbol.for('alembic-workbench.fuzz-targets');
const shared = globalThis as { [key]?: FuzzTarget[] };
const targets = (shared[key] ??= []);

/** The inputs of a target, out of those of all. */
function countOf(target: FuzzTarget, all: number): number {
  const weight = ({ share, usual }: FuzzTarget): number => share / usual;
  return Math.ceil((all * weight(target)) / targets.reduce((sum, each) => sum + weight(each), 0));
}

/**
 * Registers a test that gives a target random inputs: none may throw, take long, or leave something behind.
 */
export function fuzz(target: FuzzTarget): void {
  targets.push(target);
  test(target.name, async function () {
    this.timeout(0);
    const watchdog = new Watchdog();
    watchdog.name(`${target.name}, seed ${plan.seed},`);
    try {
      if (plan.at === undefined) await fuzzMany(target, watchdog);
      else await runInput(target, plan.at, watchdog);
    } finally {
      await watchdog.end();
    }
  });
}

async function fuzzMany(target: FuzzTarget, watchdog: Watchdog): Promise<void> {
  const count = plan.count === undefined ? undefined : countOf(target, plan.count);
  const end = Date.now() + plan.seconds * 1000 * target.share;
  const isMore = (index: number): boolean => (count === undefined ? Date.now() < end : index < count);
  const warm = count === undefined ? undefined : Math.ceil(count / 5);
  let heapBefore: number | undefined;
  let slowest = { milliseconds: 0, index: -1 };
  const failures: string[] = [];
  let index = plan.from;
  for (; isMore(index) && failures.length < mostFailures; index++) {
    if (atFile !== undefined) noteInput(atFile, `${target.name}, seed ${plan.seed}, input ${index}`);
    try {
      const milliseconds = await runInput(target, index, watchdog);
      if (milliseconds > slowest.milliseconds) slowest = { milliseconds, index };
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      console.log(`      input ${index} fails; others follow`);
    }
    const isWarm = warm === undefined ? Date.now() > end - plan.seconds * 600 * target.share : index >= warm;
    if (isWarm) heapBefore ??= heapBytes();
  }
  let growth = heapBytes() - (heapBefore ?? 0);
  // What is loaded once, on the first input that needs it, is no leak: the same inputs again add nothing.
  if (heapBefore !== undefined && growth >= growthLimit && failures.length === 0) {
    heapBefore = heapBytes();
    for (let again = plan.from; again < index; again++) await runInput(target, again, watchdog);
    growth = heapBytes() - heapBefore;
  }
  console.log(
    `      ${index - plan.from} inputs, seed ${plan.seed}; slowest ${slowest.milliseconds.toFixed(1)} ms (input ${slowest.index}); heap ${(growth / 1e6).toFixed(1)} MB more`,
  );
  assert.ok(failures.length === 0, failures.join('\n\n'));
  if (heapBefore !== undefined)
    assert.ok(growth < growthLimit, `${target.name}: the heap has grown by ${growth} bytes`);
}

/**
 * Runs one input, and gives the milliseconds that it took. Throws with a small input that does the same where
 * something is wrong.
 */
async function runInput(target: FuzzTarget, index: number, watchdog: Watchdog): Promise<number> {
  const attempt = (pieces: Pieces): Promise<number | Error> => {
    watchdog.begin(index);
    return runOnce(target, pieces);
  };
  const pieces = target.make(randomOf(target.name, index));
  if (plan.at !== undefined) writePieces(target, pieces);
  const first = await attempt(pieces);
  const isSlow = (candidate: Pieces, taken: number): Promise<Error | undefined> =>
    slowness(target.limit * plan.slack, () => attempt(candidate), taken);
  const problem = typeof first === 'number' ? await isSlow(pieces, first) : first;
  if (problem === undefined) return first as number;
  const kind = kindOf(problem);
  const smaller = await reducePieces(
    pieces,
    async (candidate) => {
      const again = await attempt(candidate);
      const found = typeof again === 'number' ? await isSlow(candidate, again) : again;
      return found !== undefined && kindOf(found) === kind;
    },
    kind === 'TooSlow' ? triesForSlow : undefined,
  );
  const folder = writePieces(target, smaller);
  throw new Error(
    `${target.name}, seed ${plan.seed}, input ${index}: ${problem.stack ?? problem.message}\n` +
      `Reduced to ${JSON.stringify(smaller).slice(0, 3000)}\nwhich is in ${folder}`,
  );
}

async function runOnce(target: FuzzTarget, pieces: Pieces): Promise<number | Error> {
  try {
    return await processorMilliseconds(() => target.run(pieces));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * What is wrong with an input that takes too long, the best of several runs counting: the first one compiles,
 * and collects others' garbage.
 */
async function slowness(
  limit: number,
  attempt: () => Promise<number | Error>,
  first: number,
): Promise<Error | undefined> {
  let best = first;
  for (let run = 0; best > limit && run < 4; run++) {
    const again = await attempt();
    if (typeof again !== 'number') return again;
    best = Math.min(best, again);
    if (best <= limit * slowdown()) return undefined;
  }
  if (best <= limit) return undefined;
  const error = new Error(`it took ${best.toFixed(0)} ms of processor time; ${limit} are allowed`);
  error.name = 'TooSlow';
  return error;
}

/** What a smaller input has to fail with too: the same error at the same place. */
function kindOf(error: Error): string {
  const place = /\n\s+at .*?\(?([^(]*?):\d+:\d+\)?\n/.exec(`${error.stack ?? ''}\n`)?.[1] ?? '';
  return error.name === 'TooSlow' ? error.name : `${error.name} ${place}`;
}

function randomOf(name: string, index: number): RandomNumbers {
  let seed = plan.seed;
  for (const character of name) seed = Math.imul(seed ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return new RandomNumbers((seed + Math.imul(index, 0x9e3779b1)) >>> 0);
}

function writePieces(target: FuzzTarget, pieces: Pieces): string {
  const folder = join(projectRoot, 'out', 'fuzz', target.name.replaceAll(/\W+/g, '-'));
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(pieces))
    writeFileSync(join(folder, name.replaceAll(/[^\w.-]+/g, '_')), text);
  return folder;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
