import { toRepr, toText } from './pythonValue';
import type { PythonValue, ValueBudget } from './pythonValue';
import { UnsupportedTemplate } from './unsupportedTemplate';

/**
 * Python's `text.format(…)` for fields that are names or numbers, with `!r` and `!s`, without further
 * options.
 */
export function formatWithBraces(
  text: string,
  args: readonly PythonValue[],
  named: ReadonlyMap<string, PythonValue>,
  budget: ValueBudget,
): string {
  let next = 0;
  const result = text.replace(
    /\{\{|\}\}|\{(\w*)(?:!([rs]))?\}|[{}]/g,
    (whole, field: string | undefined, conversion: string | undefined) => {
      if (whole === '{{' || whole === '}}') return whole.charAt(0);
      const value =
        field === undefined
          ? undefined
          : field === ''
            ? args[next++]
            : /^\d+$/.test(field)
              ? args[Number(field)]
              : named.get(field);
      if (value === undefined) throw new UnsupportedTemplate(`it formats the text ${text}`);
      const written = conversion === 'r' ? toRepr(value) : toText(value);
      budget.takeSize(written.length);
      return written;
    },
  );
  if (next > 0 && /\{\d+/.test(text.replaceAll('{{', '')))
    throw new UnsupportedTemplate(`it formats the text ${text}`);
  return result;
}
