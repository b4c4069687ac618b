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

/** The first second of 1970, where the date plays no part or can't be told. */
export const epoch: CreateDate = {
  year: 1970,
  month: 1,
  day: 1,
  hour: 0,
  minute: 0,
  second: 0,
  microsecond: 0,
  epochSeconds: 0,
};

/**
 * The create date that Alembic would take at a moment: aware in the named time zone (as written, else in
 * upper case), naive in `localZone` where no zone is configured. Undefined for an unknown zone, at which
 * Alembic says `Can't locate timezone`.
 */
export function createDateAt(
  epochMilliseconds: number,
  timezone: string | undefined,
  localZone: string,
): CreateDate | undefined {
  if (timezone === undefined) {
    const local = inZone(epochMilliseconds, localZone);
    return local && { ...local, utcOffsetMinutes: undefined };
  }
  return inZone(epochMilliseconds, timezone) ?? inZone(epochMilliseconds, timezone.toUpperCase());
}

const writtenDate =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?(?:\s*([+-])(\d{2}):?(\d{2})|Z)?)?$/;

/**
 * Reads a date as Alembic writes it behind `Create Date:`; undefined for anything else. A date without offset
 * counts as UTC in `epochSeconds`.
 */
export function parseCreateDate(text: string): CreateDate | undefined {
  const match = writtenDate.exec(text.trim());
  if (!match) return undefined;
  const number = (index: number) => Number(match[index] ?? '0');
  const sign = match[8] === '-' ? -1 : 1;
  const offset = match[8] === undefined ? undefined : sign * (number(9) * 60 + number(10));
  const utc = Date.UTC(number(1), number(2) - 1, number(3), number(4), number(5), number(6));
  if (Number.isNaN(utc) || new Date(utc).getUTCDate() !== number(3)) return undefined;
  return {
    year: number(1),
    month: number(2),
    day: number(3),
    hour: number(4),
    minute: number(5),
    second: number(6),
    microsecond: Number((match[7] ?? '').padEnd(6, '0')),
    utcOffsetMinutes: offset,
    epochSeconds: utc / 1000 - (offset ?? 0) * 60,
  };
}

function inZone(epochMilliseconds: number, timeZone: string): CreateDate | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
  const parts = new Map(
    format.formatToParts(epochMilliseconds).map((part) => [part.type, Number(part.value)] as const),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const epochSeconds = Math.floor(epochMilliseconds / 1000);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
    microsecond: Math.floor((epochMilliseconds - epochSeconds * 1000) * 1000),
    utcOffsetMinutes: Math.round((shown / 1000 - epochSeconds) / 60),
    epochSeconds,
  };
}
