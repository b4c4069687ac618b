import { pythonRepr } from '../revision/pythonText';
import { ConfigurationError } from './configurationError';

/** What a format may refer to: strings, integers. */
export type FormatValues = Readonly<Record<string, string | number>>;

const specification = /^%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\d*)(?:\.(\d*))?[hlL]?/;

/** Python's `template % values` with a dictionary. Throws a ConfigurationError of the type and text that Python would raise. */
export function percentFormat(template: string, values: FormatValues): string {
  let result = '';
  let at = 0;
  while (at < template.length) {
    const percent = template.indexOf('%', at);
    if (percent < 0) return result + template.slice(at);
    result += template.slice(at, percent);
    const match = specification.exec(template.slice(percent));
    if (!match || (match[1] === undefined && template[percent + 1] === '('))
      throw new ConfigurationError('ValueError', 'incomplete format key');
    const end = percent + match[0].length;
    const conversion = template[end];
    if (conversion === undefined) throw new ConfigurationError('ValueError', 'incomplete format');
    at = end + 1;
    const [, key, flags = '', width = '', precision] = match;
    if (conversion === '%') {
      result += '%';
      continue;
    }
    if (key === undefined)
      throw new ConfigurationError('TypeError', 'not enough arguments for format string');
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined) throw new ConfigurationError('KeyError', pythonRepr(key));
    const converted = convert(value, conversion, flags, precision, end);
    result += pad(converted, flags, Number(width || '0'));
  }
  return result;
}

interface Converted {
  readonly sign: string;
  readonly body: string;
  readonly isNumber: boolean;
}

function convert(
  value: string | number,
  conversion: string,
  flags: string,
  precision: string | undefined,
  index: number,
): Converted {
  const limit = precision === undefined ? undefined : Number(precision || '0');
  switch (conversion) {
    case 's':
    case 'r':
    case 'a': {
      const text = typeof value === 'number' ? String(value) : conversion === 's' ? value : pythonRepr(value);
      return {
        sign: '',
        body: limit === undefined ? text : [...text].slice(0, limit).join(''),
        isNumber: false,
      };
    }
    case 'c': {
      if (typeof value === 'number') return { sign: '', body: String.fromCodePoint(value), isNumber: false };
      if ([...value].length === 1) return { sign: '', body: value, isNumber: false };
      throw new ConfigurationError('TypeError', '%c requires int or char');
    }
    case 'd':
    case 'i':
    case 'u': {
      const number = integer(value, `%${conversion} format: a real number is required, not str`);
      return withSign(number, String(Math.abs(number)).padStart(limit ?? 0, '0'), flags);
    }
    case 'o':
    case 'x':
    case 'X': {
      const number = integer(value, `%${conversion} format: an integer is required, not str`);
      const digits = Math.abs(number)
        .toString(conversion === 'o' ? 8 : 16)
        .padStart(limit ?? 0, '0');
      const prefix = flags.includes('#') ? `0${conversion}` : '';
      return withSign(number, prefix + (conversion === 'X' ? digits.toUpperCase() : digits), flags);
    }
    case 'e':
    case 'E': {
      const number = integer(value, 'must be real number, not str');
      const text = Math.abs(number)
        .toExponential(limit ?? 6)
        .replace(/e([+-])(\d)$/, 'e$10$2');
      return withSign(number, conversion === 'E' ? text.toUpperCase() : text, flags);
    }
    case 'f':
    case 'F': {
      const number = integer(value, 'must be real number, not str');
      return withSign(number, Math.abs(number).toFixed(limit ?? 6), flags);
    }
    case 'g':
    case 'G': {
      const number = integer(value, 'must be real number, not str');
      return withSign(number, generalNotation(Math.abs(number), limit ?? 6, conversion === 'G'), flags);
    }
    default: {
      const code = (conversion.codePointAt(0) ?? 0).toString(16);
      throw new ConfigurationError(
        'ValueError',
        `unsupported format character '${conversion}' (0x${code}) at index ${index}`,
      );
    }
  }
}

function integer(value: string | number, message: string): number {
  if (typeof value === 'string') throw new ConfigurationError('TypeError', message);
  return value;
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
