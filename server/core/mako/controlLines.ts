import type { PythonValue } from './pythonValue';
import type { TemplateNode } from './templateNodes';
import { shorten, UnsupportedTemplate } from './unsupportedTemplate';

/** A line that begins with `%`. */
export type Control = Extract<TemplateNode, { readonly kind: 'control' }>;

/** What follows the keyword of a control line, up to its colon; undefined for `else`. */
export function conditionOf(line: Control): string | undefined {
  const source = line.source.trim();
  const word = /^\w+/.exec(source)?.[0].length ?? 0;
  const colon = endOfCondition(source);
  const condition = source.slice(word, colon);
  const isElse = condition === '' && colon !== undefined;
  if (
    word === 0 ||
    colon === undefined ||
    (line.keyword === 'else') !== isElse ||
    !/^(?:\s|$)/.test(condition)
  )
    throw new UnsupportedTemplate(`it has the control line "% ${shorten(source)}"`);
  return isElse ? undefined : condition.trimStart().replace(/\\\r?\n/g, ' ');
}

/** The first colon that only blanks or a comment follow. */
function endOfCondition(source: string): number | undefined {
  for (let colon = source.indexOf(':'); colon >= 0; colon = source.indexOf(':', colon + 1)) {
    let next = colon + 1;
    while (next < source.length && /\s/.test(source.charAt(next))) next++;
    if (next === source.length || source[next] === '#') return colon;
  }
  return undefined;
}

/** Mako's `loop`, as far as it can be told without running it. */
export function loopObject(items: readonly PythonValue[], index: number, isSized: boolean): PythonValue {
  const values: Readonly<Record<string, PythonValue>> = {
    index,
    first: index === 0,
    even: index % 2 === 0,
    odd: index % 2 === 1,
    ...(isSized ? { last: index === items.length - 1, reverse_index: items.length - 1 - index } : {}),
  };
  return {
    kind: 'object',
    name: 'loop',
    attribute: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
  };
}
