import { pythonRepr } from '../text/pythonText';
import { ConfigurationError } from './configurationError';
import type { ConfigurationPlace } from './configurationError';

/** What is being read: it goes into the errors. */
export interface InterpolatedOption {
  readonly section: string;
  readonly option: string;
  readonly value: string;
  readonly place: ConfigurationPlace | undefined;
}

const depthLimit = 10;
const reference = /^%\(([^)]+)\)s/;

/** Python's `BasicInterpolation`: `%(name)s` is looked up and interpolated in turn, `%%` is a percent sign. Throws a ConfigurationError. */
export function interpolate(
  target: InterpolatedOption,
  lookup: (name: string) => string | undefined,
): string {
  return interpolateText(target.value, target, lookup, 1);
}

function interpolateText(
  text: string,
  target: InterpolatedOption,
  lookup: (name: string) => string | undefined,
  depth: number,
): string {
  const { section, option, value, place } = target;
  const quoted = { option: pythonRepr(option), section: pythonRepr(section), value: pythonRepr(value) };
  const fail = (type: string, message: string): never => {
    throw new ConfigurationError(type, message, place, option);
  };
  if (depth > depthLimit)
    fail(
      'InterpolationDepthError',
      `Recursion limit exceeded in value substitution: option ${quoted.option} in section ${quoted.section} contains an interpolation key which cannot be substituted in ${depthLimit} steps. Raw value: ${quoted.value}`,
    );
  let result = '';
  let rest = text;
  for (;;) {
    const at = rest.indexOf('%');
    if (at < 0) return result + rest;
    result += rest.slice(0, at);
    rest = rest.slice(at);
    if (rest[1] === '%') {
      result += '%';
      rest = rest.slice(2);
    } else if (rest[1] === '(') {
      const match = reference.exec(rest);
      if (!match)
        return fail('InterpolationSyntaxError', `bad interpolation variable reference ${pythonRepr(rest)}`);
      const name = (match[1] ?? '').toLowerCase();
      const found = lookup(name);
      if (found === undefined)
        return fail(
          'InterpolationMissingOptionError',
          `Bad value substitution: option ${quoted.option} in section ${quoted.section} contains an interpolation key ${pythonRepr(name)} which is not a valid option name. Raw value: ${quoted.value}`,
        );
      result += found.includes('%') ? interpolateText(found, target, lookup, depth + 1) : found;
      rest = rest.slice(match[0].length);
    } else fail('InterpolationSyntaxError', `'%' must be followed by '%' or '(', found: ${pythonRepr(rest)}`);
  }
}
