/**
 * How long ago a create date is, in a few characters; the year where it is longer than a year, empty where it
 * can't be read.
 */
export function ageOf(date: string | null, now: number): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?/.exec(date ?? '');
  if (!match) return '';
  const [, year = '', month, day, hour, minute] = match;
  const then = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0));
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 60) return minutes < 0 ? '' : `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${String(hours)} h`;
  const days = Math.floor(hours / 24);
  return days < 365 ? `${String(days)} d` : year;
}
