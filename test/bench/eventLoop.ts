/**
 * Watches how long the event loop is kept from others. A block counts with the processor time that it took,
 * at most with the time on the clock, so that other processes on a busy machine are not taken for ours.
 */
export class EventLoopWatch {
  #longest = 0;
  #isRunning = true;
  #time = performance.now();
  #processor = process.cpuUsage();

  constructor() {
    this.#next();
  }

  /** Ends the watch and gives the longest block in milliseconds. */
  stop(): number {
    this.#isRunning = false;
    return this.#longest;
  }

  #next(): void {
    const time = performance.now();
    const { user, system } = process.cpuUsage(this.#processor);
    this.#longest = Math.max(this.#longest, Math.min(time - this.#time, (user + system) / 1000));
    this.#time = time;
    this.#processor = process.cpuUsage();
    if (this.#isRunning) setImmediate(() => this.#next());
  }
}
