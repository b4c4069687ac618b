import { codePointLength } from './pythonText';

/** The most characters that one format may make, and what its numbers may ask for. */
const formatLimits = { size: 100_000, width: 1000, precision: 100 };

/** An error that Python's `%` raises, or a format beyond `formatLimits`. */
export class FormatError extends Error {
  constructor(
    readonly type: 'KeyError' | 'OverflowError' | 'TooLarge' | 'TypeError' | 'ValueError',
    message: string,
  ) {
    super(message);
  }
}

/** What stands behind the `%` of a format. */
export interface FormatValues<Value> {
  /** The value of `%(key)s`. Throws what Python raises where there is none. */
  keyed(key: string): Value;
  /** The next value for a conversion without a key; undefined if none is left. */
  next(): Value | undefined;
  /** The text of a value: Python's `str`. */
  textOf(value: Value): string;
  /** Python's `repr`. */
  reprOf(value: Value): string;
  /** The number that a value is; undefined for anything else. */
  numberOf(value: Value): number | undefined;
  /** The name of a value's Python type. */
  typeOf(value: Value): string;
}

/** Python's `template % values`. Throws a FormatError. */
export function percentFormat<Value>(template: string, values: FormatValues<Value>): string {
  return new PercentFormatter(template, values).format();
}

/**
 * Reads a template from its start to its end, in the order in which Python looks at its parts, so that of
 * several errors the same one is raised.
 */
class PercentFormatter<Value> {
  readonly #template: string;
  readonly #values: FormatValues<Value>;
  #at = 0;
  /** The value of the last key, which the next conversion takes. */
  #keyedValue: { readonly value: Value } | undefined;

  constructor(template: string, values: FormatValues<Value>) {
    this.#template = template;
    this.#values = values;
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
        throw new FormatError('TooLarge', 'it makes more than 100,000 characters');
    }
  }

  #conversion(): string {
    if (this.#template[this.#at] === '(') this.#keyedValue = { value: this.#keyed() };
    let flags = [...new Set(this.#match(/[-+ #0]*/y) ?? '')].join('');
    const isWidthGiven = this.#match(/\*/y) !== undefined;
    let width = isWidthGiven ? this.#takeNumber() : Number(this.#match(/\d*/y) ?? '0');
    if (width < 0) [flags, width] = [`${flags}-`, -width];
    const precision = this.#precision();
    if (width > formatLimits.width || (precision ?? 0) > formatLimits.precision)
      throw new FormatError('TooLarge', 'it has a width over 1000 or a precision over 100');
    this.#match(/[hlL]/y);
    const conversion = this.#match(/./suy);
    if (conversion === undefined) throw new FormatError('ValueError', 'incomplete format');
    const before = this.#at - conversion.length;
    const index = (): number => codePointLength(this.#template.slice(0, before));
    return pad(convert(this.#values, this.#take(), conversion, flags, precision, index), flags, width);
  }

  #keyed(): Value {
    const start = ++this.#at;
    for (let depth = 1; depth > 0; this.#at++) {
      const character = this.#template[this.#at];
      if (character === undefined) throw new FormatError('ValueError', 'incomplete format key');
      if (character === '(') depth++;
      if (character === ')') depth--;
    }
    return this.#values.keyed(this.#template.slice(start, this.#at - 1));
  }

  #precision(): number | undefined {
    if (this.#match(/\./y) === undefined) return undefined;
    if (this.#match(/\*/y) !== undefined) return Math.max(this.#takeNumber(), 0);
    return Number(this.#match(/\d*/y) ?? '0');
  }

  #takeNumber(): number {
    const number = this.#values.numberOf(this.#take());
    if (number !== undefined) return number;
    throw new FormatError('TypeError', '* wants int');
  }

  #take(): Value {
    const keyed = this.#keyedValue;
    this.#keyedValue = undefined;
    if (keyed) return keyed.value;
    const value = this.#values.next();
    if (value === undefined) throw new FormatError('TypeError', 'not enough arguments for format string');
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

function convert<Value>(
  values: FormatValues<Value>,
  value: Value,
  conversion: string,
  flags: string,
  limit: number | undefined,
  index: () => number,
): Converted {
  switch (conversion) {
    case 's':
    case 'r':
    case 'a': {
      const shown = conversion === 's' ? values.textOf(value) : values.reprOf(value);
      const text = conversion === 'a' ? shown.replace(/[^\0-\x7f]/gu, escapeOf) : shown;
      return {
        sign: '',
        body: limit === undefined ? text : [...text].slice(0, limit).join(''),
        isNumber: false,
      };
    }
    case 'c': {
      const code = values.numberOf(value);
      if (code !== undefined) {
        if (code < 0 || code > 0x10ffff)
          throw new FormatError('OverflowError', '%c arg not in range(0x110000)');
        return { sign: '', body: String.fromCodePoint(code), isNumber: false };
      }
      const text = values.typeOf(value) === 'str' ? values.textOf(value) : '';
      if (codePointLength(text) === 1) return { sign: '', body: text, isNumber: false };
      throw new FormatError('TypeError', '%c requires int or char');
    }
    case 'd':
    case 'i':
    case 'u': {
      const number = integer(values, value, `%${conversion} format: a real number is required`);
      return withSign(number, String(Math.abs(number)).padStart(limit ?? 0, '0'), flags);
    }
    case 'o':
    case 'x':
    case 'X': {
      const number = integer(values, value, `%${conversion} format: an integer is required`);
      const digits = Math.abs(number)
        .toString(conversion === 'o' ? 8 : 16)
        .padStart(limit ?? 0, '0');
      const prefix = flags.includes('#') ? `0${conversion}` : '';
      return withSign(number, prefix + (conversion === 'X' ? digits.toUpperCase() : digits), flags);
    }
    case 'e':
    case 'E': {
      const number = integer(values, value, 'must be real number');
      const text = Math.abs(number)
        .toExponential(limit ?? 6)
        .replace(/e([+-])(\d)$/, 'e$10$2');
      return withSign(number, conversion === 'E' ? text.toUpperCase() : text, flags);
    }
    case 'f':
    case 'F': {
      const number = integer(values, value, 'must be real number');
      return withSign(number, Math.abs(number).toFixed(limit ?? 6), flags);
    }
    case 'g':
    case 'G': {
      const number = integer(values, value, 'must be real number');
      return withSign(number, generalNotation(Math.abs(number), limit ?? 6, conversion === 'G'), flags);
    }
    default: {
      const code = conversion.codePointAt(0) ?? 0;
      const shown = code > 30 && code < 127 ? conversion : '?';
      throw new FormatError(
        'ValueError',
        `unsupported format character '${shown}' (0x${code.toString(16)}) at index ${index()}`,
      );
    }
  }
}

function integer<Value>(values: FormatValues<Value>, value: Value, message: string): number {
  const number = values.numberOf(value);
  if (number !== undefined) return number;
  throw new FormatError('TypeError', `${message}, not ${values.typeOf(value)}`);
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

/** An exponential notation without zeros at the end of its fraction, and with two digits in its exponent. */
function withoutZeros(notation: string): string {
  const [mantissa = '', exponent = ''] = notation.split('e');
  let end = mantissa.length;
  while (mantissa.includes('.') && '0.'.includes(mantissa.charAt(end - 1)))
    if (mantissa[--end] === '.') break;
  return `${mantissa.slice(0, end)}e${exponent.replace(/^([+-])(\d)$/, '$10$2')}`;
}

function generalNotation(number: number, precision: number, upper: boolean): string {
  const digits = Math.max(precision, 1);
  const exponent = number === 0 ? 0 : Math.floor(Math.log10(number));
  const text =
    exponent < -4 || exponent >= digits
      ? withoutZeros(number.toExponential(digits - 1))
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
