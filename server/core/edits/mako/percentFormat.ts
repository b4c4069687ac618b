import { isSequence, toRepr, toText } from './pythonValue';
import type { PythonValue } from './pythonValue';
import { TemplateRefusal } from './templateRefusal';

/** Python's `format % value` for `%s`, `%r` and `%d` without widths. Throws TemplateRefusal for the rest. */
export function formatWithPercent(format: string, value: PythonValue): string {
  const values = isSequence(value) && value.kind === 'tuple' ? [...value.items] : [value];
  const result = format.replace(/%([\s\S]?)/g, (_, directive: string) => {
    if (directive === '%') return '%';
    if (values.length === 0) throw new TemplateRefusal('it formats with too few values');
    const next = values.shift() ?? null;
    if (directive === 's') return toText(next);
    if (directive === 'r') return toRepr(next);
    if (directive === 'd' && typeof next === 'number') return String(Math.trunc(next));
    throw new TemplateRefusal(`it formats with %${directive}`);
  });
  if (values.length > 0) throw new TemplateRefusal('it formats with too many values');
  return result;
}
