import { pythonRepr } from '../text/pythonText';
import { Budget } from '../text/budget';
import { ConfigurationError } from './configurationError';
import type { ConfigurationPlace } from './configurationError';

/** What is being read: it goes into the errors. */
export interface InterpolatedOption {
  readonly section: string;
  readonly option: string;
  readonly value: string;
  readonly place: ConfigurationPlace | undefined;
}

/** What one option may take. Python itself goes no deeper than ten references, and has no other limit. */
const interpolationLimits = { steps: 10_000, size: 100_000, depth: 10 };

/** The type of the error for an option over these limits, which is none of Python's. */
export const tooLargeType = 'ValueTooLarge';

/**
 * Python's `BasicInterpolation`: `%(name)s` is looked up and interpolated in turn, `%%` is a percent sign.
 * Throws a ConfigurationError.
 */
export function interpolate(
  target: InterpolatedOption,
  lookup: (name: string) => string | undefined,
): string {
  return interpolateText(target.value, target, lookup, 1, new Budget(interpolationLimits));
}

function interpolateText(
  text: string,
  target: InterpolatedOption,
  lookup: (name: string) => string | undefined,
  depth: number,
  budget: Budget,
): string {
  const { section, option, value, place } = target;
  const quote = (): { readonly option: string; readonly section: string; readonly value: string } => ({
    option: pythonRepr(option),
    section: pythonRepr(section),
    value: pythonRepr(value),
  });
  const fail = (type: string, message: string): never => {
    throw new ConfigurationError(type, message, place, option);
  };
  const append = (text: string, more: string): string => {
    if (!budget.takeSize(more.length)) fail(tooLargeType, 'it expands to more than 100,000 characters');
    return text + more;
  };
  if (depth > interpolationLimits.depth) {
    const quoted = quote();
    fail(
      'InterpolationDepthError',
      `Recursion limit exceeded in value substitution: option ${quoted.option} in section ${quoted.section} contains an interpolation key which cannot be substituted in ${interpolationLimits.depth} steps. Raw value: ${quoted.value}`,
    );
  }
  let result = '';
  let from = 0;
  for (;;) {
    const at = text.indexOf('%', from);
    if (at < 0) return append(result, text.slice(from));
    result = append(result, text.slice(from, at));
    if (!budget.takeSteps(1)) fail(tooLargeType, 'it has more than 10,000 references');
    if (text[at + 1] === '%') {
      result += '%';
      from = at + 2;
    } else if (text[at + 1] === '(') {
      const end = text.indexOf(')', at);
      if (end === at + 2 || end < 0 || text[end + 1] !== 's')
        return fail(
          'InterpolationSyntaxError',
          `bad interpolation variable reference ${pythonRepr(text.slice(at))}`,
        );
      const name = text.slice(at + 2, end).toLowerCase();
      const found = lookup(name);
      if (found === undefined) {
        const quoted = quote();
        return fail(
          'InterpolationMissingOptionError',
          `Bad value substitution: option ${quoted.option} in section ${quoted.section} contains an interpolation key ${pythonRepr(name)} which is not a valid option name. Raw value: ${quoted.value}`,
        );
      }
      result = found.includes('%')
        ? append(result, interpolateText(found, target, lookup, depth + 1, budget))
        : append(result, found);
      from = end + 2;
    } else
      fail(
        'InterpolationSyntaxError',
        `'%' must be followed by '%' or '(', found: ${pythonRepr(text.slice(at))}`,
      );
  }
}
