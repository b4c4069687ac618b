import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** Minutes for one input, however busy the machine is; what takes longer never ends. */
const patienceMinutes = 1;

const source = `
const { parentPort, workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const state = new Int32Array(workerData.state);
let last = -1;
let since = Date.now();
let what = '';
parentPort.on('message', (message) => (what = message));
setInterval(() => {
  const now = Atomics.load(state, 1);
  if (now !== last) {
    last = now;
    since = Date.now();
  } else if (now > 0 && Date.now() - since > workerData.milliseconds) {
    writeSync(2, what + ' does not end with input ' + Atomics.load(state, 0) + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }
}, 1000);
`;

/**
 * Watches over work that may never give the event loop back, from a thread of its own. It ends the process,
 * and says what ran.
 */
export class Watchdog {
  /** The input, and how many runs have begun. */
  readonly #state = new SharedArrayBuffer(8);
  readonly #view = new Int32Array(this.#state);
  readonly #worker: Worker;

  constructor() {
    const milliseconds = patienceMinutes * 60_000;
    this.#worker = new Worker(source, { eval: true, workerData: { state: this.#state, milliseconds } });
    this.#worker.unref();
  }

  /** Names what runs next. */
  name(what: string): void {
    this.#worker.postMessage(what);
  }

  /** Notes that a run of input `index`, or of a smaller one made of it, begins. */
  begin(index: number): void {
    Atomics.store(this.#view, 0, index);
    Atomics.add(this.#view, 1, 1);
  }

  /** Nothing runs now. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Writes to a file which input runs, over what stood there. */
export function noteInput(file: number, text: string): void {
  writeSync(file, text.padEnd(120), 0);
}
