/**
 * How far up each lane is taken, with the lowest lane that is free from a row on found in logarithmic time.
 */
export class LaneTops {
  /**
   * A segment tree over lanes of the maximum of their tops; a lane that nobody has used is free everywhere.
   */
  #tree = new Float64Array(2).fill(Infinity);
  #size = 1;
  #count = 0;

  /** How many lanes were ever used. */
  get count(): number {
    return this.#count;
  }

  /** The lowest lane that is taken in no row above `row`. */
  lowestFree(row: number): number {
    if ((this.#tree[1] ?? 0) < row) this.#grow();
    let at = 1;
    while (at < this.#size) at = (this.#tree[2 * at] ?? 0) >= row ? 2 * at : 2 * at + 1;
    return at - this.#size;
  }

  /** Notes that a lane is taken up to and with `row`; `-Infinity` reserves it to the top. */
  take(lane: number, row: number): void {
    while (lane >= this.#size) this.#grow();
    this.#count = Math.max(this.#count, lane + 1);
    let at = lane + this.#size;
    this.#tree[at] = row;
    for (at >>= 1; at >= 1; at >>= 1)
      this.#tree[at] = Math.max(this.#tree[2 * at] ?? 0, this.#tree[2 * at + 1] ?? 0);
  }

  #grow(): void {
    const leaves = this.#tree.slice(this.#size);
    this.#size *= 2;
    this.#tree = new Float64Array(2 * this.#size).fill(Infinity);
    this.#tree.set(leaves, this.#size);
    for (let at = this.#size - 1; at >= 1; at--)
      this.#tree[at] = Math.max(this.#tree[2 * at] ?? 0, this.#tree[2 * at + 1] ?? 0);
  }
}
