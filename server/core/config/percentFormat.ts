import { codePointLength, pythonRepr } from '../text/pythonText';
import { ConfigurationError } from './configurationError';
import { tooLargeType } from './interpolation';

/** The most characters that one format may make, and what its numbers may ask for. */
export const formatLimits = { size: 100_000, width: 1000, precision: 100 };

/** What a format may refer to: strings, integers. */
export type FormatValues = Readonly<Record<string, string | number>>;

/** Python's `template % values` with a dictionary. Throws a ConfigurationError of the type and text that Python would raise. */
export function percentFormat(template: string, values: FormatValues): string {
  return new PercentFormatter(template, values).format();
}

type FormatArgument = string | number | FormatValues;

/** Reads a template from its start to its end, in the order in which Python looks at its parts, so that of several errors the same one is raised. */
class PercentFormatter {
  readonly #template: string;
  readonly #values: FormatValues;
  #at = 0;
  /** What the next conversion takes: the value of its key; for the first without a key, the dictionary as a whole. */
  #argument: FormatArgument | undefined;

  constructor(template: string, values: FormatValues) {
    this.#template = template;
    this.#values = values;
    this.#argument = values;
  }

  format(): string {
    let result = '';
    for (;;) {
      const percent = this.#template.indexOf('%', this.#at);
      if (percent < 0) return result + this.#template.slice(this.#at);
      result += this.#template.slice(this.#at, percent);
      this.#at = percent + 1;
      result += this.#match(/%/y) === undefined ? this.#conversion() : '%';
      if (result.length > formatLimits.size)
        throw new ConfigurationError(tooLargeType, 'it makes more than 100,000 characters');
    }
  }

  #conversion(): string {
    if (this.#template[this.#at] === '(') this.#argument = this.#keyed();
    let flags = [...new Set(this.#match(/[-+ #0]*/y) ?? '')].join('');
    const isWidthGiven = this.#match(/\*/y) !== undefined;
    let width = isWidthGiven ? this.#takeNumber() : Number(this.#match(/\d*/y) ?? '0');
    if (width < 0) [flags, width] = [`${flags}-`, -width];
    const precision = this.#precision();
    if (width > formatLimits.width || (precision ?? 0) > formatLimits.precision)
      throw new ConfigurationError(tooLargeType, 'it has a width over 1000 or a precision over 100');
    this.#match(/[hlL]/y);
    const conversion = this.#match(/./suy);
    if (conversion === undefined) throw new ConfigurationError('ValueError', 'incomplete format');
    const before = this.#at - conversion.length;
    const index = (): number => codePointLength(this.#template.slice(0, before));
    return pad(convert(this.#take(), conversion, flags, precision, index), flags, width);
  }

  #keyed(): string | number {
    const start = ++this.#at;
    for (let depth = 1; depth > 0; this.#at++) {
      const character = this.#template[this.#at];
      if (character === undefined) throw new ConfigurationError('ValueError', 'incomplete format key');
      if (character === '(') depth++;
      if (character === ')') depth--;
    }
    const key = this.#template.slice(start, this.#at - 1);
    const value = Object.hasOwn(this.#values, key) ? this.#values[key] : undefined;
    if (value === undefined) throw new ConfigurationError('KeyError', pythonRepr(key));
    return value;
  }

  #precision(): number | undefined {
    if (this.#match(/\./y) === undefined) return undefined;
    if (this.#match(/\*/y) !== undefined) return Math.max(this.#takeNumber(), 0);
    return Number(this.#match(/\d*/y) ?? '0');
  }

  #takeNumber(): number {
    const value = this.#take();
    if (typeof value === 'number') return value;
    throw new ConfigurationError('TypeError', '* wants int');
  }

  #take(): FormatArgument {
    const value = this.#argument;
    if (value === undefined)
      throw new ConfigurationError('TypeError', 'not enough arguments for format string');
    this.#argument = undefined;
    return value;
  }

  #match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#template)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

interface Converted {
  readonly sign: string;
  readonly body: string;
  readonly isNumber: boolean;
}

function convert(
  value: FormatArgument,
  conversion: string,
  flags: string,
  limit: number | undefined,
  index: () => number,
): Converted {
  switch (conversion) {
    case 's':
    case 'r':
    case 'a': {
      const shown = conversion === 's' && typeof value === 'string' ? value : reprOf(value);
      const text = conversion === 'a' ? shown.replace(/[^\0-\x7f]/gu, escapeOf) : shown;
      return {
        sign: '',
        body: limit === undefined ? text : [...text].slice(0, limit).join(''),
        isNumber: false,
      };
    }
    case 'c': {
      if (typeof value === 'number') {
        if (value < 0 || value > 0x10ffff)
          throw new ConfigurationError('OverflowError', '%c arg not in range(0x110000)');
        return { sign: '', body: String.fromCodePoint(value), isNumber: false };
      }
      if (typeof value === 'string' && codePointLength(value) === 1)
        return { sign: '', body: value, isNumber: false };
      throw new ConfigurationError('TypeError', '%c requires int or char');
    }
    case 'd':
    case 'i':
    case 'u': {
      const number = integer(value, `%${conversion} format: a real number is required`);
      return withSign(number, String(Math.abs(number)).padStart(limit ?? 0, '0'), flags);
    }
    case 'o':
    case 'x':
    case 'X': {
      const number = integer(value, `%${conversion} format: an integer is required`);
      const digits = Math.abs(number)
        .toString(conversion === 'o' ? 8 : 16)
        .padStart(limit ?? 0, '0');
      const prefix = flags.includes('#') ? `0${conversion}` : '';
      return withSign(number, prefix + (conversion === 'X' ? digits.toUpperCase() : digits), flags);
    }
    case 'e':
    case 'E': {
      const number = integer(value, 'must be real number');
      const text = Math.abs(number)
        .toExponential(limit ?? 6)
        .replace(/e([+-])(\d)$/, 'e$10$2');
      return withSign(number, conversion === 'E' ? text.toUpperCase() : text, flags);
    }
    case 'f':
    case 'F': {
      const number = integer(value, 'must be real number');
      return withSign(number, Math.abs(number).toFixed(limit ?? 6), flags);
    }
    case 'g':
    case 'G': {
      const number = integer(value, 'must be real number');
      return withSign(number, generalNotation(Math.abs(number), limit ?? 6, conversion === 'G'), flags);
    }
    default: {
      const code = conversion.codePointAt(0) ?? 0;
      const shown = code > 30 && code < 127 ? conversion : '?';
      throw new ConfigurationError(
        'ValueError',
        `unsupported format character '${shown}' (0x${code.toString(16)}) at index ${index()}`,
      );
    }
  }
}

function integer(value: FormatArgument, message: string): number {
  if (typeof value === 'number') return value;
  throw new ConfigurationError('TypeError', `${message}, not ${typeof value === 'string' ? 'str' : 'dict'}`);
}

function reprOf(value: FormatArgument): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return pythonRepr(value);
  const items = Object.entries(value).map(([key, item]) => `${pythonRepr(key)}: ${reprOf(item)}`);
  return `{${items.join(', ')}}`;
}

/** As in Python's `ascii()`. */
function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

function withSign(number: number, digits: string, flags: string): Converted {
  const sign = number < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return { sign, body: digits, isNumber: true };
}

function generalNotation(number: number, precision: number, upper: boolean): string {
  const digits = Math.max(precision, 1);
  const exponent = number === 0 ? 0 : Math.floor(Math.log10(number));
  const text =
    exponent < -4 || exponent >= digits
      ? number.toExponential(digits - 1).replace(/\.?0*e([+-])(\d)$/, 'e$10$2')
      : String(Number(number.toPrecision(digits)));
  return upper ? text.toUpperCase() : text;
}

function pad({ sign, body, isNumber }: Converted, flags: string, width: number): string {
  const text = sign + body;
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (flags.includes('0') && isNumber) return sign + '0'.repeat(missing) + body;
  return ' '.repeat(missing) + text;
}
