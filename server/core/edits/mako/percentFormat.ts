import { isSequence, toRepr, toText } from './pythonValue';
import type { PythonValue } from './pythonValue';
import type { TemplateBudget } from './templateBudget';
import { TemplateRefusal } from './templateRefusal';

/** Python's `format % value` for `%s`, `%r` and `%d` without widths. Throws TemplateRefusal for the rest. */
export function formatWithPercent(format: string, value: PythonValue, budget: TemplateBudget): string {
  const values = isSequence(value) && value.kind === 'tuple' ? value.items : [value];
  let used = 0;
  const taken = (text: string): string => {
    budget.takeSize(text.length);
    return text;
  };
  const result = format.replace(/%([\s\S]?)/g, (_, directive: string) => {
    if (directive === '%') return '%';
    if (used === values.length) throw new TemplateRefusal('it formats with too few values');
    const next = values[used++] ?? null;
    if (directive === 's') return taken(toText(next));
    if (directive === 'r') return taken(toRepr(next));
    if (directive === 'd' && typeof next === 'number') return String(Math.trunc(next));
    throw new TemplateRefusal(`it formats with %${directive}`);
  });
  if (used < values.length) throw new TemplateRefusal('it formats with too many values');
  return result;
}
