import type { CreateDate } from '../text/createDate';
import { UnsupportedTemplate } from './unsupportedTemplate';

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Python's `str()` of a datetime, which is `isoformat(' ')`. */
export function dateText(date: CreateDate, separator = ' '): string {
  const fraction = date.microsecond === 0 ? '' : `.${pad(date.microsecond, 6)}`;
  return `${dayText(date)}${separator}${pad(date.hour)}:${pad(date.minute)}:${pad(date.second)}${fraction}${offsetText(date, ':')}`;
}

/** `2024-01-31`. */
export function dayText(date: CreateDate): string {
  return `${pad(date.year, 4)}-${pad(date.month)}-${pad(date.day)}`;
}

/**
 * Python's `strftime` in the C locale, for the directives that mean the same everywhere. Throws
 * UnsupportedTemplate for others.
 */
export function formatDate(date: CreateDate, format: string): string {
  return format.replace(/%([\s\S]?)/g, (_, directive: string) => {
    const written = directiveText(date, directive);
    if (written === undefined) throw new UnsupportedTemplate(`it formats a date with %${directive}`);
    return written;
  });
}

function directiveText(date: CreateDate, directive: string): string | undefined {
  const utcDay = Date.UTC(date.year, date.month - 1, date.day);
  const weekday = new Date(utcDay).getUTCDay();
  switch (directive) {
    case '%':
      return '%';
    case 'Y':
      return date.year >= 1000 ? String(date.year) : undefined;
    case 'y':
      return pad(date.year % 100);
    case 'm':
      return pad(date.month);
    case 'd':
      return pad(date.day);
    case 'H':
      return pad(date.hour);
    case 'I':
      return pad(date.hour % 12 === 0 ? 12 : date.hour % 12);
    case 'M':
      return pad(date.minute);
    case 'S':
      return pad(date.second);
    case 'f':
      return pad(date.microsecond, 6);
    case 'p':
      return date.hour < 12 ? 'AM' : 'PM';
    case 'j':
      return pad((utcDay - Date.UTC(date.year, 0, 1)) / 86_400_000 + 1, 3);
    case 'w':
      return String(weekday);
    case 'A':
      return dayNames[weekday];
    case 'a':
      return dayNames[weekday]?.slice(0, 3);
    case 'B':
      return monthNames[date.month - 1];
    case 'b':
      return monthNames[date.month - 1]?.slice(0, 3);
    case 'z':
      return offsetText(date, '');
    case 'F':
      return dayText(date);
    case 'T':
      return `${pad(date.hour)}:${pad(date.minute)}:${pad(date.second)}`;
    default:
      return undefined;
  }
}

/** `+01:00` for an aware date, empty for a naive one. */
function offsetText(date: CreateDate, separator: string): string {
  if (date.utcOffsetMinutes === undefined) return '';
  const minutes = Math.abs(date.utcOffsetMinutes);
  const sign = date.utcOffsetMinutes < 0 ? '-' : '+';
  return `${sign}${pad(Math.floor(minutes / 60))}${separator}${pad(minutes % 60)}`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}
