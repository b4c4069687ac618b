import { parseFaultless } from '../python/syntax/boundedParse';
import { evaluateSource } from './evaluate';
import type { NameScope } from './nameScope';
import { textOf } from './pythonMethods';
import { toText } from './pythonValue';
import type { PythonValue } from './pythonValue';
import { UnsupportedTemplate } from './unsupportedTemplate';

/**
 * The value after the filters behind the `|` of an expression; `str` comes first unless `n` is among them.
 */
export function applyFilters(value: PythonValue, filters: string, scope: NameScope): PythonValue {
  const names = splitFilters(filters);
  let result = names.includes('n') ? value : toText(value);
  for (const name of names) {
    if (name === 'n') continue;
    scope.budget.takeStep();
    const own = makoFilters.get(name);
    if (own) {
      result = own(result);
      scope.budget.takeValue(result);
      continue;
    }
    if (name === 'entity' || name === 'u' || name.startsWith('decode')) {
      throw new UnsupportedTemplate(`it uses the filter ${name}`);
    }
    const filter = evaluateSource(name, scope);
    if (typeof filter !== 'object' || filter === null || filter.kind !== 'callable') {
      throw new UnsupportedTemplate(`it uses the filter ${name}`);
    }
    result = filter.call([result], new Map(), scope.budget);
    scope.budget.takeValue(result);
  }
  return result;
}

/**
 * The filters behind the `|` of an expression, one by one. Throws UnsupportedTemplate where they are no list.
 */
export function splitFilters(filters: string): readonly string[] {
  if (filters === '') return [];
  const text = `(${filters},)`;
  const tuple = parseFaultless(text)?.topNode.firstChild?.firstChild;
  if (tuple?.name !== 'TupleExpression') throw new UnsupportedTemplate(`it uses the filters ${filters}`);
  const names: string[] = [];
  for (let node = tuple.firstChild; node; node = node.nextSibling) {
    if (!'(),'.includes(node.name)) names.push(text.slice(node.from, node.to));
  }
  return names;
}

const xmlEscapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['>', '&gt;'],
  ['<', '&lt;'],
  ['"', '&#34;'],
  ["'", '&#39;'],
]);

function escapeMarkup(value: PythonValue): string {
  return toText(value).replace(/[&<"'>]/g, (character) => xmlEscapes.get(character) ?? character);
}

const makoFilters: ReadonlyMap<string, (value: PythonValue) => PythonValue> = new Map([
  ['str', toText],
  ['unicode', toText],
  ['trim', (value) => textOf(value, 'the filter trim').trim()],
  ['h', escapeMarkup],
  ['x', escapeMarkup],
]);
