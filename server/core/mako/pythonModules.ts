import { callable, textOf } from './pythonMethods';
import { isSequence } from './pythonValue';
import type { PythonObject, PythonValue } from './pythonValue';
import { UnsupportedTemplate } from './unsupportedTemplate';

/** The functions of Python's `re` that templates use, for patterns that mean the same in JavaScript. */
export const regularExpressions: PythonObject = {
  kind: 'object',
  name: 're',
  attribute: (name) => {
    if (name === 'split') {
      return callable('re.split', ([pattern, text, ...others]) => {
        if (others.length > 0) throw new UnsupportedTemplate('it calls re.split with a limit');
        const whole = subject(text);
        return { kind: 'list', items: whole.split(compile(pattern, whole.length)) };
      });
    }
    if (name === 'sub') {
      return callable('re.sub', ([pattern, replacement, text, ...others], _, budget) => {
        const written = textOf(replacement, 're.sub');
        if (others.length > 0 || written.includes('\\')) throw new UnsupportedTemplate('it calls re.sub');
        const whole = subject(text);
        budget.takeSize((whole.length + 1) * (written.length + 1));
        return whole.replace(compile(pattern, whole.length), () => written);
      });
    }
    return undefined;
  },
};

/** Python's `json`, as far as templates write names with it. */
export const json: PythonObject = {
  kind: 'object',
  name: 'json',
  attribute: (name) => {
    if (name !== 'dumps') return undefined;
    return callable('json.dumps', ([value, ...others], named) => {
      if (others.length > 0 || named.size > 0)
        throw new UnsupportedTemplate('it calls json.dumps with options');
      return jsonText(value ?? null);
    });
  },
};

function jsonText(value: PythonValue): string {
  if (isSequence(value)) return `[${value.items.map(jsonText).join(', ')}]`;
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return JSON.stringify(value);
  return JSON.stringify(textOf(value, 'json.dumps')).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * How often the pattern may be tried at most: from each character, and in as many ways as its repetitions
 * share out what follows.
 */
const mostTries = 30_000_000;

/** A pattern for a text of that length. */
function compile(pattern: Parameters<typeof textOf>[0] | undefined, length: number): RegExp {
  const source = textOf(pattern, 're');
  // Groups, back references, `^`, `$` and inline flags differ between the two languages in one way or
  // another.
  if (!/^(?:[\w ,;:/=<>'"!@#%&~`-]|\\[swdSWD.*+?|,;:/()[\]{}-]|\[[\w\s,;:.\\-]+\]|[.*+?|])+$/.test(source)) {
    throw new UnsupportedTemplate(`it uses the regular expression ${source}`);
  }
  const repetitions = source.match(/[*+?]/g)?.length ?? 0;
  if (Math.max(2, length) ** (repetitions + 1) > mostTries)
    throw new UnsupportedTemplate(`it uses the regular expression ${source} on a long text`);
  return new RegExp(source, 'g');
}

/** Only ASCII: what counts as a word character differs beyond it. */
function subject(value: Parameters<typeof textOf>[0] | undefined): string {
  const text = textOf(value, 're');
  if (/[^\0-\x7f]/.test(text)) throw new UnsupportedTemplate('it searches a text that is not ASCII');
  return text;
}
