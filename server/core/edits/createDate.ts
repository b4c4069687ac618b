/** A moment as Python's `datetime` holds it; naive where there is no offset. */
export interface CreateDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** Minutes east of UTC; undefined for a naive local date. */
  readonly utcOffsetMinutes?: number;
  /** Seconds since 1970, rounded down: what `%(epoch)s` in a file name shows. */
  readonly epochSeconds: number;
}
