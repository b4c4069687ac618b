import type { Timers } from '../session/runtime';

/** How long to wait after the last of several calls, and after the first at most. Milliseconds. */
export interface DebounceDelays {
  readonly quiet: number;
  readonly longest: number;
}

/** Someone types: short, and never postponed for long. */
export const typingDelays: DebounceDelays = { quiet: 150, longest: 600 };

/** Files change on disk, often many at once: a checkout is to be one rebuild. */
export const diskDelays: DebounceDelays = { quiet: 300, longest: 5000 };

/** Calls back once after a burst of calls has ended. */
export class Debounce {
  readonly #timers: Timers;
  readonly #now: () => number;
  readonly #callback: () => void;
  #cancelTimer: (() => void) | undefined;
  #first = 0;
  #due = 0;
  #longest = 0;

  constructor(timers: Timers, now: () => number, callback: () => void) {
    this.#timers = timers;
    this.#now = now;
    this.#callback = callback;
  }

  get isPending(): boolean {
    return this.#cancelTimer !== undefined;
  }

  /**
   * Asks for a call after `delays`; a pending one is moved, but not beyond the longest delay that was asked
   * for.
   */
  call(delays: DebounceDelays): void {
    const now = this.#now();
    if (!this.isPending) {
      this.#first = now;
      this.#due = now;
      this.#longest = 0;
    }
    this.#due = Math.max(this.#due, now + delays.quiet);
    this.#longest = Math.max(this.#longest, delays.longest);
    this.#schedule(Math.max(0, Math.min(this.#due, this.#first + this.#longest) - now));
  }

  cancel(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #schedule(milliseconds: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#timers.after(milliseconds, () => {
      this.#cancelTimer = undefined;
      this.#callback();
    });
  }
}
