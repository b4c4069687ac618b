import { FormatError, percentFormat } from '../text/percentFormat';
import { pythonRepr } from '../text/pythonText';
import { ConfigurationError } from './configurationError';
import { tooLargeType } from './interpolation';

/** What a format may refer to: strings, integers. */
export type OptionValues = Readonly<Record<string, string | number>>;

type FormatArgument = string | number | OptionValues;

/**
 * Python's `template % values` with a dictionary. Throws a ConfigurationError of the type and text that
 * Python would raise.
 */
export function formatOption(template: string, values: OptionValues): string {
  /** The first conversion without a key takes the dictionary as a whole. */
  let whole: FormatArgument | undefined = values;
  try {
    return percentFormat<FormatArgument>(template, {
      keyed: (key) => {
        const value = Object.hasOwn(values, key) ? values[key] : undefined;
        if (value === undefined) throw new FormatError('KeyError', pythonRepr(key));
        whole = undefined;
        return value;
      },
      next: () => {
        const value = whole;
        whole = undefined;
        return value;
      },
      textOf: (value) => (typeof value === 'string' ? value : reprOf(value)),
      reprOf,
      numberOf: (value) => (typeof value === 'number' ? value : undefined),
      typeOf: (value) => (typeof value === 'string' ? 'str' : typeof value === 'number' ? 'int' : 'dict'),
    });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new ConfigurationError(error.type === 'TooLarge' ? tooLargeType : error.type, error.message);
  }
}

function reprOf(value: FormatArgument): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return pythonRepr(value);
  const items = Object.entries(value).map(([key, item]) => `${pythonRepr(key)}: ${reprOf(item)}`);
  return `{${items.join(', ')}}`;
}
